package io.float2.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * JPEG, baseline and progressive, of one, three or four components. Baseline is decoded row by row; progressive pictures, and those of
 * four components, are whole in memory meanwhile.
 */
final class JpegDecoder implements PictureDecoder {

    @Override
    public void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        JpegHeader header = JpegHeader.read(bytes);
        limits.check(header.width(), header.height());
        boolean[] warned = {false};
        ImageReaders.open("jpeg", header.essence(bytes), reader -> {
            reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
            if (header.components() == 4) {
                ImageReaders.requireMemory((long) header.width() * header.height() * 4);
                inks(reader.readRaster(0, null), header.colors(), target);
            } else {
                rows(reader, header, target);
            }
        });
        // A lost end marker alone does no harm; without it, missing data is only warned about.
        if (warned[0] && !header.ended()) {
            throw new PictureException("is cut off: its data ends too early");
        }
    }

    private static void rows(ImageReader reader, JpegHeader header, PictureTarget target) throws PictureException, IOException {
        boolean grey = header.components() == 1;
        int[] bands = grey ? new int[] {0} : new int[] {0, 1, 2};
        ColorModel colors = new ComponentColorModel(ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB), false, false,
                Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        int width = header.width();
        PixelInterleavedSampleModel model = new PixelInterleavedSampleModel(DataBuffer.TYPE_BYTE, width, header.height(), bands.length,
                width * bands.length, bands);
        ImageReadParam param = reader.getDefaultReadParam();
        if (header.progressive()) {
            // It comes again and again, finer each time.
            ImageReaders.requireMemory((long) width * header.height() * bands.length);
            param.setDestination(new BufferedImage(colors, Raster.createWritableRaster(model, null), false, null));
            ImageReaders.hand(reader.read(0, param), target);
        } else {
            param.setDestination(RowRaster.image(colors, model, target.begin(width, header.height())));
            reader.read(0, param);
        }
    }

    /** Files hold the light that is left, not the ink; the first three components may be brightness and colour differences. */
    private static void inks(Raster raster, JpegHeader.Colors colors, PictureTarget target) throws PictureException {
        LumaRows rows = target.begin(raster.getWidth(), raster.getHeight());
        int[] luma = new int[raster.getWidth()];
        int[] line = new int[raster.getWidth() * 4];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, line);
            if (colors == JpegHeader.Colors.YCCK) {
                toInks(line);
            }
            for (int i = 0; i < line.length; i++) {
                line[i] = Luma.MOST - line[i];
            }
            Luma.CMYK.of(line, 4, luma, luma.length);
            rows.row(luma);
        }
    }

    private static void toInks(int[] line) {
        for (int at = 0; at < line.length; at += 4) {
            int y = line[at];
            int blue = line[at + 1] - 128;
            int red = line[at + 2] - 128;
            line[at] = Luma.MOST - limited(y + (91881 * red + 32768 >> 16));
            line[at + 1] = Luma.MOST - limited(y + (-22554 * blue - 46802 * red + 32768 >> 16));
            line[at + 2] = Luma.MOST - limited(y + (116130 * blue + 32768 >> 16));
        }
    }

    private static int limited(int value) {
        return Math.max(0, Math.min(Luma.MOST, value));
    }
}
