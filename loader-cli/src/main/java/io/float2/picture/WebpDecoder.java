package io.float2.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * WebP, lossy and lossless; of an animation, the first frame. Only the chunk with its colours gets to the library, in a file of its
 * own, without profile, transparency and the rest.
 */
final class WebpDecoder implements PictureDecoder {

    private static final int FILE_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    /** Place, size, time and flags, before the chunks of a frame. */
    private static final int FRAME_HEADER = 16;
    private static final int EXTENDED_DATA = 10;
    private static final int SIDE_BITS = 14;
    private static final int SIDE_MASK = (1 << SIDE_BITS) - 1;

    @Override
    public void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (name(file, FILE_HEADER).equals("VP8X")) {
            if (bytes.length < FILE_HEADER + CHUNK_HEADER + EXTENDED_DATA) {
                throw cutOff();
            }
            limits.check(1 + (file.getInt(24) & 0xff_ffff), 1 + (file.getInt(26) >>> 8));
        }
        int chunk = colours(file);
        long size = size(file, chunk);
        limits.check(size >>> Integer.SIZE, (int) size);
        ImageReaders.whole("webp", alone(bytes, chunk, file.getInt(chunk + 4)), limits, target);
    }

    /** Where the first chunk with colours is; a frame of an animation is looked into. */
    private static int colours(ByteBuffer file) throws PictureException {
        int at = FILE_HEADER;
        while (true) {
            String name = name(file, at);
            if (name.equals("ANMF")) {
                at += CHUNK_HEADER + FRAME_HEADER;
                continue;
            }
            int length = file.getInt(at + 4);
            if (length < 0 || length > file.limit() - at - CHUNK_HEADER) {
                throw cutOff();
            }
            if (name.equals("VP8 ") || name.equals("VP8L")) {
                return at;
            }
            at += CHUNK_HEADER + length + (length & 1);
        }
    }

    private static String name(ByteBuffer file, int chunk) throws PictureException {
        if (chunk > file.limit() - CHUNK_HEADER) {
            throw cutOff();
        }
        return new String(file.array(), chunk, 4, StandardCharsets.ISO_8859_1);
    }

    /** Width, and height in the lower half. */
    private static long size(ByteBuffer file, int chunk) throws PictureException {
        int data = chunk + CHUNK_HEADER;
        if (file.getInt(chunk + 4) < 10) {
            throw cutOff();
        }
        if (name(file, chunk).equals("VP8L")) {
            int bits = file.getInt(data + 1);
            return (1L + (bits & SIDE_MASK)) << Integer.SIZE | 1 + (bits >>> SIDE_BITS & SIDE_MASK);
        }
        return (long) (file.getShort(data + 6) & SIDE_MASK) << Integer.SIZE | file.getShort(data + 8) & SIDE_MASK;
    }

    private static byte[] alone(byte[] bytes, int chunk, int length) {
        int padded = length + (length & 1);
        ByteBuffer out = ByteBuffer.allocate(FILE_HEADER + CHUNK_HEADER + padded).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes, 0, 4).putInt(out.capacity() - CHUNK_HEADER).put(bytes, 8, 4).put(bytes, chunk, CHUNK_HEADER + length);
        return out.array();
    }

    private static PictureException cutOff() {
        return new PictureException("is cut off: it ends before its picture does");
    }
}
