package io.float2.loader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.float2.loader.source.ColumnTable;
import io.float2.loader.source.NumberText;
import io.float2.progress.Progress;
import io.float2.sql.VectorType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the narrowest type that takes every value of a column. All rows are looked at, since a type that fits only the first
 * thousand ends the load at the first row it does not fit. NULLs fit any type; a column of NULLs alone is text.
 */
final class TypeInference {

    private static final int ROWS_AT_ONCE = 1000;

    /** A moment without one would depend on where the load runs. */
    private static final Pattern OFFSET = Pattern.compile(":.*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$");

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final CopyBuffer NOWHERE = new CopyBuffer((bytes, offset, length) -> { });

    private final List<Set<FieldType>> possible = new ArrayList<>();
    private final boolean[] seen;
    private final NumberText numbers = new NumberText(VectorType.FLOAT4_ARRAY);

    private TypeInference(int columns) {
        for (int i = 0; i < columns; i++) {
            possible.add(EnumSet.allOf(FieldType.class));
        }
        seen = new boolean[columns];
    }

    /**
     * The types of some columns of files that have the same ones.
     *
     * @param columns in the files' order; the others, the vectors, stand side by side
     */
    static List<FieldType> of(List<Path> files, Function<Path, ColumnTable> open, List<String> columns, Progress progress) {
        TypeInference inference = new TypeInference(columns.size());
        String[] fields = new String[columns.size()];
        for (Path file : files) {
            try (ColumnTable table = open.apply(file)) {
                table.keep(columns);
                progress.phase("look through " + file.getFileName(), table.rows());
                while (table.next(fields, 0)) {
                    if (table.misfit() == null) {
                        inference.observe(fields);
                    }
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
            case DATE -> isAccepted("date_recv", value);
            case TIMESTAMP -> isAccepted("timestamp_recv", value);
            case TIMESTAMPTZ -> OFFSET.matcher(value).find() && isAccepted("timestamptz_recv", value);
            case UUID -> UUID.matcher(value).matches();
            case JSONB -> isJson(value);
            case TEXT -> true;
        };
    }

    /** Whether the value is one of a type, as the encoder sees it that will write it. */
    private static boolean isAccepted(String receive, String value) {
        try {
            ValueEncoder.BY_RECEIVE_FUNCTION.get(receive).encode(value, NOWHERE);
            return true;
        } catch (RuntimeException | SQLException e) {
            return false;
        }
    }

    /** Numbers and texts of JSON are numbers and texts. */
    private static boolean isJson(String value) {
        if (!value.startsWith("{") && !value.startsWith("[")) {
            return false;
        }
        try (JsonParser parser = Json.FACTORY.createParser(value)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Loaded when it is needed. */
    private static final class Json {

        private static final JsonFactory FACTORY = new JsonFactory();
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
