package io.float2.picture;

import java.io.EOFException;
import java.io.IOException;

/** Reads pictures: JPEG, PNG, WebP, GIF, TIFF and BMP. */
public final class Pictures {

    private static final int MOST_CHARACTERS_OF_A_CAUSE = 120;

    static {
        // The classes of images are part of a toolkit that could otherwise look for a screen.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private Pictures() {}

    /**
     * Decodes the first picture of a file and takes its fingerprints. The content decides what format it is. Rows are taken as they
     * are decoded where the format allows it (JPEG, PNG); elsewhere the decoded picture is in memory meanwhile.
     *
     * @throws PictureException when it is no picture, is damaged, or exceeds a limit
     */
    public static PictureFacts read(byte[] bytes, PictureLimits limits) throws PictureException {
        if (bytes.length > limits.maximumBytes()) {
            throw new PictureException("has " + bytes.length + " bytes, more than the limit of " + limits.maximumBytes());
        }
        PictureFormat format = PictureFormat.of(bytes);
        Taken taken = new Taken();
        decode(format, bytes, limits, taken);
        if (taken.fingerprints == null || !taken.fingerprints.complete()) {
            throw new PictureException("is damaged: not all of its rows are there");
        }
        return new PictureFacts(taken.width, taken.height, format.toString(), taken.fingerprints.cosine(), taken.fingerprints.difference(),
                taken.fingerprints.average());
    }

    private static void decode(PictureFormat format, byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException {
        try {
            format.decoder().decode(bytes, limits, target);
        } catch (EOFException e) {
            throw new PictureException("is cut off: its data ends too early", e);
        } catch (IOException | RuntimeException e) {
            throw new PictureException("is damaged, or a " + format.name() + " of a kind that cannot be read" + reason(e), e);
        } catch (LinkageError e) {
            throw new PictureException("is a " + format.name() + ", and this machine cannot load the library that decodes it", e);
        } catch (OutOfMemoryError e) {
            throw new PictureException("takes more memory to decode than this process has", e);
        } catch (StackOverflowError e) {
            throw new PictureException("is damaged: its parts are nested too deep", e);
        }
    }

    /** What a library had to say, in a line. */
    private static String reason(Exception failure) {
        String text = failure.getMessage();
        if (text == null || text.isBlank()) {
            return "";
        }
        String line = text.strip().lines().findFirst().orElse("");
        return " (" + (line.length() > MOST_CHARACTERS_OF_A_CAUSE ? line.substring(0, MOST_CHARACTERS_OF_A_CAUSE) + " ..." : line) + ")";
    }

    /** Keeps what decoders told. */
    private static final class Taken implements PictureTarget {

        private int width;
        private int height;
        private Fingerprints fingerprints;

        @Override
        public LumaRows begin(int width, int height) {
            this.width = width;
            this.height = height;
            fingerprints = new Fingerprints(width, height);
            return fingerprints;
        }
    }
}
