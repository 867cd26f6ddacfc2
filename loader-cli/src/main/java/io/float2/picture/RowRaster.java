package io.float2.picture;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;

/**
 * The pixels of an image that is nowhere in memory: rows that a decoder puts into it go on to where they are wanted. Works with decoders
 * that put whole rows, in their order.
 */
final class RowRaster extends WritableRaster {

    private final LumaReader reader;
    private final LumaRows rows;
    private final int[] luma;
    private int next;

    private RowRaster(SampleModel model, LumaReader reader, LumaRows rows) {
        super(model, model.createCompatibleSampleModel(model.getWidth(), 1).createDataBuffer(), new Point());
        this.reader = reader;
        this.rows = rows;
        luma = new int[model.getWidth()];
    }

    /** An image to decode into. */
    static BufferedImage image(ColorModel colors, SampleModel model, LumaRows rows) throws PictureException {
        return new BufferedImage(colors, new RowRaster(model, new LumaReader(colors), rows), false, null);
    }

    @Override
    public void setRect(int x, int y, Raster source) {
        if (x != 0 || y != next || source.getWidth() != getWidth()) {
            throw new IllegalStateException("rows do not come one after the other");
        }
        try {
            for (int i = 0; i < source.getHeight(); i++) {
                reader.read(source, source.getMinY() + i, luma);
                rows.row(luma);
                next++;
            }
        } catch (PictureException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void setDataElements(int x, int y, Object data) {
        throw unsupported();
    }

    @Override
    public void setPixel(int x, int y, int[] samples) {
        throw unsupported();
    }

    @Override
    public void setPixels(int x, int y, int width, int height, int[] samples) {
        throw unsupported();
    }

    private static IllegalStateException unsupported() {
        return new IllegalStateException("pixels do not come in rows");
    }
}
