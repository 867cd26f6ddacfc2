package io.float2.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;

/** GIF; of an animation, the first frame on its canvas. */
final class GifDecoder implements PictureDecoder {

    private static final int SCREEN = 6;
    private static final int GLOBAL_TABLE = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int FRAME = 0x2c;

    @Override
    public void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        int transparent = -1;
        int at = GLOBAL_TABLE;
        if ((at(bytes, 10) & 0x80) != 0) {
            at += 3 << (at(bytes, 10) & 7) + 1;
        }
        for (; at(bytes, at) != FRAME; at++) {
            if (at(bytes, at) != EXTENSION) {
                throw new PictureException("is damaged: it has no frame");
            }
            if (at(bytes, at + 1) == GRAPHIC_CONTROL && (at(bytes, at + 3) & 1) != 0) {
                transparent = at(bytes, at + 6);
            }
            for (at += 2; at(bytes, at) != 0; at += 1 + at(bytes, at)) {
                // Over the blocks of an extension.
            }
        }
        int left = unsigned(bytes, at + 1);
        int top = unsigned(bytes, at + 3);
        int frameWidth = unsigned(bytes, at + 5);
        int frameHeight = unsigned(bytes, at + 7);
        limits.check(frameWidth, frameHeight);
        int width = Math.max(unsigned(bytes, SCREEN), left + frameWidth);
        int height = Math.max(unsigned(bytes, SCREEN + 2), top + frameHeight);
        limits.check(width, height);
        int background = Math.max(0, transparent);
        ImageReaders.open("gif", bytes, reader -> {
            BufferedImage frame = reader.read(0);
            Raster raster = frame.getRaster();
            LumaReader luma = new LumaReader(frame.getColorModel());
            int[] palette = Luma.of((IndexColorModel) frame.getColorModel());
            LumaRows rows = target.begin(width, height);
            int[] row = new int[width];
            int[] part = new int[frameWidth];
            for (int y = 0; y < height; y++) {
                Arrays.fill(row, background < palette.length ? palette[background] : 0);
                if (y >= top && y < top + frameHeight) {
                    luma.read(raster, y - top, part);
                    System.arraycopy(part, 0, row, left, frameWidth);
                }
                rows.row(row);
            }
        });
    }

    private static int at(byte[] bytes, int place) throws PictureException {
        if (place >= bytes.length) {
            throw new PictureException("is cut off: it ends before its first frame");
        }
        return bytes[place] & 0xff;
    }

    private static int unsigned(byte[] bytes, int place) throws PictureException {
        return at(bytes, place) | at(bytes, place + 1) << 8;
    }
}
