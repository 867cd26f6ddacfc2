package io.float2.library.export;

import io.float2.UserException;
import io.float2.task.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What an export's folder tells of it: {@code _plan.json}, written first, how the keys are cut into shards; {@code .000000.done.json}
 * for each finished shard; {@code _manifest.json} when all are. Readers of whole folders pass over names that begin so.
 */
final class ExportManifest {

    private static final String PLAN = "_plan.json";
    private static final String MANIFEST = "_manifest.json";
    private static final int BUFFER = 1 << 16;

    private final ExportPlan plan;
    private final List<UUID> lastKeys;

    private ExportManifest(ExportPlan plan, List<UUID> lastKeys) {
        this.plan = plan;
        this.lastKeys = lastKeys;
    }

    /** What was written of a shard. */
    record Done(String file, long rows, long bytes, String sha256) {

        private Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("file", file);
            values.put("rows", rows);
            values.put("bytes", bytes);
            values.put("sha256", sha256);
            return values;
        }
    }

    /** Asks the view where to cut. */
    @FunctionalInterface
    interface Cutter {
        List<UUID> cut() throws Exception;
    }

    /**
     * Goes on with what the folder has, or begins a new export in an empty one.
     *
     * @throws UserException when the folder has something else
     */
    static ExportManifest open(ExportPlan plan, Cutter cutter) throws Exception {
        Files.createDirectories(plan.folder());
        Path file = plan.folder().resolve(PLAN);
        if (Files.exists(file)) {
            Map<String, Object> earlier = read(file);
            Map<String, Object> wanted = Parameters.of(describe(plan, List.of())).asMap();
            for (String name : wanted.keySet()) {
                if (!name.equals("last_keys") && !wanted.get(name).equals(earlier.get(name))) {
                    throw new UserException(plan.folder() + " has another export: its " + name.replace('_', ' ') + " is " + earlier.get(name) + ", not "
                            + wanted.get(name));
                }
            }
            List<UUID> lastKeys = ((List<?>) earlier.get("last_keys")).stream().map(key -> UUID.fromString((String) key)).toList();
            return new ExportManifest(plan, lastKeys);
        }
        try (Stream<Path> files = Files.list(plan.folder())) {
            if (files.anyMatch(other -> !other.getFileName().toString().startsWith("."))) {
                throw new UserException(plan.folder() + " is not empty, and no export");
            }
        }
        List<UUID> lastKeys = cutter.cut();
        write(file, describe(plan, lastKeys));
        return new ExportManifest(plan, lastKeys);
    }

    private static Map<String, Object> describe(ExportPlan plan, List<UUID> lastKeys) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("view", plan.view());
        values.put("parameters", new LinkedHashMap<>(plan.parameters()));
        values.put("format", plan.format().toString());
        values.put("shard_rows", plan.shardRows());
        values.put("last_keys", lastKeys.stream().map(UUID::toString).toList());
        return values;
    }

    int shards() {
        return lastKeys.size();
    }

    /** The key before the first one of a shard, so to speak: null for the first shard. */
    UUID after(int shard) {
        return shard == 0 ? null : lastKeys.get(shard - 1);
    }

    UUID last(int shard) {
        return lastKeys.get(shard);
    }

    Path file(int shard) {
        return plan.folder().resolve(String.format("%06d.%s", shard, plan.format().ending()));
    }

    private Path doneFile(int shard) {
        return plan.folder().resolve(String.format(".%06d.done.json", shard));
    }

    /** What was written of a shard in an earlier run; null when its file is not there as it was written. Reads all of it. */
    Done done(int shard) throws IOException {
        Path file = file(shard);
        if (!Files.exists(file) || !Files.exists(doneFile(shard))) {
            return null;
        }
        Map<String, Object> values = read(doneFile(shard));
        Done done = new Done((String) values.get("file"), (Long) values.get("rows"), (Long) values.get("bytes"), (String) values.get("sha256"));
        return Files.size(file) == done.bytes && sha256(file).equals(done.sha256) ? done : null;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[BUFFER];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                digest.update(bytes, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** By which files are told from others. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Notes a shard; its file is in its place afterwards. */
    void finish(int shard, Path written, Done done) throws IOException {
        write(doneFile(shard), done.values());
        sync(written);
        Files.move(written, file(shard), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Says that everything is there. */
    void complete(List<Done> shards) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>(describe(plan, List.of()));
        values.remove("last_keys");
        values.put("rows", shards.stream().mapToLong(Done::rows).sum());
        values.put("bytes", shards.stream().mapToLong(Done::bytes).sum());
        List<Object> files = new ArrayList<>();
        shards.forEach(done -> files.add(done.values()));
        values.put("files", files);
        write(plan.folder().resolve(MANIFEST), values);
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return Parameters.parse(Files.readString(file)).asMap();
    }

    /** Whoever reads it finds all of it or nothing. */
    private static void write(Path file, Map<String, Object> values) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(temporary, Parameters.of(values).json() + "\n", StandardCharsets.UTF_8);
        sync(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
