package io.float2.task;

/** An attempt failed for a reason that may pass, such as a service that does not answer: it is worth another attempt later. */
public final class TransientActionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param sentence what failed, as people get to read it */
    public TransientActionException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
