package io.float2.picture;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Image I/O's readers, used on bytes in memory. */
final class ImageReaders {

    private ImageReaders() {}

    /** What is done with a reader while it is open. */
    @FunctionalInterface
    interface Use {
        void with(ImageReader reader) throws PictureException, IOException;
    }

    static void open(String format, byte[] bytes, Use use) throws PictureException, IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java has no reader of " + format);
        }
        ImageReader reader = readers.next();
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
            reader.setInput(stream, true, true);
            use.with(reader);
        } finally {
            reader.dispose();
        }
    }

    /** Of a decoded pixel; most have less. */
    private static final int BYTES_PER_PIXEL = 4;

    /**
     * The first image, whole in memory meanwhile.
     *
     * @throws PictureException also when it would take most of this process's memory, whoever else uses it
     */
    static void whole(String format, byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        open(format, bytes, reader -> {
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            limits.check(width, height);
            requireMemory(width * height * BYTES_PER_PIXEL);
            hand(reader.read(0), target);
        });
    }

    static void requireMemory(long bytes) throws PictureException {
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new PictureException("takes " + (bytes >> 20) + " MiB of memory to decode, more than half of what this process may use");
        }
    }

    static void hand(BufferedImage image, PictureTarget target) throws PictureException {
        hand(image.getRaster(), new LumaReader(image.getColorModel()), target);
    }

    static void hand(Raster raster, LumaReader reader, PictureTarget target) throws PictureException {
        LumaRows rows = target.begin(raster.getWidth(), raster.getHeight());
        int[] luma = new int[raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            reader.read(raster, raster.getMinY() + y, luma);
            rows.row(luma);
        }
    }
}
