package io.float2.picture;

/**
 * One picture that cannot be read or is not wanted, while others of the same source may be fine.
 *
 * <p>The message is one sentence that says what is wrong with the picture. It names no file, as bytes have no name: who knows the
 * name puts it before. It has no full stop.
 */
public final class PictureException extends Exception {

    private static final long serialVersionUID = 1L;

    public PictureException(String sentence) {
        super(sentence);
    }

    /** Keeps the cause for whoever looks for it; its text is in no sentence. */
    public PictureException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
