import io.float2.picture.PictureException;
import io.float2.picture.PictureFacts;
import io.float2.picture.PictureKey;
import io.float2.picture.PictureLimits;
import io.float2.picture.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prints a line for each picture of a folder that tests/benchmark/wallpapers made: what is known of it, and what photograph it shows. */
class NearDuplicates {

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted()::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                try {
                    PictureFacts facts = Pictures.read(bytes, PictureLimits.DEFAULT);
                    String name = root.relativize(file).toString();
                    System.out.println(String.join("\t", PictureKey.of(bytes).toString(), String.valueOf(bytes.length), String.valueOf(facts.width()),
                            String.valueOf(facts.height()), facts.format(), String.valueOf(facts.phash()), String.valueOf(facts.dhash()),
                            String.valueOf(facts.ahash()), name, photograph(name)));
                } catch (PictureException e) {
                    // The packages have other files, too.
                }
            }
        }
    }

    /** The name without what tells the size: folders of sizes, a preview's name, the size in a file's name. */
    private static String photograph(String name) {
        return name.replaceAll("/contents/images/[^/]*$", "").replaceAll("/contents/screenshot\\.[a-z]+$", "")
                .replaceAll("/contents/images_dark/[^/]*$", " dark").replaceAll("(_\\d+x\\d+)?\\.[a-z]+$", "");
    }
}
