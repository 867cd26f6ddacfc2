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
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * What tests/benchmark/fingerprints measures: for each format, decoding alone against keys and fingerprints, per pixel. Writes a line for each
 * format into a file, too: name, then least, median and most nanoseconds of decoding, of the key, and of both key and fingerprints.
 */
class FingerprintsBench {

    private static long keep;

    /** Times in nanoseconds, one of each round. */
    private record Picture(byte[] bytes, String format, long pixels, double[] decode, double[] key, double[] prints) {

        double both(int round) {
            return key[round] + prints[round];
        }
    }

    public static void main(String[] arguments) throws IOException, PictureException {
        int rounds = Integer.parseInt(arguments[0]);
        ImageIO.setUseCache(false);
        List<Picture> pictures = spread(read(Path.of(arguments[2]), rounds), Integer.parseInt(arguments[1]));
        pictures.removeIf(FingerprintsBench::isNotForImageIo);
        for (int round = 0; round < rounds; round++) {
            for (Picture picture : pictures) {
                measure(picture, round);
            }
            System.gc();
        }
        System.out.printf("Java %s, %d pictures, %d rounds; median (least to most of the rounds)%n%n", System.getProperty("java.version"), pictures.size(), rounds);
        System.out.println("| format | pictures | megapixels | bytes a pixel | decoding, ns a pixel | key | key and fingerprints | speed ratio | of a picture |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        Map<String, List<Picture>> formats = new TreeMap<>();
        pictures.forEach(p -> formats.computeIfAbsent(p.format, f -> new ArrayList<>()).add(p));
        List<String> lines = new ArrayList<>();
        formats.forEach((format, some) -> lines.add(row(format, some, rounds)));
        row("all", pictures, rounds);
        Files.write(Path.of(arguments[3]), lines);
    }

    private static List<Picture> read(Path folder, int rounds) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted()::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                try {
                    var facts = Pictures.read(bytes, PictureLimits.DEFAULT);
                    pictures.add(new Picture(bytes, facts.format(), (long) facts.width() * facts.height(), new double[rounds], new double[rounds],
                            new double[rounds]));
                } catch (PictureException e) {
                    // The packages have other files, too.
                }
            }
        }
        return pictures;
    }

    /** At most so many of each format, at even distances. */
    private static List<Picture> spread(List<Picture> pictures, int most) {
        List<Picture> some = new ArrayList<>();
        for (String format : pictures.stream().map(Picture::format).distinct().toList()) {
            List<Picture> all = pictures.stream().filter(p -> p.format.equals(format)).toList();
            int wanted = Math.min(most, all.size());
            for (int i = 0; i < wanted; i++) {
                some.add(all.get((int) ((long) i * all.size() / wanted)));
            }
        }
        return some;
    }

    /** Also warms up. */
    private static boolean isNotForImageIo(Picture picture) {
        try {
            measure(picture, 0);
            return false;
        } catch (IOException e) {
            return true;
        } catch (PictureException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void measure(Picture picture, int round) throws IOException, PictureException {
        long begin = System.nanoTime();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes));
        long decoded = System.nanoTime();
        keep += image.getRGB(0, 0);
        image = null;
        long again = System.nanoTime();
        keep += PictureKey.of(picture.bytes).hashCode();
        long keyed = System.nanoTime();
        keep += Pictures.read(picture.bytes, PictureLimits.DEFAULT).phash();
        long end = System.nanoTime();
        picture.decode[round] = decoded - begin;
        picture.key[round] = keyed - again;
        picture.prints[round] = end - keyed;
    }

    private static String row(String name, List<Picture> pictures, int rounds) {
        double pixels = pictures.stream().mapToLong(Picture::pixels).sum();
        double bytes = pictures.stream().mapToLong(p -> p.bytes.length).sum();
        double[] decode = byRound(pictures, rounds, (p, r) -> p.decode[r] / pixels);
        double[] key = byRound(pictures, rounds, (p, r) -> p.key[r] / pixels);
        double[] both = byRound(pictures, rounds, (p, r) -> p.both(r) / pixels);
        double[] ratio = IntStream.range(0, rounds).mapToDouble(r -> decode[r] / both[r]).toArray();
        double[] ofPicture = pictures.stream().mapToDouble(p -> median(IntStream.range(0, rounds).mapToDouble(r -> p.decode[r] / p.both(r)).toArray())).sorted()
                .toArray();
        System.out.printf("| %s | %d | %.0f | %.2f | %s | %.1f | %s | %s | %.2f to %.2f |%n", name, pictures.size(), pixels / 1e6, bytes / pixels,
                spread("%.1f", decode), median(key), spread("%.1f", both), spread("%.2f", ratio), ofPicture[0], ofPicture[ofPicture.length - 1]);
        return String.join("\t", name, numbers(decode), numbers(key), numbers(both));
    }

    private static double[] byRound(List<Picture> pictures, int rounds, ToDoubleBiFunction<Picture, Integer> time) {
        return IntStream.range(0, rounds).mapToDouble(r -> pictures.stream().mapToDouble(p -> time.applyAsDouble(p, r)).sum()).toArray();
    }

    private static String spread(String format, double[] values) {
        double[] sorted = sorted(values);
        return String.format(format + " (" + format + " to " + format + ")", median(values), sorted[0], sorted[sorted.length - 1]);
    }

    private static String numbers(double[] values) {
        double[] sorted = sorted(values);
        return sorted[0] + "\t" + median(values) + "\t" + sorted[sorted.length - 1];
    }

    private static double median(double[] values) {
        double[] sorted = sorted(values);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
