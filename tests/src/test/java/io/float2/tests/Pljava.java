package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** PL/Java on the test server, for the tests that need it. */
final class Pljava {

    static final String OPTIONS = "pljava.vmoptions";

    private Pljava() {}

    /** Skips the test where the server has no PL/Java; makes sure otherwise that the database has the functions in Java. */
    static void require(TestDatabase database) throws SQLException {
        assumeTrue(database.values("SELECT name FROM pg_available_extensions WHERE name = 'pljava'").size() == 1,
                "pg_available_extensions does not list pljava: PL/Java is not installed in this PostgreSQL");
        database.execute("SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS float2_java CASCADE");
    }

    /** A session in which settings take another value before Java starts. */
    static Connection session(TestDatabase database, Map<String, String> settings) throws SQLException {
        Connection connection = database.open();
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                set.setString(1, setting.getKey());
                set.setString(2, setting.getValue());
                set.execute();
            }
        }
        return connection;
    }

    /** The server's options for Java, those that match a pattern left out, others added. */
    static String options(TestDatabase database, String without, String further) throws SQLException {
        String options = database.value("SELECT current_setting('" + OPTIONS + "')");
        String rest = without.isEmpty() ? options : options.replaceAll(without, "");
        assertThat(rest).as("%s is to be left out", without).matches(text -> without.isEmpty() || !text.equals(options));
        return rest + " " + further;
    }

    /** The row of kernel_info() by column. */
    static Map<String, String> kernelInfo(Connection connection) throws SQLException {
        Map<String, String> info = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM float2_java.kernel_info()")) {
            assertThat(row.next()).isTrue();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                info.put(row.getMetaData().getColumnName(column), row.getString(column));
            }
        }
        return info;
    }

    /** A distance by way of Java; 5. */
    static double distance(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT float2_java.l2_distance('{0,0,1}'::float2[], '{3,4,1}'::float4[])")) {
            row.next();
            return row.getDouble(1);
        }
    }
}
