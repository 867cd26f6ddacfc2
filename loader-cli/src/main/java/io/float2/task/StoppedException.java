package io.float2.task;

/** The attempt has to end: it was stopped, its worker is ending, or another worker has its instance. An action passes it on. */
public final class StoppedException extends Exception {

    private static final long serialVersionUID = 1L;

    public StoppedException(String sentence) {
        super(sentence);
    }
}
