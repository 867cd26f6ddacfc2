package io.float2.library;

import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The parameterised views of businesses. */
public final class Views {

    private Views() {}

    /** One of them. @param parameters as declared, @param role that may call it */
    public record View(String name, String business, String role, String parameters, String filter) {}

    /**
     * Makes a view and, when it is not there, its role.
     *
     * @param parameters each as NAME TYPE or NAME TYPE = VALUE
     * @param role null: image_library_ and the business
     * @return the function to call
     * @throws SQLException 42601 and others when filter or parameters are wrong
     */
    public static String create(ConnectionSource connections, String name, String business, String filter, List<String> parameters, String role)
            throws SQLException {
        try (Connection connection = Library.open(connections);
                PreparedStatement statement = connection.prepareStatement("SELECT image_library.create_view(?, ?, ?, ?, ?)")) {
            statement.setString(1, name);
            statement.setString(2, business);
            statement.setString(3, filter);
            statement.setArray(4, connection.createArrayOf("text", parameters.toArray()));
            statement.setString(5, role);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** All of them, by business. */
    public static List<View> list(ConnectionSource connections, String business) throws SQLException {
        List<View> views = new ArrayList<>();
        try (Connection connection = Library.open(connections);
                PreparedStatement statement = connection.prepareStatement("SELECT name, business, role, parameters, filter FROM image_library.view "
                        + "WHERE ?::text IS NULL OR business = ? ORDER BY business, name")) {
            statement.setString(1, business);
            statement.setString(2, business);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    views.add(new View(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
                }
            }
        }
        return views;
    }

    /** Drops a view; its role stays. */
    public static void drop(ConnectionSource connections, String name) throws SQLException {
        try (Connection connection = Library.open(connections);
                PreparedStatement statement = connection.prepareStatement("SELECT image_library.drop_view(?)")) {
            statement.setString(1, name);
            statement.execute();
        }
    }
}
