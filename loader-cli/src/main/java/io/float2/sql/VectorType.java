package io.float2.sql;

/** The column types that hold a vector. */
public enum VectorType {
    /** Halves of the extension float2: two bytes a value. */
    FLOAT2_ARRAY("float2[]", "float2", 2),
    /** The server's own floats: four bytes a value. */
    FLOAT4_ARRAY("float4[]", "float4", 4),
    /** The server's own two-byte integers. */
    INT2_ARRAY("smallint[]", "int2", 2),
    /** pgvector's halves. */
    HALFVEC("halfvec", "halfvec", 2),
    /** pgvector's floats. */
    VECTOR("vector", "vector", 4);

    private final String label;
    private final String elementName;
    private final int elementBytes;

    VectorType(String label, String elementName, int elementBytes) {
        this.label = label;
        this.elementName = elementName;
        this.elementBytes = elementBytes;
    }

    /** Such as {@code float2[]}: the spelling on the command line and in messages. */
    public String label() {
        return label;
    }

    /** The element type's name without a schema. */
    public String elementName() {
        return elementName;
    }

    /** Bytes of one value in the table. */
    public int elementBytes() {
        return elementBytes;
    }

    /** Whether values are halves in the table. */
    public boolean isHalf() {
        return this == FLOAT2_ARRAY || this == HALFVEC;
    }

    /** Whether it is an array, else a type of pgvector. */
    public boolean isArray() {
        return this == FLOAT2_ARRAY || this == FLOAT4_ARRAY || this == INT2_ARRAY;
    }

    /** Whether values are floats of one kind or another. */
    public boolean isFloat() {
        return this != INT2_ARRAY;
    }

    /** Bytes of a whole vector in the table, its header included. */
    public long storedBytes(int dimension) {
        return (isArray() ? 24 : 8) + (long) dimension * elementBytes;
    }

    @Override
    public String toString() {
        return label;
    }
}
