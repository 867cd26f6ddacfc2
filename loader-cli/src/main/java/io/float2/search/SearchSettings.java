package io.float2.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a session tells pgvector about searches.
 *
 * @param efSearch candidates that a search in a graph keeps
 * @param probes lists that a search in inverted lists looks through
 * @param iterative whether a search goes on until it has k rows
 */
record SearchSettings(int efSearch, int probes, boolean iterative) {

    private static final int DEFAULT_EF_SEARCH = 40;
    private static final int DEFAULT_PROBES = 1;

    /** Decides on what is not given, and sets all for the session. */
    static SearchSettings apply(Connection connection, int k, String where, int efSearch, int probes) throws SQLException {
        int keep = efSearch != SearchPlan.DEFAULT ? efSearch
                : Math.min(SearchPlan.MAX_EF_SEARCH, Math.max(configured(connection, "hnsw.ef_search", DEFAULT_EF_SEARCH), k));
        int look = probes != SearchPlan.DEFAULT ? probes : configured(connection, "ivfflat.probes", DEFAULT_PROBES);
        // With a condition the first candidates may not hold k that fulfil it: the walk has to go on.
        boolean iterative = where != null || k > keep;
        SearchSettings settings = new SearchSettings(keep, look, iterative);
        for (Map.Entry<String, String> setting : settings.values().entrySet()) {
            set(connection, setting.getKey(), setting.getValue());
        }
        return settings;
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        values.put("hnsw.ef_search", String.valueOf(efSearch));
        values.put("ivfflat.probes", String.valueOf(probes));
        if (iterative) {
            values.put("hnsw.iterative_scan", "strict_order");
            values.put("ivfflat.iterative_scan", "relaxed_order");
        }
        return values;
    }

    /** The same as statements for one transaction, which Citus sends to the nodes with it. */
    String forTransaction() {
        return values().entrySet().stream().map(setting -> "SET LOCAL " + setting.getKey() + " = '" + setting.getValue() + "'")
                .collect(Collectors.joining("; "));
    }

    static void set(Connection connection, String setting, String value) throws SQLException {
        try (PreparedStatement setter = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
            setter.setString(1, setting);
            setter.setString(2, value);
            setter.execute();
        }
    }

    private static int configured(Connection connection, String setting, int otherwise) throws SQLException {
        try (Statement asking = connection.createStatement();
                ResultSet row = asking.executeQuery("SELECT current_setting('" + setting + "', true)")) {
            row.next();
            String value = row.getString(1);
            return value == null || value.isEmpty() ? otherwise : Integer.parseInt(value);
        }
    }
}
