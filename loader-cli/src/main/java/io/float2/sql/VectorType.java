package io.float2.sql;

/** The column types that hold a vector. */
public enum VectorType {
    /** Halves of the extension float2: two bytes a value. */
    FLOAT2_ARRAY("float2[]", "float2", 2),
    /** The server's own floats: four bytes a value. */
    FLOAT4_ARRAY("float4[]", "float4", 4);

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

    /** Bytes of a whole vector in the table, its array header included. */
    public long storedBytes(int dimension) {
        return 24 + (long) dimension * elementBytes;
    }

    @Override
    public String toString() {
        return label;
    }
}
