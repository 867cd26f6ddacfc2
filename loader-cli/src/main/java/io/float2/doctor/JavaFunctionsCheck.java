package io.float2.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether the functions in Java work, where there are any. */
final class JavaFunctionsCheck {

    private static final String SUBJECT = "PL/Java";
    private static final String MEND = "run float2 doctor --install-java on the server's machine";

    private JavaFunctionsCheck() {}

    static Finding of(Connection connection, InstalledExtension pljava, InstalledExtension functions) {
        if (functions.installed() != null) {
            return answer(connection, pljava);
        }
        if (pljava.installed() == null && pljava.available() == null) {
            return Finding.ok(SUBJECT, "not there (only needed for functions in Java)");
        }
        String version = pljava.installed() != null
                ? pljava.installed() : "not in this database (" + pljava.available() + " is available)";
        return Finding.ok(SUBJECT, version + ", without the functions of float2 in Java"
                + (functions.available() == null ? "" : " (--install-java adds them)"));
    }

    private static Finding answer(Connection connection, InstalledExtension pljava) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT provider, instruction_set, java, library, reason FROM float2_java.kernel_info()")) {
            row.next();
            String text = pljava.installed() + " on Java " + row.getString("java") + ", functions by provider "
                    + row.getString("provider") + ", instruction set " + row.getString("instruction_set")
                    + (row.getString("reason") == null ? "" : " (" + row.getString("reason") + ")");
            return row.getString("library") == null
                    ? Finding.warn(SUBJECT, text, "the kernel's library cannot be used: " + MEND)
                    : Finding.ok(SUBJECT, text);
        } catch (SQLException e) {
            return Finding.fail(SUBJECT, "the functions in Java do not work: " + e.getMessage(), MEND);
        }
    }
}
