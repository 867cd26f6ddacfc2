package io.float2.loader.source;

/**
 * Where a row of a file begins.
 *
 * @param row its number, counted from 1
 * @param line that it begins in, counted from 1
 * @param offset of that line, or of the row itself, in bytes
 */
public record RowPlace(long row, long line, long offset) {}
