package io.float2.picture;

import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SinglePixelPackedSampleModel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads rows of a raster as brightness. The kinds that decoders make most are read straight from their arrays, all others sample by sample. One
 * for each picture; not thread safe.
 */
final class LumaReader {

    /** Four bytes at any place, the first one in the lowest bits. */
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int[] RGB_MASKS = {0xff_0000, 0xff00, 0xff};
    private static final int[] BGR_MASKS = {0xff, 0xff00, 0xff_0000};

    private final Luma kind;
    /** An entry for each byte at least; what is no colour is black. */
    private final int[] palette;
    private int[] pixels = new int[0];

    LumaReader(ColorModel model) throws PictureException {
        if (model instanceof IndexColorModel index) {
            palette = Arrays.copyOf(Luma.of(index), Math.max(index.getMapSize(), Luma.MOST + 1));
            kind = null;
        } else {
            palette = null;
            kind = Luma.of(model);
        }
    }

    /** @param y of the row, in the raster's own coordinates */
    void read(Raster raster, int y, int[] luma) throws PictureException {
        if (!readBytes(raster, y, luma) && !readInts(raster, y, luma)) {
            readSamples(raster, y, luma);
        }
    }

    /** Samples that are a byte each. */
    private boolean readBytes(Raster raster, int y, int[] luma) {
        if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model) || !(raster.getDataBuffer() instanceof DataBufferByte buffer)) {
            return false;
        }
        byte[] data = buffer.getData();
        int[] offsets = model.getBandOffsets();
        int step = model.getPixelStride();
        int at = buffer.getOffset() + (y - raster.getSampleModelTranslateY()) * model.getScanlineStride()
                + (raster.getMinX() - raster.getSampleModelTranslateX()) * step + offsets[0];
        int width = raster.getWidth();
        if (palette != null) {
            for (int x = 0; x < width; x++, at += step) {
                luma[x] = palette[data[at] & Luma.MOST];
            }
            return true;
        }
        if (kind == Luma.GREY) {
            for (int x = 0; x < width; x++, at += step) {
                luma[x] = data[at] & Luma.MOST;
            }
            return true;
        }
        boolean redIsLowest = offsets.length >= 3 && offsets[1] == offsets[0] + 1 && offsets[2] == offsets[0] + 2;
        boolean blueIsLowest = offsets.length >= 3 && offsets[1] == offsets[0] - 1 && offsets[2] == offsets[0] - 2;
        if (kind != Luma.RGB || !redIsLowest && !blueIsLowest) {
            return false;
        }
        pack(data, redIsLowest ? at : at - 2, step, width);
        Luma.packed(pixels, redIsLowest, luma, width);
        return true;
    }

    /** Three bytes to an int each; in the array's last one, a fourth may be missing. */
    private void pack(byte[] data, int from, int step, int width) {
        int[] packed = pixels(width);
        int at = from;
        for (int x = 0; x < width - 1; x++, at += step) {
            packed[x] = (int) INT.get(data, at);
        }
        packed[width - 1] = data[at] & 0xff | (data[at + 1] & 0xff) << 8 | (data[at + 2] & 0xff) << 16;
    }

    /** Pixels that are an int each. */
    private boolean readInts(Raster raster, int y, int[] luma) {
        if (kind != Luma.RGB || !(raster.getSampleModel() instanceof SinglePixelPackedSampleModel model)
                || !(raster.getDataBuffer() instanceof DataBufferInt buffer)) {
            return false;
        }
        int[] masks = Arrays.copyOf(model.getBitMasks(), 3);
        boolean redIsLowest = Arrays.equals(masks, BGR_MASKS);
        if (!redIsLowest && !Arrays.equals(masks, RGB_MASKS)) {
            return false;
        }
        int width = raster.getWidth();
        int at = buffer.getOffset() + (y - raster.getSampleModelTranslateY()) * model.getScanlineStride()
                + raster.getMinX() - raster.getSampleModelTranslateX();
        System.arraycopy(buffer.getData(), at, pixels(width), 0, width);
        Luma.packed(pixels, redIsLowest, luma, width);
        return true;
    }

    private void readSamples(Raster raster, int y, int[] luma) throws PictureException {
        int bands = raster.getNumBands();
        int width = raster.getWidth();
        raster.getPixels(raster.getMinX(), y, width, 1, pixels(width * bands));
        if (palette != null) {
            for (int x = 0; x < width; x++) {
                luma[x] = pixels[x] < palette.length ? palette[pixels[x]] : 0;
            }
            return;
        }
        reduce(raster, width * bands);
        kind.of(pixels, bands, luma, width);
    }

    /** Brings samples of any size to 8 bits. */
    private void reduce(Raster raster, int count) throws PictureException {
        int type = raster.getDataBuffer().getDataType();
        int bits = raster.getSampleModel().getSampleSize(0);
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE || bits > 16) {
            throw new PictureException("has samples of " + bits + " bits, which have no fingerprint");
        }
        if (bits > 8) {
            for (int i = 0; i < count; i++) {
                int sample = pixels[i] & 0xffff;
                pixels[i] = kind == Luma.GREY ? Math.min(sample, Luma.MOST) : sample >> (bits - 8);
            }
        } else if (bits < 8) {
            int most = (1 << bits) - 1;
            for (int i = 0; i < count; i++) {
                pixels[i] = pixels[i] * Luma.MOST / most;
            }
        }
    }

    private int[] pixels(int length) {
        if (pixels.length < length) {
            pixels = new int[length];
        }
        return pixels;
    }
}
