package io.float2.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * PNG. Only the chunks that make the picture get to the reader, checked: texts and profiles would be unpacked, however large they
 * become.
 */
final class PngDecoder implements PictureDecoder {

    private static final int SIGNATURE = 8;
    /** Length, type and checksum. */
    private static final int AROUND_DATA = 12;
    private static final int HEADER_DATA = 13;
    private static final Set<String> WANTED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    @Override
    public void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        if (bytes.length < SIGNATURE + AROUND_DATA + HEADER_DATA || !"IHDR".equals(type(bytes, SIGNATURE))) {
            throw new PictureException("is cut off or damaged: it has no header");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, SIGNATURE + 8, HEADER_DATA);
        int width = header.getInt();
        int height = header.getInt();
        limits.check(width & 0xffff_ffffL, height & 0xffff_ffffL);
        ImageReaders.whole("png", essence(bytes), limits, target);
    }

    /** The file as far as it is wanted; what is behind its end chunk is never looked at. */
    private static byte[] essence(byte[] bytes) throws PictureException {
        byte[] essence = new byte[bytes.length];
        System.arraycopy(bytes, 0, essence, 0, SIGNATURE);
        int kept = SIGNATURE;
        CRC32 checksum = new CRC32();
        int at = SIGNATURE;
        while (true) {
            if (bytes.length - at < AROUND_DATA) {
                throw new PictureException("is cut off: the end chunk is missing");
            }
            ByteBuffer chunk = ByteBuffer.wrap(bytes, at, bytes.length - at);
            int length = chunk.getInt();
            String type = type(bytes, at);
            if (length < 0 || length > bytes.length - at - AROUND_DATA) {
                throw new PictureException("is cut off or damaged: a chunk claims to have " + (length & 0xffff_ffffL)
                        + " bytes, more than are left");
            }
            if (WANTED.contains(type)) {
                checksum.reset();
                checksum.update(bytes, at + 4, length + 4);
                if ((int) checksum.getValue() != chunk.getInt(at + 8 + length)) {
                    throw new PictureException("is damaged: the checksum of its chunk " + type + " is wrong");
                }
                System.arraycopy(bytes, at, essence, kept, length + AROUND_DATA);
                kept += length + AROUND_DATA;
            }
            if ("IEND".equals(type)) {
                return essence;
            }
            at += length + AROUND_DATA;
        }
    }

    private static String type(byte[] bytes, int chunk) {
        return new String(bytes, chunk + 4, 4, StandardCharsets.ISO_8859_1);
    }
}
