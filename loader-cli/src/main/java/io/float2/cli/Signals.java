package io.float2.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals to this process. Java has no supported interface for them. The unsupported one is called by reflection, so that a runtime
 * without it merely does what it would have done anyway.
 */
final class Signals {

    private Signals() {}

    /**
     * Has an action run, on a thread of its own, when a signal comes.
     *
     * @param name such as {@code INT}
     * @return the handler before, for {@link #restore}; null when the runtime does not let go of the signal (java -Xrs)
     */
    static Object handle(String name, Runnable action) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            return set(name, Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                action.run();
                return null;
            }));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** @param handler as {@link #handle} returned it */
    static void restore(String name, Object handler) {
        try {
            if (handler != null) {
                set(name, handler);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot restore the handling of the signal " + name, e);
        }
    }

    private static Object set(String name, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        try {
            return signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException e) {
            return null;
        }
    }
}
