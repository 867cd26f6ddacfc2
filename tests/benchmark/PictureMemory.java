import io.float2.picture.PictureException;
import io.float2.picture.PictureKey;
import io.float2.picture.PictureLimits;
import io.float2.picture.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What tests/benchmark/picture_memory watches: keys and fingerprints of a folder's pictures, again and again in another order. Prints a line for
 * each second: pictures read, MiB of the process in memory, MiB in use in the heap, MiB of the heap.
 */
class PictureMemory {

    public static void main(String[] arguments) throws Exception {
        int wanted = Integer.parseInt(arguments[0]);
        List<Path> pictures;
        try (Stream<Path> files = Files.walk(Path.of(arguments[1]))) {
            pictures = new ArrayList<>(files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted().toList());
        }
        AtomicInteger done = new AtomicInteger();
        Thread watch = new Thread(() -> watch(done));
        watch.setDaemon(true);
        watch.start();
        Random random = new Random(1);
        Set<Path> others = new HashSet<>();
        while (done.get() < wanted) {
            Collections.shuffle(pictures, random);
            for (Path file : pictures) {
                byte[] bytes = Files.readAllBytes(file);
                try {
                    PictureKey.of(bytes);
                    Pictures.read(bytes, PictureLimits.DEFAULT);
                    done.incrementAndGet();
                } catch (PictureException e) {
                    if (e.getMessage().contains("memory")) {
                        throw new IllegalStateException(file + " " + e.getMessage(), e);
                    }
                    others.add(file);
                }
            }
            // Packages have other files, too.
            pictures.removeAll(others);
            if (pictures.isEmpty()) {
                throw new IllegalStateException("no picture is in " + arguments[1]);
            }
        }
    }

    private static void watch(AtomicInteger done) {
        Runtime heap = Runtime.getRuntime();
        try {
            while (true) {
                System.out.printf("%d\t%d\t%d\t%d%n", done.get(), resident() >> 10, heap.totalMemory() - heap.freeMemory() >> 20, heap.totalMemory() >> 20);
                Thread.sleep(1000);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kilobytes, as Linux tells. */
    private static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
