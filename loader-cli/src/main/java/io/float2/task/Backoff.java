package io.float2.task;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that grow from failure to failure, with some chance in them so that workers do not come back all at once. */
final class Backoff {

    private static final long FIRST = 100;
    private static final long LONGEST = 5_000;

    private int failures;

    Duration next() {
        long pause = Math.min(LONGEST, FIRST << Math.min(10, failures++));
        return Duration.ofMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    }

    void reset() {
        failures = 0;
    }

    /** Whether the last try has failed. */
    boolean isFailing() {
        return failures > 0;
    }
}
