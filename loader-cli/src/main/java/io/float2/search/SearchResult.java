package io.float2.search;

import java.util.Collections;
import java.util.List;

/**
 * The nearest rows, nearest first.
 *
 * @param columns names of the values of each row; the last is {@code distance}
 * @param rows the values: numbers, booleans, texts of anything else, or null
 * @param seconds from sending the query to the last row
 * @param exact whether all rows were compared because the index alone came to fewer than k that fulfil the condition
 */
public record SearchResult(List<String> columns, List<List<Object>> rows, double seconds, boolean exact) {

    public SearchResult {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(rows);
    }

    /** The distance of a row, counted from 0. */
    public double distance(int row) {
        List<Object> values = rows.get(row);
        return ((Number) values.get(values.size() - 1)).doubleValue();
    }
}
