package io.float2.cli;

/**
 * Answers Ctrl-C and SIGTERM instead of Java, which would end the process: at the first one something is done, at the second one the
 * process ends at once.
 */
final class EndSignals {

    /** What a shell says of a program that Ctrl-C has ended. */
    private static final int INTERRUPTED = 130;

    private final Runnable first;
    private boolean heard;

    private EndSignals(Runnable first) {
        this.first = first;
    }

    /** @param first runs on a thread of its own */
    static void answer(Runnable first) {
        EndSignals signals = new EndSignals(first);
        Signals.handle("INT", signals::heard);
        Signals.handle("TERM", signals::heard);
    }

    private synchronized void heard() {
        if (heard) {
            Runtime.getRuntime().halt(INTERRUPTED);
        }
        heard = true;
        first.run();
    }
}
