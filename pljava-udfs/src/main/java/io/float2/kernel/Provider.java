package io.float2.kernel;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to the kernel that may or may not work here.
 *
 * <p>The two that need the C library are known by the name of their class alone: one is compiled for a newer Java, the
 * other needs JNA, and neither may stop this class from loading.
 */
record Provider(String name, Opener opener) {

    static final String PANAMA_CLASS = "io.float2.kernel.panama.PanamaKernel";
    static final String JNA_CLASS = "io.float2.kernel.jna.JnaKernel";

    /** Best first. */
    static final List<Provider> ALL = List.of(
            new Provider("panama", () -> {
                requireJava(22);
                return openLibrary(PANAMA_CLASS, KernelLibrary.find());
            }),
            new Provider("jna", () -> openLibrary(JNA_CLASS, KernelLibrary.find())),
            new Provider("java", () -> new Opened(new JavaKernel(), "")));

    /** Throws whatever keeps the provider from working. */
    @FunctionalInterface
    interface Opener {
        Opened open() throws Throwable;
    }

    /** A binding, and the library it calls or an empty string. */
    record Opened(KernelBinding binding, String library) {
    }

    Opened open() throws Throwable {
        return opener.open();
    }

    private static void requireJava(int feature) {
        int here = Runtime.version().feature();
        if (here < feature) {
            throw new KernelUnavailableException(
                    "java.lang.foreign needs Java " + feature + " or later, this is Java " + here);
        }
    }

    static Opened openLibrary(String className, Path library) throws Throwable {
        try {
            Object binding = Class.forName(className).getConstructor(Path.class).newInstance(library);
            return new Opened((KernelBinding) binding, library.toString());
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            throw unwrapped(e);
        }
    }

    /** What went wrong, without the wrapping that says where it surfaced; JNA fails inside a class initializer. */
    private static Throwable unwrapped(Throwable e) {
        Throwable inner = e;
        while ((inner instanceof InvocationTargetException || inner instanceof ExceptionInInitializerError)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
