package io.float2.picture;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;

/**
 * Brightness from 0 to 255 of pixels as they are stored, as Pillow makes it: of colours by the weights of ITU-R 601-2 in fixed point,
 * without a look at profiles, gamma and transparency. Of 16 bits, colours lose the lower 8, and greys stop at 255.
 */
enum Luma {
    GREY {
        @Override
        void of(int[] samples, int step, int[] luma, int width) {
            for (int x = 0; x < width; x++) {
                luma[x] = samples[x * step];
            }
        }
    },
    RGB {
        @Override
        void of(int[] samples, int step, int[] luma, int width) {
            for (int x = 0, at = 0; x < width; x++, at += step) {
                luma[x] = rgb(samples[at], samples[at + 1], samples[at + 2]);
            }
        }
    },
    CMYK {
        @Override
        void of(int[] samples, int step, int[] luma, int width) {
            for (int x = 0, at = 0; x < width; x++, at += step) {
                int light = MOST - samples[at + 3];
                luma[x] = rgb(inked(samples[at], light), inked(samples[at + 1], light), inked(samples[at + 2], light));
            }
        }
    };

    static final int MOST = 255;

    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;
    private static final int HALF = 1 << 15;

    /**
     * Of a row of pixels.
     *
     * @param samples of 8 bits, pixel by pixel
     * @param step from a pixel to the next
     */
    abstract void of(int[] samples, int step, int[] luma, int width);

    static int rgb(int red, int green, int blue) {
        return (red * RED + green * GREEN + blue * BLUE + HALF) >> 16;
    }

    /**
     * Of a row of RGB pixels that are an int each: green in bits 8 to 15, red and blue below and above it; the highest bits are not looked at.
     * Compilers make vector instructions of such a loop, as long as it is no more than this and both arrays have the same index.
     */
    static void packed(int[] pixels, boolean redIsLowest, int[] luma, int width) {
        int lowest = redIsLowest ? RED : BLUE;
        int highest = redIsLowest ? BLUE : RED;
        for (int x = 0; x < width; x++) {
            int pixel = pixels[x];
            luma[x] = ((pixel & MOST) * lowest + (pixel >>> 8 & MOST) * GREEN + (pixel >>> 16 & MOST) * highest + HALF) >>> 16;
        }
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
    static int[] of(IndexColorModel palette) {
        int[] luma = new int[palette.getMapSize()];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = rgb(palette.getRed(i), palette.getGreen(i), palette.getBlue(i));
        }
        return luma;
    }
}
