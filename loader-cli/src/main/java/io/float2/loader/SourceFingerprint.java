package io.float2.loader;

import io.float2.UserException;
import io.float2.loader.source.CsvDialect;
import io.float2.loader.source.StandardInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What two runs have to agree in so that a shard of the one is the same rows in the same columns as that of the other. */
final class SourceFingerprint {

    /** Bytes at either end of a file that are looked at. */
    private static final int ENDS = 1 << 16;

    private static final int DIGEST_CHARACTERS = 16;

    private SourceFingerprint() {}

    /** As {@code name: value}, for the ledger. */
    static List<String> of(LoadPlan plan) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < plan.sources().size(); i++) {
            lines.add("source " + (i + 1) + ": " + describe(plan.sources().get(i)));
        }
        lines.add("metadata: " + (plan.metadata() == null ? "none" : describe(plan.metadata())));
        lines.add("format: " + (plan.format() == null ? "by ending" : plan.format()));
        if (!plan.csv().equals(CsvDialect.DEFAULT)) {
            lines.add("--delimiter, --quote and --no-header: " + plan.csv());
        }
        lines.add("--vector-column: " + orDefault(plan.vectorSourceColumn()));
        lines.add("--columns: " + (plan.columns().isEmpty() ? "all" : plan.columns()));
        lines.add("--vector: " + orDefault(plan.vectorColumn()));
        lines.add("--id: " + orDefault(plan.idColumn()));
        lines.add("--create: " + (plan.create() ? "yes, with vectors as " + plan.vectorType().label() : "no"));
        lines.add("--limit: " + (plan.limit() == Long.MAX_VALUE ? "none" : plan.limit()));
        lines.add("--skip: " + plan.selection().skip());
        lines.add("--sample: " + (plan.selection().sample() == 1 ? "all" : plan.selection().sample() + " by seed " + plan.selection().seed()));
        return lines;
    }

    private static String orDefault(String name) {
        return name == null ? "by default" : "\"" + name + "\"";
    }

    /** Name, length and a digest of both ends: the file may be moved or copied, but not changed. */
    private static String describe(Path file) {
        if (StandardInput.is(file)) {
            return "standard input";
        }
        if (!Files.isRegularFile(file)) {
            // Opening it as a source tells what is wrong with it.
            return file.getFileName().toString();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(read(channel, 0, Math.min(size, ENDS)));
            digest.update(read(channel, Math.max(0, size - ENDS), Math.min(size, ENDS)));
            String ends = HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARACTERS);
            return file.getFileName() + String.format(Locale.ROOT, ", %,d bytes, ends with digest %s", size, ends);
        } catch (IOException e) {
            throw new UserException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, long length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) length);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // A read may bring less than was asked for.
        }
        return buffer.flip();
    }

    /**
     * Checks that a run is one of the same import.
     *
     * @throws UserException that names the first difference
     */
    static void check(String id, List<String> before, List<String> now) {
        Map<String, String> then = parse(before);
        Map<String, String> today = parse(now);
        today.forEach((name, value) -> {
            if (!value.equals(then.getOrDefault(name, "none"))) {
                throw different(id, name, then.getOrDefault(name, "none"), value);
            }
        });
        then.forEach((name, value) -> {
            if (!today.containsKey(name)) {
                throw different(id, name, value, "none");
            }
        });
    }

    static UserException different(String id, String name, String before, String now) {
        return new UserException("the import \"" + id + "\" was begun with another " + name + ": " + before + ", now it is " + now
                + "; another --import-id makes it another load");
    }

    private static Map<String, String> parse(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            values.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return values;
    }
}
