package io.float2.loader;

/** The types that a new table's columns get from the values in a file. */
enum FieldType {
    BOOLEAN("boolean", 1),
    BIGINT("bigint", 8),
    DOUBLE("double precision", 8),
    DATE("date", 4),
    TIMESTAMP("timestamp", 8),
    TIMESTAMPTZ("timestamp with time zone", 8),
    UUID("uuid", 16),
    /** Objects and arrays. They go out of line as texts do. */
    JSONB("jsonb", 18),
    /** Long texts go out of line, where they leave a pointer of this size. */
    TEXT("text", 18);

    private final String sqlName;
    private final int leastBytes;

    FieldType(String sqlName, int leastBytes) {
        this.sqlName = sqlName;
        this.leastBytes = leastBytes;
    }

    String sqlName() {
        return sqlName;
    }

    /** Bytes that a value takes within the row. */
    int leastBytes() {
        return leastBytes;
    }
}
