package io.float2.loader;

import io.float2.UserException;
import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the columns by which rows of a table are told apart: its primary key, else the only unique index over columns that are not null. */
final class ConflictKey {

    private static final String KEYS = """
            SELECT i.indisprimary,
                   (SELECT array_agg(a.attname ORDER BY k.n)
                      FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                      JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                     WHERE k.n <= i.indnkeyatts)
              FROM pg_index AS i
             WHERE i.indrelid = ?::oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
               AND NOT EXISTS (SELECT FROM pg_attribute AS a
                                WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]) AND NOT a.attnotnull)
             ORDER BY i.indisprimary DESC, i.indexrelid""";

    private ConflictKey() {}

    /** @throws UserException when there is no such key, or the load does not fill it */
    static List<String> of(RowLayout layout, Connection connection) throws SQLException {
        String table = layout.table().displayName();
        List<List<String>> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            statement.setLong(1, layout.table().oid());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next() && (keys.isEmpty() || !row.getBoolean(1))) {
                    Array names = row.getArray(2);
                    keys.add(List.of((String[]) names.getArray()));
                    if (row.getBoolean(1)) {
                        break;
                    }
                }
            }
        }
        if (keys.isEmpty()) {
            throw new UserException("--on-conflict needs a key, but the table " + table
                    + " has neither a primary key nor a unique index over columns that are NOT NULL");
        }
        if (keys.size() > 1) {
            throw new UserException("--on-conflict needs one key, but the table " + table + " has no primary key and " + keys.size()
                    + " unique indexes");
        }
        List<String> loaded = layout.targets().stream().map(ColumnInfo::name).toList();
        List<String> missing = keys.get(0).stream().filter(column -> !loaded.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new UserException("--on-conflict goes by the key of the table " + table + ", but nothing is loaded into its column "
                    + missing.stream().map(Identifier::display).collect(Collectors.joining(", ")));
        }
        return keys.get(0);
    }
}
