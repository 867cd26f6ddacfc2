import io.float2.picture.PictureException;
import io.float2.picture.PictureKey;
import io.float2.picture.PictureLimits;
import io.float2.picture.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What tests/benchmark/fingerprints measures: for each format, decoding alone against keys and fingerprints, per pixel. */
class FingerprintsBench {

    private static long keep;

    private record Picture(byte[] bytes, String format, long pixels, double[] decode, double[] both) {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        ImageIO.setUseCache(false);
        List<Picture> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(arguments[1]))) {
            for (Path file : (Iterable<Path>) files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted()::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                try {
                    var facts = Pictures.read(bytes, PictureLimits.DEFAULT);
                    pictures.add(new Picture(bytes, facts.format(), (long) facts.width() * facts.height(), new double[rounds], new double[rounds]));
                } catch (PictureException e) {
                    // The packages have other files, too.
                }
            }
        }
        long memory = 0;
        for (int round = -1; round < rounds; round++) {
            for (Picture picture : pictures) {
                long begin = System.nanoTime();
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes));
                long between = System.nanoTime();
                keep += image.getRGB(0, 0);
                image = null;
                long again = System.nanoTime();
                try {
                    keep += PictureKey.of(picture.bytes).hashCode() + Pictures.read(picture.bytes, PictureLimits.DEFAULT).phash();
                } catch (PictureException e) {
                    throw new IllegalStateException(e);
                }
                long end = System.nanoTime();
                if (round >= 0) {
                    picture.decode[round] = between - begin;
                    picture.both[round] = end - again;
                }
            }
            System.gc();
            memory = Math.max(memory, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        print(pictures, memory);
    }

    private static void print(List<Picture> pictures, long memory) {
        long files = pictures.stream().mapToLong(p -> p.bytes.length).sum();
        System.out.printf("Java %s, %d pictures; after garbage collection %d MiB are in use, %d of them the files%n%n", System.getProperty("java.version"),
                pictures.size(), memory >> 20, files >> 20);
        System.out.println("| format | pictures | megapixels | decoding, ns a pixel | key and fingerprints, ns a pixel | speed ratio (least, most of a picture) |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | --- |");
        Map<String, List<Picture>> formats = new TreeMap<>();
        pictures.forEach(p -> formats.computeIfAbsent(p.format, f -> new ArrayList<>()).add(p));
        formats.forEach(FingerprintsBench::row);
        row("all", pictures);
    }

    private static void row(String name, List<Picture> pictures) {
        double pixels = pictures.stream().mapToLong(Picture::pixels).sum();
        double decode = pictures.stream().mapToDouble(p -> median(p.decode)).sum();
        double both = pictures.stream().mapToDouble(p -> median(p.both)).sum();
        double[] ratios = pictures.stream().mapToDouble(p -> median(p.decode) / median(p.both)).sorted().toArray();
        System.out.printf("| %s | %d | %.0f | %.1f | %.1f | %.2f (%.2f, %.2f) |%n", name, pictures.size(), pixels / 1e6, decode / pixels, both / pixels,
                decode / both, ratios[0], ratios[ratios.length - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
