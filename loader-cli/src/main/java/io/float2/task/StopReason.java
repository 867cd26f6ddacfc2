package io.float2.task;

/** Why an attempt has to end before it is through. */
enum StopReason {
    /** Somebody asked for it. */
    ASKED("it was stopped", Outcome.STOPPED),
    /** The worker ends. */
    ENDING("its worker is ending", Outcome.INTERRUPTED),
    /** Others may run the instance by now: the database has not been heard of for too long, or has said so. */
    LOST("its worker has lost it", Outcome.INTERRUPTED);

    private final String sentence;
    private final Outcome outcome;

    StopReason(String sentence, Outcome outcome) {
        this.sentence = sentence;
        this.outcome = outcome;
    }

    String sentence() {
        return sentence;
    }

    /** What the database is told, if it still listens. */
    Outcome outcome() {
        return outcome;
    }
}
