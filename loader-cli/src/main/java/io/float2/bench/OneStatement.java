package io.float2.bench;

import io.float2.jdbc.Float2Types;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGStatement;

/** Filter, search and columns in one statement; how is the planner's choice. */
final class OneStatement implements SearchWay {

    private static final Pattern SCAN = Pattern.compile("(\\w[\\w ]* Scan)(?: using (\\w+)| on (\\w+))?");

    private final String name;
    private final Connection connection;
    private final BenchData data;
    private final Float2Types types;
    private final String sql;
    private final PreparedStatement search;
    private final List<String> settings;

    OneStatement(String name, Connection connection, TableName table, HybridFilter filter, int k, List<Integer> efSearch, BenchData data)
            throws SQLException {
        this.name = name;
        this.connection = connection;
        this.data = data;
        types = Float2Types.register(connection);
        sql = "SELECT id, sensor, distance, case_id, label, vector <-> ? AS nearness FROM " + table.quoted() + filter.where()
                + " ORDER BY nearness LIMIT " + k;
        settings = efSearch.stream().map(String::valueOf).toList();
        set(settings.get(0));
        search = connection.prepareStatement(sql);
        search.unwrap(PGStatement.class).setPrepareThreshold(1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> settings() {
        return settings;
    }

    @Override
    public void set(String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A plan that was kept from another setting is none for this one.
            statement.execute("SET hnsw.ef_search = " + setting + "; DISCARD PLANS");
        }
    }

    @Override
    public int search(int query, int[] found) throws SQLException {
        search.setObject(1, types.vectorOfHalves(data.queries()[query]));
        int count = 0;
        try (ResultSet row = search.executeQuery()) {
            while (row.next()) {
                found[count++] = row.getInt(1);
                Columns.read(row);
            }
        }
        return count;
    }

    /** The scans of the plan. */
    @Override
    public String plan() throws SQLException {
        List<String> scans = new ArrayList<>();
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN (COSTS OFF) " + sql)) {
            explain.setObject(1, types.vectorOfHalves(data.queries()[0]));
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    Matcher scan = SCAN.matcher(row.getString(1));
                    if (scan.find()) {
                        scans.add(scan.group(2) == null ? scan.group(1) : scan.group(1) + " using " + scan.group(2));
                    }
                }
            }
        }
        return String.join(", ", scans);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
