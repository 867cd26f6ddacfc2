package io.float2.loader;

import io.float2.progress.Progress;
import io.float2.sql.VectorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the narrowest type that takes every value of a column. All rows are looked at, since a type that fits only the first
 * thousand ends the load at the first row it does not fit. NULLs fit any type; a column of NULLs alone is text.
 */
final class TypeInference {

    private static final int ROWS_AT_ONCE = 1000;

    private final List<Set<FieldType>> possible = new ArrayList<>();
    private final boolean[] seen;
    private final NumberText numbers = new NumberText(VectorType.FLOAT4_ARRAY);

    private TypeInference(int columns) {
        for (int i = 0; i < columns; i++) {
            possible.add(EnumSet.allOf(FieldType.class));
        }
        seen = new boolean[columns];
    }

    /** The types of the columns of CSV files that have the same columns, without the column named {@code vector} if not null. */
    static List<FieldType> of(List<Path> files, String vector, Progress progress) {
        TypeInference inference = null;
        for (Path file : files) {
            try (CsvTable table = CsvTable.open(file)) {
                int skipped = vector == null ? -1 : table.header().indexOf(vector);
                if (skipped >= 0) {
                    table.divert(skipped, (text, offset, length) -> {});
                }
                String[] fields = new String[table.header().size() - (skipped < 0 ? 0 : 1)];
                inference = inference == null ? new TypeInference(fields.length) : inference;
                progress.phase("look through " + file.getFileName(), Progress.UNKNOWN);
                while (table.next(fields, 0)) {
                    inference.observe(fields);
                    if (table.row() % ROWS_AT_ONCE == 0) {
                        progress.advance(ROWS_AT_ONCE, 0);
                    }
                }
                progress.advance(table.row() % ROWS_AT_ONCE, 0);
                progress.done();
            }
        }
        return inference.types();
    }

    private void observe(String[] fields) {
        for (int i = 0; i < fields.length; i++) {
            String value = fields[i];
            if (value != null) {
                seen[i] = true;
                Set<FieldType> types = possible.get(i);
                if (types.size() > 1) {
                    types.removeIf(type -> !fits(type, value));
                }
            }
        }
    }

    private List<FieldType> types() {
        List<FieldType> types = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            types.add(seen[i] ? possible.get(i).iterator().next() : FieldType.TEXT);
        }
        return types;
    }

    private boolean fits(FieldType type, String value) {
        return switch (type) {
            case BOOLEAN -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case BIGINT -> isInteger(value);
            case DOUBLE -> isNumber(value);
            case TEXT -> true;
        };
    }

    /** Without leading zeros: 00501 is a name, such as a postal code, and would not come back as it was. */
    private static boolean isInteger(String value) {
        int digits = value.startsWith("-") ? 1 : 0;
        if (value.length() == digits || value.length() - digits > 1 && value.charAt(digits) == '0'
                || value.chars().skip(digits).anyMatch(c -> c < '0' || c > '9')) {
            return false;
        }
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean isNumber(String value) {
        int digits = value.startsWith("-") ? 1 : 0;
        if (value.length() > digits + 1 && value.charAt(digits) == '0' && Character.isDigit(value.charAt(digits + 1))) {
            return false;
        }
        try {
            numbers.parse(value.toCharArray(), 0, value.length());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
