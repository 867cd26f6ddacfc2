package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.float2.connect.ConnectionTarget;
import io.float2.jdbc.BinaryFloat2Vector;
import io.float2.jdbc.Float2Types;
import io.float2.jdbc.Float2Value;
import io.float2.jdbc.Float2Vector;
import io.float2.kernel.Float2;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** float2[] columns through the driver, as parameters and as results. */
@WithDatabase
class Float2TypesIT {

    /** How values travel. */
    enum Mode {
        /** Results in binary from the first execution on. */
        BINARY("prepareThreshold", "-1"),
        /** As the driver is without settings: text first, binary later. */
        DEFAULT("prepareThreshold", "5"),
        NO_BINARY("binaryTransfer", "false"),
        SIMPLE("preferQueryMode", "simple");

        private final String property;
        private final String value;

        Mode(String property, String value) {
            this.property = property;
            this.value = value;
        }
    }

    private static Connection open(TestDatabase database, Mode mode) throws SQLException {
        Properties properties = credentials(database.target());
        properties.setProperty(mode.property, mode.value);
        return DriverManager.getConnection(jdbcUrl(database.target()), properties);
    }

    private static Properties credentials(ConnectionTarget target) {
        Properties properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("password", target.password());
        return properties;
    }

    private static String jdbcUrl(ConnectionTarget target) {
        return "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database();
    }

    @BeforeEach
    void table(TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS items", "CREATE TABLE items (id int PRIMARY KEY, v float2[])");
    }

