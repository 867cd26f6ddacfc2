package io.float2.jdbc;

import io.float2.kernel.Float2;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.core.BaseConnection;

/** {@code float2[]} on one connection. */
public final class Float2Types {

    /** The array type as the driver names it. */
    static final String ARRAY = "_float2";

    static final String ELEMENT = "float2";

    private static final Map<String, String> PROPERTIES = Map.of(
            "datatype." + ARRAY, BinaryFloat2Vector.class.getName(),
            "datatype." + ELEMENT, Float2Value.class.getName());

    private final int elementType;

    private Float2Types(int elementType) {
        this.elementType = elementType;
    }

    /**
     * Teaches the connection the type: results come in binary from then on, unless its preferQueryMode is simple.
     *
     * <p>The server is asked once a connection; to call this again, whenever a pool hands the connection out say, costs nothing.
     *
     * @param connection the driver's own, or one of a pool that wraps it
     * @return what makes parameters that travel in binary
     * @throws SQLException when the database has no type float2 on the connection's search_path
     */
    public static Float2Types register(Connection connection) throws SQLException {
        BaseConnection driver = connection.unwrap(BaseConnection.class);
        int arrayType = driver.getTypeInfo().getPGType(ARRAY);
        int elementType = driver.getTypeInfo().getPGType(ELEMENT);
        if (arrayType == 0 || elementType == 0) {
            throw new SQLException("the database " + connection.getCatalog() + " has no type float2 on the search_path: "
                    + "it needs CREATE EXTENSION float2 CASCADE, or its schema on the search_path", "42704");
        }
        driver.addDataType(ARRAY, BinaryFloat2Vector.class);
        driver.addDataType(ELEMENT, Float2Value.class);
        return new Float2Types(elementType);
    }

    /**
     * The connection properties, for pools and data sources, with which each new connection does by itself what {@link #register}
     * does. They can be given to every database; one without the type ignores them.
     */
    public static Map<String, String> connectionProperties() {
        return PROPERTIES;
    }

    /** A parameter that travels in binary; the values are rounded to halves as {@link Float2Vector} says. */
    public Float2Vector vector(float[] values) {
        return new BinaryFloat2Vector(elementType, Float2.toHalf(values));
    }

    /** The same of bit patterns, which are copied. */
    public Float2Vector vectorOfHalves(short[] halves) {
        return new BinaryFloat2Vector(elementType, halves.clone());
    }
}
