package io.float2.search;

import io.float2.UserException;
import io.float2.loader.source.VecsFile;
import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import io.float2.sql.Metric;
import io.float2.sql.TableInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Neighbours computed before: their distances, or their row numbers, whose distances the server then computes. */
final class TruthFile implements Truth {

    private static final String DISTANCES = ".fvecs";
    private static final String ROW_NUMBERS = ".ivecs";

    private final VecsFile file;
    private final int k;
    private final NearestSession session;
    /** Null when the file has distances. */
    private final PreparedStatement farthest;

    private TruthFile(VecsFile file, NearestSession session, SearchPlan plan, boolean rowNumbers) throws SQLException {
        this.file = file;
        this.session = session;
        k = plan.k();
        farthest = rowNumbers ? session.connection().prepareStatement(farthestSql(session, plan)) : null;
    }

    static TruthFile open(Path path, NearestSession session, SearchPlan plan) throws SQLException {
        boolean rowNumbers = path.toString().endsWith(ROW_NUMBERS);
        if (!rowNumbers && !path.toString().endsWith(DISTANCES)) {
            throw new UserException(path + " is neither " + ROW_NUMBERS + " (row numbers) nor " + DISTANCES + " (squared distances)");
        }
        if (!rowNumbers && plan.metric() != Metric.L2) {
            throw new UserException(path + " has squared L2 distances, which say nothing about another metric");
        }
        VecsFile file = VecsFile.open(path, rowNumbers ? VecsFile.Element.INT32 : VecsFile.Element.FLOAT32);
        try {
            if (file.dimension() < plan.k()) {
                throw new UserException(path + " has " + file.dimension() + " neighbours for each query, fewer than the " + plan.k()
                        + " asked for");
            }
            return new TruthFile(file, session, plan, rowNumbers);
        } catch (SQLException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String farthestSql(NearestSession session, SearchPlan plan) {
        TableInfo table = session.column().table();
        ColumnInfo id = table.requireColumn(plan.idColumn() == null ? "id" : plan.idColumn());
        return "SELECT count(*), max(" + session.column().quoted() + " " + session.operator() + " ?::float4[]) FROM "
                + table.name().quoted() + " WHERE " + Identifier.quote(id.name()) + " = ANY (?::int4[])";
    }

    @Override
    public Reach of(QueryFile.Query query) throws SQLException {
        if (query.row() > file.rows()) {
            throw new UserException(file.path() + " has " + file.rows() + " rows, so it tells nothing of query " + query.row());
        }
        file.position(query.row() - 1);
        ByteBuffer row = file.read(1);
        if (farthest == null) {
            return new Reach(k, Math.sqrt(row.getFloat(VecsFile.HEADER + (k - 1) * Float.BYTES)));
        }
        int[] ids = new int[k];
        for (int i = 0; i < k; i++) {
            ids[i] = row.getInt(VecsFile.HEADER + i * Integer.BYTES);
        }
        return farthestOf(query, ids);
    }

    private Reach farthestOf(QueryFile.Query query, int[] ids) throws SQLException {
        PGConnection connection = session.connection().unwrap(PGConnection.class);
        farthest.setArray(1, connection.createArrayOf("float4", query.vector()));
        farthest.setArray(2, connection.createArrayOf("int4", ids));
        try (ResultSet row = farthest.executeQuery()) {
            row.next();
            if (row.getLong(1) != k) {
                throw new UserException(file.path() + ", row " + query.row() + ": of its first " + k + " row numbers "
                        + session.column().table().displayName() + " has " + row.getLong(1));
            }
            return new Reach(k, row.getDouble(2));
        }
    }

    @Override
    public String source() {
        return file.path().toString();
    }

    @Override
    public void close() {
        file.close();
    }
}