    private static void insert(Connection connection, int id, Float2Vector vector) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO items VALUES (?, ?)")) {
            insert.setInt(1, id);
            insert.setObject(2, vector);
            insert.executeUpdate();
        }
    }

    private static Float2Vector read(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query); ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getObject(1, Float2Vector.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyHalfComesBackAsItWas(Mode mode, TestDatabase database) throws SQLException {
        short[] all = new short[1 << 16];
        for (int i = 0; i < all.length; i++) {
            // NaNs have one text, so only the usual one is among them.
            all[i] = Float.isNaN(Float2.toFloat((short) i)) ? 0x7E00 : (short) i;
        }
        try (Connection connection = open(database, mode)) {
            Float2Types types = Float2Types.register(connection);
            insert(connection, 1, types.vectorOfHalves(all));
            insert(connection, 2, Float2Vector.ofHalves(all));

            for (int id = 1; id <= 2; id++) {
                assertThat(read(connection, "SELECT v FROM items WHERE id = " + id).toHalves()).isEqualTo(all);
            }
        }
        assertThat(database.value("SELECT float2_bits(a.v) = float2_bits(b.v) FROM items a, items b WHERE a.id = 1 AND b.id = 2"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void floatsAreRoundedOnceAndComeBackAsFloats(Mode mode, TestDatabase database) throws SQLException {
        float[] values = {1, -0.0f, 0.1f, 65504, 65520, 6e-8f, Float.NaN, Float.NEGATIVE_INFINITY};
        float[] rounded = {1, -0.0f, 0.099975586f, 65504, Float.POSITIVE_INFINITY, 5.9604645e-8f, Float.NaN, Float.NEGATIVE_INFINITY};
        try (Connection connection = open(database, mode)) {
            Float2Types types = Float2Types.register(connection);
            insert(connection, 1, types.vector(values));
            insert(connection, 2, new Float2Vector(values));
            // Seven executions, so that a driver that changes over to binary does.
            for (int i = 0; i < 7; i++) {
                assertThat(read(connection, "SELECT v FROM items WHERE id = 1").toFloats()).isEqualTo(rounded);
                assertThat(read(connection, "SELECT v FROM items WHERE id = 2").toFloats()).isEqualTo(rounded);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void nullEmptyAndShiftedArrays(Mode mode, TestDatabase database) throws SQLException {
        try (Connection connection = open(database, mode)) {
            Float2Types types = Float2Types.register(connection);
            insert(connection, 1, types.vector(new float[0]));
            insert(connection, 2, new Float2Vector(new float[0]));
            insert(connection, 3, new Float2Vector());
            insert(connection, 4, new BinaryFloat2Vector());
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO items VALUES (5, ?)")) {
                insert.setNull(1, Types.OTHER);
                insert.executeUpdate();
            }
            assertThat(database.values("SELECT id || ' ' || coalesce(v::text, 'NULL') FROM items ORDER BY id"))
                    .containsExactly("1 {}", "2 {}", "3 NULL", "4 NULL", "5 NULL");

            assertThat(read(connection, "SELECT v FROM items WHERE id = 1").toFloats()).isEmpty();
            Float2Vector none = read(connection, "SELECT v FROM items WHERE id = 3");
            assertThat(none.isNull()).isTrue();
            assertThat(none.toFloats()).isNull();
            assertThat(read(connection, "SELECT '[0:1]={1,2}'::float2[]").toFloats()).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void arraysThatAreNoVectorsAreRefusedWithTheirFault(Mode mode, TestDatabase database) throws SQLException {
        try (Connection connection = open(database, mode)) {
            Float2Types.register(connection);
            assertThatThrownBy(() -> read(connection, "SELECT '{1,NULL,3}'::float2[]"))
                    .hasMessage("a vector must not have NULL elements, but element 2 is NULL")
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22004"));
            assertThatThrownBy(() -> read(connection, "SELECT '{{1,2},{3,4}}'::float2[]"))
                    .hasMessage("a vector must have one dimension, but the array has 2")
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("2202E"));
            assertThat(read(connection, "SELECT '{1}'::float2[]").toFloats()).containsExactly(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aVectorIsAParameterOfSearchesAndFunctions(Mode mode, TestDatabase database) throws SQLException {
        try (Connection connection = open(database, mode)) {
            Float2Types types = Float2Types.register(connection);
            insert(connection, 1, types.vector(new float[] {1, 1}));
            insert(connection, 2, types.vector(new float[] {4, 5}));
            try (PreparedStatement search = connection.prepareStatement("SELECT id, v <-> ? FROM items ORDER BY v <-> ? LIMIT 1")) {
                search.setObject(1, types.vector(new float[] {1, 1}));
                search.setObject(2, new Float2Vector(new float[] {4, 4}));
                try (ResultSet rows = search.executeQuery()) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(2);
                    assertThat(rows.getDouble(2)).isEqualTo(5);
                }
            }
        }
    }

    /** Programs that read the column in another way are not disturbed. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void theColumnIsStillTextForWhoAsksForText(Mode mode, TestDatabase database) throws SQLException {
        try (Connection connection = open(database, mode); Statement statement = connection.createStatement()) {
            Float2Types.register(connection);
            try (ResultSet rows = statement.executeQuery("SELECT v::text, array_f16_to_f32(v), v FROM (SELECT '{1,0.5}'::float2[] AS v) AS x")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("{1,0.5}");
                assertThat((Float[]) rows.getArray(2).getArray()).containsExactly(1f, 0.5f);
                // The driver writes quotes around the elements of an array that came in binary.
                assertThat(rows.getString(3).replace("\"", "")).isEqualTo("{1,0.5}");
                assertThat(rows.getObject(3).toString().replace("\"", "")).isEqualTo("{1,0.5}");
                assertThat((Object[]) rows.getArray(3).getArray()).containsExactly(new Float2Value(1), new Float2Value(0.5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aSingleHalfIsAValueToo(Mode mode, TestDatabase database) throws SQLException {
        try (Connection connection = open(database, mode);
                PreparedStatement select = connection.prepareStatement("SELECT ?::float2, NULL::float2")) {
            Float2Types.register(connection);
            select.setObject(1, new Float2Value(0.1f));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                assertThat(rows.getObject(1, Float2Value.class).toFloat()).isEqualTo(0.099975586f);
                assertThat(rows.getObject(2, Float2Value.class).isNull()).isTrue();
            }
        }
    }

    @Test
    void valuesReallyTravelInBinary(TestDatabase database) throws SQLException {
        try (Connection connection = open(database, Mode.BINARY)) {
            Float2Types types = Float2Types.register(connection);
            Float2Vector vector = types.vector(new float[] {1, 2});
            assertThat(read(connection, "SELECT '{1,2}'::float2[]")).isInstanceOf(BinaryFloat2Vector.class).isEqualTo(vector);
            try (PreparedStatement select = connection.prepareStatement("SELECT ?")) {
                select.setObject(1, vector);
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    // In binary the bytes of the array's header come first: one dimension.
                    assertThat(rows.getBytes(1)).startsWith(0, 0, 0, 1).hasSize(12 + 8 + 2 * 6);
                }
            }
        }
    }

    @Test
    void everyConnectionOfAPoolKnowsTheType(TestDatabase database) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl(database.target()));
        config.setUsername(database.target().user());
        config.setPassword(database.target().password());
        config.setMaximumPoolSize(2);
        Float2Types.connectionProperties().forEach(config::addDataSourceProperty);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
            insert(one, 1, Float2Types.register(one).vector(new float[] {1, 2}));
            assertThat(read(other, "SELECT v FROM items WHERE id = 1").toFloats()).containsExactly(1, 2);
        }
    }

    @Test
    void registeringAgainAsksTheServerNothing(TestDatabase database) throws SQLException {
        try (Connection connection = open(database, Mode.DEFAULT)) {
            Float2Types.register(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("SELECT 1/0")).isInstanceOf(SQLException.class);
            }
            // A query would fail now: the transaction is aborted.
            Float2Types.register(connection);
            connection.rollback();
        }
    }

    @Test
    void aDatabaseWithoutTheTypeIsNamed(TestDatabase database) throws SQLException {
        try (Connection connection = database.target().withDatabase("postgres").open()) {
            assertThatThrownBy(() -> Float2Types.register(connection))
                    .hasMessageStartingWith("the database postgres has no type float2 on the search_path")
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42704"));
        }
    }
}
