package io.float2.picture;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Brightness from 0 to 255 of pixels as they are stored, as Pillow makes it: of colours by the weights of ITU-R 601-2 in fixed point,
 * without a look at profiles, gamma and transparency. Of 16 bits, colours lose the lower 8, and greys stop at 255.
 */
enum Luma {
    GREY {
        @Override
        int of(int[] pixel) {
            return pixel[0];
        }
    },
    RGB {
        @Override
        int of(int[] pixel) {
            return rgb(pixel[0], pixel[1], pixel[2]);
        }
    },
    CMYK {
        @Override
        int of(int[] pixel) {
            int light = MOST - pixel[3];
            return rgb(inked(pixel[0], light), inked(pixel[1], light), inked(pixel[2], light));
        }
    };

    static final int MOST = 255;

    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;
    private static final int HALF = 1 << 15;

    /** Of one pixel with samples of 8 bits. */
    abstract int of(int[] pixel);

    static int rgb(int red, int green, int blue) {
        return (red * RED + green * GREEN + blue * BLUE + HALF) >> 16;
    }

    /** What ink leaves of the light. */
    private static int inked(int ink, int light) {
        int product = ink * light + 128;
        return Math.max(0, light - ((product + (product >> 8)) >> 8));
    }

    /** How to read pixels of this kind. */
    static Luma of(ColorModel model) throws PictureException {
        int type = model.getColorSpace().getType();
        if (type == ColorSpace.TYPE_GRAY) {
            return GREY;
        }
        if (type == ColorSpace.TYPE_RGB) {
            return RGB;
        }
        if (type == ColorSpace.TYPE_CMYK) {
            return CMYK;
        }
        throw new PictureException("has colours of a kind that has no fingerprint (" + model.getNumColorComponents() + " components)");
    }

    /** Brightness of each colour of a palette. */
    static byte[] of(IndexColorModel palette) {
        byte[] luma = new byte[palette.getMapSize()];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) rgb(palette.getRed(i), palette.getGreen(i), palette.getBlue(i));
        }
        return luma;
    }

    /**
     * Reads rows of a raster into bytes. One for each picture; not thread safe.
     */
    static final class Reader {

        private final Luma kind;
        private final byte[] palette;
        private int[] pixels = new int[0];

        Reader(ColorModel model) throws PictureException {
            palette = model instanceof IndexColorModel index ? of(index) : null;
            kind = palette == null ? of(model) : null;
        }

        Reader(Luma kind) {
            this.kind = kind;
            palette = null;
        }

        /** @param y of the row, in the raster's own coordinates */
        void read(Raster raster, int y, byte[] luma) throws PictureException {
            if (kind == RGB && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                    && raster.getDataBuffer() instanceof DataBufferByte buffer && model.getNumBands() >= 3) {
                readBytes(raster, model, buffer, y, luma);
                return;
            }
            int bands = raster.getNumBands();
            int width = raster.getWidth();
            if (pixels.length < width * bands) {
                pixels = new int[width * bands];
            }
            raster.getPixels(raster.getMinX(), y, width, 1, pixels);
            if (palette != null) {
                for (int x = 0; x < width; x++) {
                    luma[x] = pixels[x] < palette.length ? palette[pixels[x]] : 0;
                }
                return;
            }
            reduce(raster, width * bands, bands);
            int[] pixel = new int[bands];
            for (int x = 0; x < width; x++) {
                System.arraycopy(pixels, x * bands, pixel, 0, bands);
                luma[x] = (byte) kind.of(pixel);
            }
        }

        /** The most frequent kind, without a detour. */
        private static void readBytes(Raster raster, PixelInterleavedSampleModel model, DataBufferByte buffer, int y, byte[] luma) {
            byte[] data = buffer.getData();
            int[] offsets = model.getBandOffsets();
            int step = model.getPixelStride();
            int begin = buffer.getOffset() + (y - raster.getSampleModelTranslateY()) * model.getScanlineStride()
                    + (raster.getMinX() - raster.getSampleModelTranslateX()) * step;
            int red = begin + offsets[0];
            int green = begin + offsets[1];
            int blue = begin + offsets[2];
            int width = raster.getWidth();
            for (int x = 0, at = 0; x < width; x++, at += step) {
                luma[x] = (byte) rgb(data[red + at] & MOST, data[green + at] & MOST, data[blue + at] & MOST);
            }
        }

        /** Brings samples of any size to 8 bits. */
        private void reduce(Raster raster, int count, int bands) throws PictureException {
            int type = raster.getDataBuffer().getDataType();
            int bits = raster.getSampleModel().getSampleSize(0);
            if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE || bits > 16) {
                throw new PictureException("has samples of " + bits + " bits, which have no fingerprint");
            }
            if (bits > 8) {
                for (int i = 0; i < count; i++) {
                    int sample = pixels[i] & 0xffff;
                    pixels[i] = kind == GREY ? Math.min(sample, MOST) : sample >> (bits - 8);
                }
            } else if (bits < 8) {
                int most = (1 << bits) - 1;
                for (int i = 0; i < count; i++) {
                    pixels[i] = pixels[i] * MOST / most;
                }
            }
        }
    }
}
