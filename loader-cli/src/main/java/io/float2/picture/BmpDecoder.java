package io.float2.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Windows bitmaps. */
final class BmpDecoder implements PictureDecoder {

    /** Up to the height. */
    private static final int HEADER = 26;
    /** Where the part begins that tells the size, after its own length. */
    private static final int DIB = 14;
    private static final int OLD_DIB = 12;

    @Override
    public void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        if (bytes.length < HEADER) {
            throw new PictureException("is cut off: it ends within its header");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // A negative height means that rows come from the top.
        boolean old = header.getInt(DIB) == OLD_DIB;
        limits.check(old ? header.getShort(DIB + 4) & 0xffff : header.getInt(DIB + 4),
                old ? header.getShort(DIB + 6) & 0xffff : Math.abs((long) header.getInt(DIB + 8)));
        ImageReaders.whole("bmp", bytes, limits, target);
    }
}
