package io.float2.task;

import java.util.Locale;

/** How an attempt ended. */
enum Outcome {
    SUCCEEDED,
    FAILED,
    /** Failed for a reason that may pass. */
    TRANSIENT,
    /** Somebody asked for it. */
    STOPPED,
    /** The worker gives it back. */
    INTERRUPTED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
