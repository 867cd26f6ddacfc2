package io.float2.tests;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures that follow from a number, each another one. */
final class SmallPictures {

    private static final int SIDE = 24;

    private SmallPictures() {}

    /** A PNG of random shades. */
    static byte[] png(int number) {
        Random random = new Random(number);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.getRaster().setSample(x, y, 0, random.nextInt(256));
            }
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes pictures 0 to {@code count} (excluded) as 00000.png and so on. */
    static void write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        ImageIO.setUseCache(false);
        for (int i = 0; i < count; i++) {
            Files.write(folder.resolve(name(i)), png(i));
        }
    }

    static String name(int number) {
        return String.format("%05d.png", number);
    }

    /** A manifest of the pictures in a folder with attributes that follow from their numbers. */
    static void writeManifest(Path file, Path folder, int count) throws IOException {
        StringBuilder csv = new StringBuilder("path,number,city\n");
        for (int i = 0; i < count; i++) {
            csv.append(file.getParent().relativize(folder.resolve(name(i)))).append(',').append(i).append(',').append(city(i)).append('\n');
        }
        Files.writeString(file, csv);
    }

    /** One of seven. */
    static String city(int number) {
        return "city " + number % 7;
    }
}
