package io.float2.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An ANN index.
 *
 * @param name as in SQL, with its schema where that is needed
 * @param method access method: ann or ann_ivfflat
 * @param valid whether the server may use it
 * @param column the column it is on, null for an expression
 * @param operatorClass such as float2_l2_ops
 * @param operator the only one that it serves
 * @param dimension of its vectors, -1 when not known
 * @param predicate the condition of a partial index, null for one on all rows
 */
record AnnIndex(String name, String method, boolean valid, String column, String operatorClass, String operator, int dimension,
        String predicate) {

    private static final String SQL = """
            SELECT i.indexrelid::regclass::text AS name, m.amname AS method, i.indisvalid AND i.indisready AS valid, a.attname,
                   k.opcname, coalesce((SELECT oprname FROM pg_amop AS o JOIN pg_operator AS p ON p.oid = o.amopopr
                     WHERE o.amopfamily = k.opcfamily AND o.amoppurpose = 'o' LIMIT 1), '') AS operator,
                   (SELECT atttypmod FROM pg_attribute WHERE attrelid = i.indexrelid AND attnum = 1) AS dimension,
                   pg_get_expr(i.indpred, i.indrelid) AS predicate
              FROM pg_index AS i
              JOIN pg_class AS c ON c.oid = i.indexrelid
              JOIN pg_am AS m ON m.oid = c.relam AND m.amname IN ('ann', 'ann_ivfflat')
              JOIN pg_opclass AS k ON k.oid = i.indclass[0]
              LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attnum > 0
             WHERE ?::text IS NULL OR i.indrelid = ?::regclass
             ORDER BY name""";

    /** All of a database, or of one table. */
    static List<AnnIndex> find(Connection connection, String quotedTable) throws SQLException {
        List<AnnIndex> indexes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, quotedTable);
            statement.setString(2, quotedTable);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    indexes.add(new AnnIndex(row.getString("name"), row.getString("method"), row.getBoolean("valid"),
                            row.getString("attname"), row.getString("opcname"), row.getString("operator"), row.getInt("dimension"),
                            row.getString("predicate")));
                }
            }
        }
        return indexes;
    }

    /** Whether all can be used; each database has an answer. */
    static Finding check(Connection connection) throws SQLException {
        List<AnnIndex> all = find(connection, null);
        List<String> invalid = all.stream().filter(index -> !index.valid()).map(AnnIndex::name).toList();
        return invalid.isEmpty()
                ? Finding.ok("ANN indexes", all.isEmpty() ? "none" : all.size() + ", all valid")
                : Finding.warn("ANN indexes", String.join(", ", invalid)
                        + (invalid.size() == 1 ? " is" : " are") + " invalid: a build failed or has not ended, and no query uses it",
                        "if no build is running: REINDEX INDEX " + invalid.get(0) + ", or drop it");
    }
}
