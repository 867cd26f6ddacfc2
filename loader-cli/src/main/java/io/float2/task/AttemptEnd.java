package io.float2.task;

/**
 * The end of an attempt, for the database.
 *
 * @param error why it failed, null when it has not
 * @param output what is to be kept of its output, or null
 */
record AttemptEnd(long instanceId, int attempt, Outcome outcome, String error, String output) {

    private static final int MAX_ERROR = 4000;

    AttemptEnd {
        error = storable(error);
        output = storable(output);
        if (error != null && error.length() > MAX_ERROR) {
            error = error.substring(0, MAX_ERROR) + "…";
        }
    }

    AttemptEnd(Claim claim, Outcome outcome, String error, String output) {
        this(claim.instanceId(), claim.attempt(), outcome, error, output);
    }

    /** PostgreSQL's text has no character 0. */
    private static String storable(String text) {
        return text == null ? null : text.replace('\0', '?');
    }
}
