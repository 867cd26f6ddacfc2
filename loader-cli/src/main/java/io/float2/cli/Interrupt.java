package io.float2.cli;

/** Knows whether the process is ending because it was told to (Ctrl-C, SIGTERM), and says so once. */
final class Interrupt {

    private static volatile boolean ending;

    private volatile boolean ended;

    private Interrupt() {}

    static Interrupt watch() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::report, "interrupt"));
        return interrupt;
    }

    /** The command is through; the process ends of its own accord. */
    void ends() {
        ended = true;
    }

    static boolean isEnding() {
        return ending;
    }

    private void report() {
        if (!ended) {
            ending = true;
            System.err.println();
            System.err.println("float2: interrupted");
        }
    }
}
