package io.float2.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows printed in aligned columns; a column whose cells are all numbers is aligned to the right. */
final class Table {

    private static final String GAP = "  ";

    private final List<String> headers;
    private final List<List<String>> rows = new ArrayList<>();
    private String indent = "";
    private boolean header = true;

    Table(String... headers) {
        this.headers = List.of(headers);
    }

    /** @param cells as many as there are headers; null is shown empty */
    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell == null ? "" : cell.toString());
        }
        if (row.size() != headers.size()) {
            throw new IllegalArgumentException("row of " + row.size() + " cells in a table of " + headers.size() + " columns");
        }
        rows.add(row);
        return this;
    }

    /** Prints every line with so many blanks before it. */
    Table indented(int blanks) {
        indent = " ".repeat(blanks);
        return this;
    }

    /** Prints the rows alone. */
    Table withoutHeader() {
        header = false;
        return this;
    }

    void print(PrintWriter out) {
        int columns = headers.size();
        int[] widths = new int[columns];
        boolean[] right = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            widths[c] = headers.get(c).length();
            right[c] = !rows.isEmpty();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
                right[c] &= isNumber(row.get(c));
            }
        }
        if (header) {
            printRow(out, headers, widths, right);
            printRow(out, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, right);
        }
        for (List<String> row : rows) {
            printRow(out, row, widths, right);
        }
    }

    private void printRow(PrintWriter out, List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder(indent);
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            line.append(c == 0 ? "" : GAP).append(right[c] ? padding : "").append(cells.get(c)).append(right[c] ? "" : padding);
        }
        out.println(line.toString().stripTrailing());
    }

    /** Also 1,234 and 12 % and 3.4 ms: what starts with a digit and is short. An empty cell fits in either. */
    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.matches("[-+]?[0-9][0-9.,eE+-]*( ?[a-zA-Z%]{1,3}(/s)?)?|NaN|-?Infinity");
    }
}
