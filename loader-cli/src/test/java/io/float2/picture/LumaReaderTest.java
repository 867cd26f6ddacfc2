package io.float2.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows read straight from a raster's array against its samples one by one. */
class LumaReaderTest {

    private static final int WIDTH = 37;
    private static final int HEIGHT = 3;

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_INT_BGR, BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR})
    void coloursOfAnImageAreWeighed(int type) throws PictureException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        Random random = new Random(type);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        assertRowsAreThoseOfSamples(image.getRaster(), image.getColorModel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"012", "0123", "210", "321", "021", "102", "120", "1230"})
    void bytesOfColoursMayHaveAnyOrder(String offsets) throws PictureException {
        int[] order = offsets.chars().map(c -> c - '0').toArray();
        ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), order.length > 3, false,
                order.length > 3 ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        int step = offsets.contains("3") ? 4 : 3;
        assertRowsAreThoseOfSamples(random(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, WIDTH * step, step, order, null)), model);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void greysAreTakenAsTheyAre(int bands) throws PictureException {
        ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), bands > 1, false,
                bands > 1 ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster = random(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, bands, null));
        int[] luma = new int[WIDTH];
        new LumaReader(model).read(raster, 1, luma);
        for (int x = 0; x < WIDTH; x++) {
            assertThat(luma[x]).isEqualTo(raster.getSample(x, 1, 0));
        }
    }

    @Test
    void placesOutsideOfAPaletteAreBlack() throws PictureException {
        byte[] ramp = {10, 20, 30, (byte) 200};
        IndexColorModel model = new IndexColorModel(8, ramp.length, ramp, ramp, ramp);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 6, 1, 1, null);
        raster.setPixels(0, 0, 6, 1, new int[] {3, 0, 1, 2, 4, 255});
        int[] luma = new int[6];
        new LumaReader(model).read(raster, 0, luma);
        assertThat(luma).containsExactly(200, 10, 20, 30, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR})
    void aPartOfARasterIsReadFromItsOwnPlace(int type) throws PictureException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        WritableRaster whole = random(image.getRaster());
        Raster part = whole.createChild(5, 1, WIDTH - 9, 2, 100, 200, null);
        LumaReader reader = new LumaReader(image.getColorModel());
        int[] luma = new int[WIDTH];
        for (int y = 0; y < 2; y++) {
            reader.read(part, 200 + y, luma);
            for (int x = 0; x < part.getWidth(); x++) {
                assertThat(luma[x]).as("x %d, y %d", x, y).isEqualTo(luma(whole.getPixel(5 + x, 1 + y, (int[]) null)));
            }
        }
    }

    private static void assertRowsAreThoseOfSamples(Raster raster, ColorModel model) throws PictureException {
        LumaReader reader = new LumaReader(model);
        int[] luma = new int[WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            reader.read(raster, y, luma);
            for (int x = 0; x < WIDTH; x++) {
                assertThat(luma[x]).as("x %d, y %d", x, y).isEqualTo(luma(raster.getPixel(x, y, (int[]) null)));
            }
        }
    }

    /** The weights of ITU-R 601-2, as Pillow has them. */
    private static int luma(int[] pixel) {
        return (pixel[0] * 19595 + pixel[1] * 38470 + pixel[2] * 7471 + 32768) >> 16;
    }

    private static WritableRaster random(WritableRaster raster) {
        int[] samples = new Random(1).ints((long) raster.getWidth() * raster.getHeight() * raster.getNumBands(), 0, 256).toArray();
        raster.setPixels(0, 0, raster.getWidth(), raster.getHeight(), samples);
        return raster;
    }
}
