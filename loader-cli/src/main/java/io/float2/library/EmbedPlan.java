package io.float2.library;

import io.float2.UserException;

/**
 * What makes vectors of pictures.
 *
 * @param command for the shell. The files of some pictures follow as arguments; it prints a line for each in their order, a JSON array
 *     or numbers between blanks or commas
 * @param batch most pictures at once
 * @param timeoutSeconds how long it may take for a batch
 */
public record EmbedPlan(String command, int batch, long timeoutSeconds) {

    /** Most pictures at once unless said otherwise. */
    public static final int DEFAULT_BATCH = 32;

    /** How long a batch may take unless said otherwise. */
    public static final long DEFAULT_TIMEOUT_SECONDS = 300;

    public EmbedPlan {
        if (command.isBlank()) {
            throw new UserException("the command that makes vectors of pictures is empty");
        }
        if (batch < 1 || batch > 10_000) {
            throw new UserException("a command that makes vectors gets 1 to 10000 pictures at once, not " + batch);
        }
        if (timeoutSeconds < 1) {
            throw new UserException("a command that makes vectors needs a second at least, not " + timeoutSeconds);
        }
    }
}
