package io.float2.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * While open, Ctrl-C does nothing to this process; a child process gets it as ever.
 *
 * <p>Java has no supported interface for signals. The unsupported one is called by reflection, so that a runtime without it merely
 * ends on Ctrl-C, as it would have anyway.
 */
final class IgnoredInterrupt implements AutoCloseable {

    private final Object before;

    private IgnoredInterrupt(Object before) {
        this.before = before;
    }

    static IgnoredInterrupt begin() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            // Not SIG_IGN: a child process would inherit that.
            Object nothing = Proxy.newProxyInstance(
                    IgnoredInterrupt.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> null);
            return new IgnoredInterrupt(handle(nothing));
        } catch (ReflectiveOperationException e) {
            return new IgnoredInterrupt(null);
        }
    }

    @Override
    public void close() {
        try {
            if (before != null) {
                handle(before);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot restore the handling of Ctrl-C", e);
        }
    }

    /** Sets the handler and returns the one before, or null when the runtime does not let go of the signal (java -Xrs). */
    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        try {
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            return signal.getMethod("handle", signal, handlerType).invoke(null, interrupt, handler);
        } catch (InvocationTargetException e) {
            return null;
        }
    }
}
