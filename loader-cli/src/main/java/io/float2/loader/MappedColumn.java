package io.float2.loader;

/**
 * Where a table column's values come from.
 *
 * @param source such as {@code row number}, {@code vector of base.bvecs} or {@code base.csv: photo}
 * @param type as SQL writes it
 */
public record MappedColumn(String column, String type, String source) {}
