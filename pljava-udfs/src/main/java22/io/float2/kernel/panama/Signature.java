package io.float2.kernel.panama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * One handle a C signature, called with the function's address in front.
 *
 * <p>Each is in a class of its own because linking one costs tens of milliseconds in a fresh JVM, and a program that only
 * converts arrays should pay for that one only. A half is a {@code char}, which is C's {@code uint16_t}.
 */
final class Signature {

    private Signature() {
    }

    static final class Version {
        static final MethodHandle HANDLE = link(FunctionDescriptor.of(JAVA_INT));
    }

    static final class Text {
        static final MethodHandle HANDLE = link(FunctionDescriptor.of(ADDRESS));
    }

    static final class Cap {
        static final MethodHandle HANDLE = link(FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    static final class FromDouble {
        static final MethodHandle HANDLE = link(FunctionDescriptor.of(JAVA_CHAR, JAVA_DOUBLE));
    }

    static final class FromFloat {
        static final MethodHandle HANDLE = link(FunctionDescriptor.of(JAVA_CHAR, JAVA_FLOAT));
    }

    static final class ToFloat {
        static final MethodHandle HANDLE = link(FunctionDescriptor.of(JAVA_FLOAT, JAVA_CHAR));
    }

    static final class Conversion {
        static final MethodHandle HANDLE = linkToHeap(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
    }

    static final class Reduction {
        static final MethodHandle HANDLE = linkToHeap(FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, ADDRESS, JAVA_LONG));
    }

    static final class Sums {
        static final MethodHandle HANDLE = linkToHeap(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(descriptor);
    }

    /** For functions that are short and call nothing back, as a critical one must, and that are given arrays. */
    @SuppressWarnings("restricted")
    private static MethodHandle linkToHeap(FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(descriptor, Linker.Option.critical(true));
    }
}
