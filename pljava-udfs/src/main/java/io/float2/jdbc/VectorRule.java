package io.float2.jdbc;

import java.sql.SQLException;

/** What a vector must be, in the server's words and with its SQLSTATEs. */
final class VectorRule {

    private VectorRule() {
    }

    static void requireOneDimension(int dimensions) throws SQLException {
        if (dimensions != 1) {
            throw new SQLException("a vector must have one dimension, but the array has " + dimensions, "2202E");
        }
    }

    static SQLException nullElement(int number) {
        return new SQLException("a vector must not have NULL elements, but element " + number + " is NULL", "22004");
    }

    static SQLException malformed(String how) {
        return new SQLException("the value is no array of float2: " + how, "22P03");
    }
}
