/**
 * The functions of the extension float2_java, as PL/Java calls them.
 *
 * <p>Halves travel as smallint arrays. The C functions that the extension puts in front have seen to it that there is no NULL
 * element, one dimension and one length, so nothing is checked twice here.
 */
package io.float2.udf;
