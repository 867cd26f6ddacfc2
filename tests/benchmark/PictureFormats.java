import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes some of a folder's JPEGs as GIF (256 colours), TIFF (LZW) and BMP (24 bits), for tests/benchmark/fingerprints. */
class PictureFormats {

    private static final int MOST_FILES = 12;
    /** Larger ones would make files of more than the limit of bytes. */
    private static final long MOST_PIXELS = 10_000_000;

    public static void main(String[] arguments) throws IOException {
        Path out = Files.createDirectories(Path.of(arguments[1]));
        List<Path> photographs;
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            photographs = files.filter(f -> f.toString().endsWith(".jpg") && Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
        }
        int written = 0;
        for (int i = 0; i < photographs.size() && written < MOST_FILES; i++) {
            BufferedImage image = ImageIO.read(photographs.get(i).toFile());
            if ((long) image.getWidth() * image.getHeight() <= MOST_PIXELS) {
                written++;
                BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = plain.createGraphics();
                graphics.drawImage(image, 0, 0, null);
                graphics.dispose();
                write(plain, "gif", null, out.resolve(written + ".gif"));
                write(plain, "tiff", "LZW", out.resolve(written + ".tiff"));
                write(plain, "bmp", null, out.resolve(written + ".bmp"));
            }
        }
    }

    private static void write(BufferedImage image, String format, String compression, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (compression != null) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(compression);
        }
        Files.deleteIfExists(file);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }
}
