package io.float2.cli;

/** While open, Ctrl-C does nothing to this process; a child process gets it as ever. */
final class IgnoredInterrupt implements AutoCloseable {

    private static final String INTERRUPT = "INT";

    private final Object before;

    private IgnoredInterrupt(Object before) {
        this.before = before;
    }

    static IgnoredInterrupt begin() {
        // Not SIG_IGN: a child process would inherit that.
        return new IgnoredInterrupt(Signals.handle(INTERRUPT, () -> { }));
    }

    @Override
    public void close() {
        Signals.restore(INTERRUPT, before);
    }
}
