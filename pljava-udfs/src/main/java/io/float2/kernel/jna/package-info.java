/** The kernel's C library through JNA's direct mapping, for every Java and above all those before 22. */
package io.float2.kernel.jna;
