/** The kernel's C library through {@code java.lang.foreign}; the one package that is compiled for Java 22. */
package io.float2.kernel.panama;
