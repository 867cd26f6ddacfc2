/** PL/Java on a server: which Java, which settings, and the archive that makes it start quickly. */
package io.float2.pljava;
