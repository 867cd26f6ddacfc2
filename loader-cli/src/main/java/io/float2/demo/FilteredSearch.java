package io.float2.demo;

import java.util.List;

/**
 * One search with conditions beside the vector.
 *
 * @param sql as it can be typed in psql
 * @param columns names of the result's columns
 * @param rows the result, as text
 * @param plan the lines of EXPLAIN ANALYZE
 */
public record FilteredSearch(String sql, List<String> columns, List<List<String>> rows, List<String> plan) {}
