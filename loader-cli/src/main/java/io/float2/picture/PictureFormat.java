package io.float2.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The formats of pictures that can be read, told by the first bytes. */
enum PictureFormat {
    JPEG(new JpegDecoder(), "\u00ff\u00d8\u00ff"),
    PNG(new PngDecoder(), "\u0089PNG\r\n\u001a\n"),
    WEBP(new WebpDecoder(), "RIFF????WEBP"),
    GIF(new GifDecoder(), "GIF87a", "GIF89a"),
    TIFF(new TiffDecoder(), "II*\0", "MM\0*"),
    BMP(new BmpDecoder(), "BM");

    private static final char ANY = '?';

    private final PictureDecoder decoder;
    private final byte[][] beginnings;

    PictureFormat(PictureDecoder decoder, String... beginnings) {
        this.decoder = decoder;
        this.beginnings = Arrays.stream(beginnings).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);
    }

    PictureDecoder decoder() {
        return decoder;
    }

    static PictureFormat of(byte[] bytes) throws PictureException {
        if (bytes.length == 0) {
            throw new PictureException("is empty");
        }
        for (PictureFormat format : values()) {
            for (byte[] beginning : format.beginnings) {
                if (begins(bytes, beginning)) {
                    return format;
                }
            }
        }
        throw new PictureException("is no picture in a format that can be read (JPEG, PNG, WebP, GIF, TIFF, BMP)");
    }

    private static boolean begins(byte[] bytes, byte[] beginning) {
        if (bytes.length < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if (beginning[i] != bytes[i] && beginning[i] != ANY) {
                return false;
            }
        }
        return true;
    }

    /** As in the column of assets. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
