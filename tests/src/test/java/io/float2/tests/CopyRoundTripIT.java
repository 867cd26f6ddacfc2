package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

@WithDatabase
class CopyRoundTripIT {

    @BeforeAll
    static void makeVectors(TestDatabase database) throws SQLException {
        Vectors.make(database);
    }

    @Test
    void binaryCopyBringsEveryBitBack(TestDatabase database) throws SQLException, IOException {
        assertThat(copied(database, "binary", "")).isEqualTo(Vectors.digest(database));
    }

    /** Text has one NaN only; everything else comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "csv"})
    void textCopyBringsEveryValueBack(String format, TestDatabase database) throws SQLException, IOException {
        String withoutNan = " WHERE scalar IS DISTINCT FROM 'NaN'";
        String expected = database.value("SELECT count(*) FROM vectors" + withoutNan);
        String digest = copied(database, format, withoutNan);
        assertThat(digest).startsWith(expected + " ");
        assertThat(database.value("""
                SELECT count(*) FROM copies JOIN vectors USING (id)
                 WHERE float2_bits(copies.scalar) IS DISTINCT FROM float2_bits(vectors.scalar)
                    OR float2_bits(copies.vector) IS DISTINCT FROM float2_bits(vectors.vector)""")).isEqualTo("0");
    }

    private static String copied(TestDatabase database, String format, String where) throws SQLException, IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (Connection connection = database.open()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            copy.copyOut("COPY (SELECT * FROM vectors" + where + ") TO STDOUT (FORMAT " + format + ")", data);
            database.execute("DROP TABLE IF EXISTS copies", "CREATE TABLE copies (LIKE vectors)");
            copy.copyIn("COPY copies FROM STDIN (FORMAT " + format + ")", new ByteArrayInputStream(data.toByteArray()));
        }
        return Vectors.digest(database, "copies");
    }
}
