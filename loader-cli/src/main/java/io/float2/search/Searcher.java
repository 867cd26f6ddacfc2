package io.float2.search;

import io.float2.UserException;
import io.float2.sql.ColumnInfo;
import io.float2.sql.ConnectionSource;
import io.float2.sql.Identifier;
import io.float2.sql.TableInfo;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Finds the nearest rows to a vector. Holds one connection, which only reads, until it is closed. Not thread safe.
 *
 * <p>With a condition, k rows come back whenever k rows fulfil it: the walk through the index goes on until it has them, and if it
 * gives up before, all rows are compared.
 */
public final class Searcher implements AutoCloseable {

    private static final String KEY = """
            SELECT a.attname
              FROM pg_index AS i
              JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
             WHERE i.indrelid = ?::oid AND i.indisprimary AND i.indnkeyatts = 1""";

    private final NearestSession session;
    private final SearchPlan plan;

    private Searcher(NearestSession session, SearchPlan plan) {
        this.session = session;
        this.plan = plan;
    }

    /**
     * Connects and looks the column up.
     *
     * @throws UserException when table or columns are not there
     */
    public static Searcher open(SearchPlan plan, ConnectionSource connections) throws SQLException {
        return new Searcher(NearestSession.open(connections, plan, true, SearchPlan.DEFAULT), plan);
    }

    /**
     * Finds the rows nearest to a vector.
     *
     * @throws UserException when the vector is of another length than those in the table; the sentence has both
     */
    public SearchResult search(float[] query) throws SQLException {
        session.checkLength(query, "the query");
        SearchResult result = session.run(query);
        if (plan.where() == null || result.rows().size() == plan.k() || !session.plan(query).usesIndex()) {
            return result;
        }
        session.compareAll(true);
        try {
            SearchResult all = session.run(query);
            return new SearchResult(all.columns(), all.rows(), result.seconds() + all.seconds(), true);
        } finally {
            session.compareAll(false);
        }
    }

    /** How the server runs the search: the lines of {@code EXPLAIN (ANALYZE, BUFFERS)}. */
    public List<String> explain(float[] query) throws SQLException {
        session.checkLength(query, "the query");
        return session.analyze(query);
    }

    /**
     * The vector of the row with the given id, given as text.
     *
     * @throws UserException when no row has it, or the row has no vector
     */
    public float[] vectorOf(String id) throws SQLException {
        TableInfo table = session.column().table();
        ColumnInfo key = table.requireColumn(plan.idColumn() == null ? primaryKey(table) : plan.idColumn());
        String sql = "SELECT " + session.column().quoted() + "::float4[] FROM " + table.name().quoted() + " WHERE "
                + Identifier.quote(key.name()) + " = CAST(? AS " + key.typeName() + ") LIMIT 1";
        String row = "in " + table.displayName() + " whose " + Identifier.display(key.name()) + " is " + id;
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            statement.setString(1, id);
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    throw new UserException("there is no row " + row);
                }
                Array vector = found.getArray(1);
                if (vector == null) {
                    throw new UserException("the row " + row + " has no vector");
                }
                return unboxed((Float[]) vector.getArray());
            }
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("22")) {
                throw new UserException("there is no row " + row + ": that is no " + key.typeName(), e);
            }
            throw e;
        }
    }

    private String primaryKey(TableInfo table) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(KEY)) {
            statement.setLong(1, table.oid());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return row.getString(1);
                }
            }
        }
        throw new UserException("the table " + table.displayName() + " has no primary key of one column; --id-column names a column "
                + "instead");
    }

    private static float[] unboxed(Float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
