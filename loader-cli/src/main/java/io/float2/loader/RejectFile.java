package io.float2.loader;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.float2.UserException;
import io.float2.loader.source.CsvTable;
import io.float2.loader.source.VectorBatch;
import io.float2.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that were not loaded, as a CSV file that can be loaded once it has been mended: the fields under their own names, the row
 * number if it fills a column, the vector, and why the row was not loaded, which a load passes over. What is in the file already
 * stays.
 */
final class RejectFile {

    private final Path path;
    private final List<String> header;
    private final boolean numbered;

    private RejectFile(Path path, List<String> header, boolean numbered) {
        this.path = path;
        this.header = header;
        this.numbered = numbered;
    }

    /**
     * Says what the rows are like; the file is made with the first of them.
     *
     * @param fields names of a batch's fields
     * @param number name of the column that the row number fills, or null
     * @throws UserException when there is a file of that name with other columns
     */
    static RejectFile of(Path path, List<String> fields, String number, String vector) {
        List<String> header = new ArrayList<>(fields);
        if (number != null) {
            header.add(number);
        }
        header.add(vector);
        header.add(CsvTable.REJECTED);
        checkHeader(path, header);
        return new RejectFile(path, List.copyOf(header), number != null);
    }

    private static void checkHeader(Path path, List<String> header) {
        if (!Files.exists(path)) {
            return;
        }
        if (Files.isDirectory(path)) {
            throw new UserException(path + " is a directory, so it cannot take the rejected rows; --rejects names a file");
        }
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(path)) {
            List<String> present = reader.stream().findFirst().map(CsvRecord::getFields).orElse(header);
            if (!present.equals(header)) {
                throw new UserException(path + " exists and is no file of rejected rows with the columns " + String.join(", ", header)
                        + "; --rejects names another one");
            }
        } catch (UncheckedIOException e) {
            throw new UserException(path + " exists and cannot be read: " + e.getCause().getMessage(), e);
        } catch (IOException | CsvParseException e) {
            throw new UserException(path + " exists and cannot be read: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** A place for the rows of one shard, which stay out of the file until the shard is in the table. */
    Part part(int shard) {
        return new Part(path.resolveSibling(path.getFileName() + ".shard-" + shard));
    }

    private void append(Path part) throws IOException {
        synchronized (RejectFile.class) {
            appendAlone(part);
        }
    }

    private void appendAlone(Path part) throws IOException {
        boolean begin = !Files.exists(path) || Files.size(path) == 0;
        try (var out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (begin) {
                CsvWriter csv = writer().build(out);
                csv.writeRecord(header);
                csv.flush();
            }
            Files.copy(part, out);
        }
        Files.delete(part);
    }

    private static UserException unwritable(Path part, IOException failure) {
        return new UserException("rejected rows cannot be written to " + part + ": " + failure.getMessage(), failure);
    }

    /** An empty text is quoted, and NULL is not, as the reader tells them apart. */
    private static CsvWriter.CsvWriterBuilder writer() {
        return CsvWriter.builder().quoteStrategy(QuoteStrategies.EMPTY).lineDelimiter(LineDelimiter.LF);
    }

    /** Rejected rows of one shard, in a file of their own beside the reject file. Used by one thread. */
    final class Part {

        private final Path file;
        private CsvWriter csv;
        private long rows;

        private Part(Path file) {
            this.file = file;
        }

        /** @param reason a whole sentence */
        void add(VectorBatch batch, int row, String reason) {
            try {
                if (csv == null) {
                    csv = writer().build(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                }
                List<String> values = new ArrayList<>(Arrays.asList(batch.fields(row)));
                if (numbered) {
                    values.add(Long.toString(batch.rowNumber(row)));
                }
                values.add(vectorOf(batch, row));
                values.add(reason);
                csv.writeRecord(values);
                rows++;
            } catch (IOException e) {
                throw unwritable(file, e);
            } catch (UncheckedIOException e) {
                throw unwritable(file, e.getCause());
            }
        }

        private String vectorOf(VectorBatch batch, int row) {
            if (batch.vectorText(row) != null) {
                return batch.vectorText(row);
            }
            if (batch.rejection(row) != null) {
                return null;
            }
            int from = row * batch.dimension();
            return Arrays.toString(Arrays.copyOfRange(batch.values(), from, from + batch.dimension())).replace(" ", "");
        }

        long rows() {
            return rows;
        }

        /**
         * Writes the last of the rows, which comes before the shard's other rows are committed.
         *
         * @throws UserException when they cannot be written
         */
        void complete() {
            try {
                close();
            } catch (IOException e) {
                throw unwritable(file, e);
            }
        }

        /**
         * Moves the rows into the reject file; the shard's other rows have been committed, so that a failure is no failure of the shard any
         * more: the rows stay where they are, and it is told where.
         */
        void keep(Progress progress) {
            if (rows == 0) {
                return;
            }
            rows = 0;
            try {
                append(file);
            } catch (IOException e) {
                progress.note("rejected rows cannot be added to " + path + " and are left in " + file + ": " + e.getMessage());
            }
        }

        /** Forgets what has not been kept. */
        void drop() {
            try {
                close();
            } catch (IOException e) {
                // What could not be written is not wanted any more.
            }
            if (rows > 0) {
                file.toFile().delete();
            }
        }

        private void close() throws IOException {
            CsvWriter closed = csv;
            csv = null;
            if (closed != null) {
                closed.close();
            }
        }
    }
}
