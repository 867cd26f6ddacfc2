/**
 * The half-precision kernel for Java programs: conversions between {@code float} and half, and vector distances.
 *
 * <p>{@link io.float2.kernel.Float2} is what programs call. Halves travel as the bit patterns of IEEE 754 binary16 in a
 * {@code short}. Behind it stands one of three providers, tried in this order:
 *
 * <ol>
 *   <li>{@code panama}: the C library through {@code java.lang.foreign}, Java 22 and later, arrays passed without copying;
 *   <li>{@code jna}: the same library through JNA, any Java, arrays copied;
 *   <li>{@code java}: plain Java, which always works.
 * </ol>
 *
 * <p>{@link io.float2.kernel.Kernel#providers()} says which one is in use and why a better one is not. Conversions give
 * the same bits whichever it is; distances agree within the kernel's error bound. The system property
 * {@code float2.kernel.provider} forces one. The library is looked for in the system property
 * {@code float2.kernel.library}, then in the environment variable {@code FLOAT2_KERNEL_LIBRARY} (both an absolute path),
 * then in the newest PostgreSQL below {@code /usr/lib/postgresql}. All of these are read once.
 */
package io.float2.kernel;
