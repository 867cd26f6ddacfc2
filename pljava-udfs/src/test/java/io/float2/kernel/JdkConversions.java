package io.float2.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** The JDK's own conversions, which it has since Java 20. */
record JdkConversions(MethodHandle narrow, MethodHandle widen) {

    static Optional<JdkConversions> find() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            return Optional.of(new JdkConversions(
                    lookup.findStatic(Float.class, "floatToFloat16", MethodType.methodType(short.class, float.class)),
                    lookup.findStatic(Float.class, "float16ToFloat", MethodType.methodType(float.class, short.class))));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    short toHalf(float value) throws Throwable {
        return (short) narrow.invokeExact(value);
    }

    float toFloat(short half) throws Throwable {
        return (float) widen.invokeExact(half);
    }
}
