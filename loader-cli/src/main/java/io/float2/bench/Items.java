package io.float2.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The columns beside the vectors: what a filter looks at. */
final class Items {

    /** Fixed, so that a measurement can be repeated. */
    private static final long SEED = 4;

    private final List<Item> items = new ArrayList<>();

    /**
     * One row's columns.
     *
     * @param sensor where it comes from, one of few
     * @param distance a number
     * @param caseId below {@link HybridBenchPlan#CASES}, each as likely, whatever the vector
     * @param label one of many; rows with the same have vectors of the same picture
     */
    record Item(String sensor, double distance, int caseId, String label) {}

    /**
     * Reads base.csv beside the vectors (package, size, photo); without it only the case ids differ.
     *
     * @param data folder or file of the vectors
     */
    static Items read(Path data, int rows) {
        Items items = new Items();
        Random random = new Random(SEED);
        Path csv = data.resolve("base.csv");
        if (Files.isDirectory(data) && Files.exists(csv)) {
            items.readFile(csv, rows, random);
        } else {
            for (int row = 0; row < rows; row++) {
                items.items.add(new Item("none", 0, random.nextInt(HybridBenchPlan.CASES), "none"));
            }
        }
        return items;
    }

    private void readFile(Path csv, int rows, Random random) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            Iterator<NamedCsvRecord> fields = reader.iterator();
            while (items.size() < rows && fields.hasNext()) {
                NamedCsvRecord row = fields.next();
                items.add(new Item(row.getField("package"), Double.parseDouble(row.getField("size")),
                        random.nextInt(HybridBenchPlan.CASES), row.getField("photo")));
            }
        } catch (IOException e) {
            throw new UserException(csv + " cannot be read: " + e.getMessage(), e);
        }
        if (items.size() < rows) {
            throw new UserException(csv + " has " + items.size() + " rows, fewer than the " + rows + " vectors");
        }
    }

    Item get(int row) {
        return items.get(row);
    }

    int rows() {
        return items.size();
    }

    /** The label that most rows have. */
    String commonLabel() {
        Map<String, Integer> counts = new HashMap<>();
        items.forEach(item -> counts.merge(item.label(), 1, Integer::sum));
        return counts.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow().getKey();
    }

    /** The middle of all distances. */
    double medianDistance() {
        return items.stream().map(Item::distance).sorted(Comparator.naturalOrder()).skip(items.size() / 2).findFirst().orElseThrow();
    }

    /** Writes them for the loader. */
    void write(Path file) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord("sensor", "distance", "case_id", "label");
            for (Item item : items) {
                csv.writeRecord(item.sensor(), String.valueOf(item.distance()), String.valueOf(item.caseId()), item.label());
            }
        }
    }
}
