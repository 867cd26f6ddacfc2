package io.float2.picture;

import java.io.ByteArrayOutputStream;

/**
 * What is before the data of a JPEG file.
 *
 * @param colors of the components, decided as libjpeg does
 * @param scan where the first scan begins
 * @param progressive whether scans refine each other
 * @param ended whether there is an end marker
 */
record JpegHeader(int width, int height, int components, Colors colors, int scan, boolean progressive, boolean ended) {

    /** What components mean; the number is the one of Adobe's marker. */
    enum Colors {
        /** Just as they are: grey, RGB or CMYK. */
        PLAIN(0),
        YCC(1),
        YCCK(2);

        private final int transform;

        Colors(int transform) {
            this.transform = transform;
        }
    }

    /** Each scan of a progressive picture is decoded at full size; no encoder makes as many. */
    private static final int MOST_SCANS = 64;

    private static final int TEM = 0x01;
    private static final int SOF0 = 0xc0;
    private static final int SOF2 = 0xc2;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int SOF15 = 0xcf;
    private static final int RST0 = 0xd0;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COM = 0xfe;

    private static final byte[] ADOBE = {(byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};

    static JpegHeader read(byte[] bytes) throws PictureException {
        int frame = -1;
        boolean jfif = false;
        int adobe = -1;
        int at = 2;
        while (true) {
            at = marker(bytes, at);
            int marker = bytes[at + 1] & 0xff;
            if (marker == EOI) {
                throw new PictureException("is damaged: it ends before its first scan");
            }
            int length = segment(bytes, at);
            if (marker == SOS) {
                break;
            }
            int data = at + 4;
            if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC && frame < 0) {
                frame = data;
            } else if (marker == APP0 && begins(bytes, data, length, "JFIF\0")) {
                jfif = true;
            } else if (marker == APP14 && length >= 14 && begins(bytes, data, length, "Adobe")) {
                adobe = bytes[data + 11] & 0xff;
            }
            at += 2 + length;
        }
        if (frame < 0 || (bytes[frame - 1] & 0xff) < 8) {
            throw new PictureException("is damaged: it has no frame header before its first scan");
        }
        int components = bytes[frame + 5] & 0xff;
        if (components != 1 && components != 3 && components != 4) {
            throw new PictureException("has " + components + " components; a JPEG can be read with 1, 3 or 4");
        }
        if (unsigned(bytes, frame - 2) < 8 + 3 * components) {
            throw new PictureException("is damaged: its frame header is too short");
        }
        if (bytes[frame] != 8) {
            throw new PictureException("has samples of " + bytes[frame] + " bits; a JPEG can be read with 8");
        }
        return new JpegHeader(unsigned(bytes, frame + 3), unsigned(bytes, frame + 1), components, colors(bytes, frame, components, jfif, adobe),
                at, bytes[frame - 3] == (byte) SOF2, ended(bytes, at));
    }

    /** Adobe's marker decides, JFIF before it, and the names of the components where there is neither. */
    private static Colors colors(byte[] bytes, int frame, int components, boolean jfif, int adobe) {
        if (components == 1) {
            return Colors.PLAIN;
        }
        if (components == 4) {
            return adobe <= 0 ? Colors.PLAIN : Colors.YCCK;
        }
        boolean namedRgb = bytes[frame + 6] == 'R' && bytes[frame + 9] == 'G' && bytes[frame + 12] == 'B';
        return !jfif && (adobe == 0 || adobe < 0 && namedRgb) ? Colors.PLAIN : Colors.YCC;
    }

    /** Skips what is between segments, as decoders do. */
    private static int marker(byte[] bytes, int from) throws PictureException {
        for (int at = from; at + 1 < bytes.length; at++) {
            int code = bytes[at + 1] & 0xff;
            if (bytes[at] == (byte) 0xff && code != 0xff && code != 0 && code != TEM && (code < RST0 || code > SOI)) {
                return at;
            }
        }
        throw new PictureException("is cut off: it ends within its header");
    }

    /** Length of the segment at a marker, its own two bytes included. */
    private static int segment(byte[] bytes, int at) throws PictureException {
        if (at + 4 > bytes.length) {
            throw new PictureException("is cut off: it ends within its header");
        }
        int length = unsigned(bytes, at + 2);
        if (length < 2) {
            throw new PictureException("is damaged: a segment of its header claims to have " + length + " bytes");
        }
        if (length > bytes.length - at - 2) {
            throw new PictureException("is cut off: it ends within its header");
        }
        return length;
    }

    private static boolean begins(byte[] bytes, int at, int length, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (length - 2 < text.length() || bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether there is an end marker. Within data, a byte 0xff is never followed by that of a marker; what may follow the picture is not
     * looked at.
     */
    private static boolean ended(byte[] bytes, int from) throws PictureException {
        int scans = 0;
        for (int at = from; at + 1 < bytes.length; at++) {
            if (bytes[at] == (byte) 0xff && bytes[at + 1] == (byte) EOI) {
                return true;
            }
            if (bytes[at] == (byte) 0xff && bytes[at + 1] == (byte) SOS && ++scans > MOST_SCANS) {
                throw new PictureException("has more than " + MOST_SCANS + " scans");
            }
        }
        return false;
    }

    /**
     * The file without profiles, thumbnails, comments and the like, with a marker that tells what the components are, and with an end.
     * Decoders stumble over what is not needed, and they guess at colours in different ways.
     */
    byte[] essence(byte[] bytes) throws PictureException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + ADOBE.length + 2);
        out.write(bytes, 0, 2);
        if (components > 1) {
            out.write(ADOBE, 0, ADOBE.length - 1);
            out.write(colors.transform);
        }
        int at = marker(bytes, 2);
        while (at != scan) {
            int marker = bytes[at + 1] & 0xff;
            int length = 2 + segment(bytes, at);
            if (marker != COM && (marker < APP0 || marker > APP15)) {
                out.write(bytes, at, length);
            }
            at = marker(bytes, at + length);
        }
        out.write(bytes, scan, bytes.length - scan);
        if (!ended) {
            out.write(0xff);
            out.write(EOI);
        }
        return out.toByteArray();
    }

    private static int unsigned(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
