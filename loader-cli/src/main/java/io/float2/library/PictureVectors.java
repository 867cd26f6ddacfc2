package io.float2.library;

import io.float2.UserException;
import io.float2.loader.source.VectorReader;
import io.float2.task.ActionContext;
import io.float2.task.StoppedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Vectors of pictures, made by a command. Holds the pictures of a batch in files of a folder of its own. */
final class PictureVectors implements AutoCloseable {

    private static final long LOOK_MILLIS = 200;
    private static final int NOT_STARTED = 126;
    private static final double LARGEST_HALF = 65504;
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");

    private final EmbedPlan plan;
    private final ActionContext context;
    private final Path folder;
    private final Map<UUID, Path> files = new LinkedHashMap<>();
    private final Map<UUID, StagedPicture> pictures = new HashMap<>();
    private final Map<UUID, String> vectors = new HashMap<>();
    private int dimension;

    PictureVectors(EmbedPlan plan, ActionContext context) throws IOException {
        this.plan = plan;
        this.context = context;
        folder = Files.createTempDirectory("float2-pictures-");
    }

    void add(StagedPicture picture, byte[] bytes) {
        Path file = folder.resolve(picture.key() + "." + picture.facts().format());
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UserException("the pictures for the command that makes vectors cannot be written: " + e, e);
        }
        files.put(picture.key(), file);
        pictures.put(picture.key(), picture);
    }

    /**
     * Makes the vectors of the pictures that were added.
     *
     * @return the pictures of which it could make none, and why
     * @throws UserException when the command cannot be run or what it prints makes no sense
     */
    Map<StagedPicture, String> make() throws InterruptedException, StoppedException {
        Map<StagedPicture, String> failures = new LinkedHashMap<>();
        List<UUID> keys = new ArrayList<>(files.keySet());
        for (int i = 0; i < keys.size(); i += plan.batch()) {
            List<UUID> some = keys.subList(i, Math.min(keys.size(), i + plan.batch()));
            String failure = run(some);
            if (failure != null && some.size() == 1) {
                failures.put(pictures.get(some.get(0)), failure);
            } else if (failure != null) {
                makeOneByOne(some, failures);
            }
        }
        return failures;
    }

    /** One of them was too much for the command: which? */
    private void makeOneByOne(List<UUID> keys, Map<StagedPicture, String> failures) throws InterruptedException, StoppedException {
        for (UUID key : keys) {
            String failure = run(List.of(key));
            if (failure != null) {
                failures.put(pictures.get(key), failure);
            }
        }
    }

    /** As the server reads it; null when the command made none. */
    String text(StagedPicture picture) {
        return vectors.get(picture.key());
    }

    void clear() {
        files.values().forEach(PictureVectors::delete);
        files.clear();
        pictures.clear();
        vectors.clear();
    }

    /** Runs the command once; returns what is wrong, or null. */
    private String run(List<UUID> keys) throws InterruptedException, StoppedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", plan.command() + " \"$@\"", "float2"));
        keys.forEach(key -> command.add(files.get(key).toString()));
        try {
            Process process = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!await(process)) {
                return "the command took more than " + plan.timeoutSeconds() + " s";
            }
            if (process.exitValue() != 0) {
                String said = said(err);
                if (process.exitValue() >= NOT_STARTED && process.exitValue() <= NOT_STARTED + 1) {
                    throw new UserException("the command that makes vectors cannot be run: " + said);
                }
                return "the command ended with " + process.exitValue() + (said.isEmpty() ? "" : ": " + said);
            }
            return take(keys, Files.readAllLines(out, StandardCharsets.ISO_8859_1).stream().filter(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            throw new UserException("the command that makes vectors cannot be run: " + e.getMessage(), e);
        }
    }

    private boolean await(Process process) throws InterruptedException, StoppedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.timeoutSeconds());
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                context.checkStopped();
                if (System.nanoTime() > deadline) {
                    return false;
                }
            }
            return true;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String take(List<UUID> keys, List<String> lines) {
        if (lines.size() != keys.size()) {
            return "the command printed " + lines.size() + " lines for " + keys.size() + " pictures";
        }
        Map<UUID, String> made = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] values = lines.get(i).strip().replaceAll("^\\[|]$", "").strip().split("\\s*[,\\s]\\s*");
            for (String value : values) {
                if (!isNumber(value)) {
                    return "the command printed \"" + value + "\", which is no number that a half can hold";
                }
            }
            if (dimension == 0 && values.length <= VectorReader.MAX_DIMENSION) {
                dimension = values.length;
            } else if (values.length != dimension) {
                return "the command printed " + values.length + " numbers, and " + dimension + " for others";
            }
            made.put(keys.get(i), "{" + String.join(",", values) + "}");
        }
        vectors.putAll(made);
        return null;
    }

    /** In a spelling that the server knows, too, and no larger than a half. */
    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= LARGEST_HALF;
    }

    private static String said(Path err) throws IOException {
        List<String> lines = Files.readAllLines(err, StandardCharsets.ISO_8859_1).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder of temporary files is somebody else's to clean.
        }
    }

    @Override
    public void close() {
        clear();
        delete(folder.resolve("out"));
        delete(folder.resolve("err"));
        delete(folder);
    }
}
