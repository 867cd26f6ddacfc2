package io.float2.loader;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Copies batches over one connection, all within one COPY, in a transaction that the caller ends. Used by one thread. */
final class BatchCopier {

    /** What one COPY brought. */
    record Copied(long rows, ValueCounts values) {

        static final Copied NOTHING = new Copied(0, ValueCounts.NONE);

        Copied plus(Copied other) {
            return new Copied(rows + other.rows, values.plus(other.values));
        }
    }

    /** Hears of every batch sent. */
    @FunctionalInterface
    interface Listener {
        void sent(long rows, long bytes);
    }

    /** From this row of the COPY on, counted from 1, the rows are those of a batch that began here. */
    private record Stretch(long firstLine, String file, long firstRow) {}

    /** The server counts the rows of a COPY in the context of its error; where it speaks another language the row is not named. */
    private static final Pattern LINE = Pattern.compile(", line (\\d+)");

    private final Connection connection;
    private final String copyStatement;
    private final RowEncoder encoder;
    private final BatchQueue queue;
    private final Listener listener;
    private final List<Stretch> stretches = new ArrayList<>();
    private long sent;

    BatchCopier(Connection connection, String copyStatement, RowEncoder encoder, BatchQueue queue, Listener listener) {
        this.connection = connection;
        this.copyStatement = copyStatement;
        this.encoder = encoder;
        this.queue = queue;
        this.listener = listener;
    }

    /** Copies until the queue is through. The rows are in the table then, but not committed. */
    Copied copy() throws SQLException, InterruptedException {
        try {
            return copyAll();
        } catch (SQLException e) {
            throw located(e);
        }
    }

    private Copied copyAll() throws SQLException, InterruptedException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copyStatement);
        try {
            CopyBuffer out = new CopyBuffer(copy::writeToCopy);
            encoder.begin(out);
            for (VectorBatch batch = queue.takeFull(); batch != null; batch = queue.takeFull()) {
                stretches.add(new Stretch(sent + 1, batch.file().toString(), batch.firstFileRow()));
                encoder.encode(batch, out);
                sent += batch.rows();
                listener.sent(batch.rows(), batch.bytes());
                queue.putEmpty(batch);
            }
            encoder.end(out);
            return new Copied(copy.endCopy(), encoder.counts());
        } finally {
            if (copy.isActive()) {
                cancel(copy);
            }
        }
    }

    private static void cancel(CopyIn copy) {
        try {
            copy.cancelCopy();
        } catch (SQLException e) {
            // The connection is gone and the COPY with it; what led here is the failure to tell.
        }
    }

    /** Adds file and row to what the server has to say against a row; other failures are left as they are. */
    private SQLException located(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        ServerErrorMessage server = failure instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        if (server == null || !isAgainstRow(state)) {
            return failure;
        }
        String detail = server.getDetail() == null ? "" : " (" + server.getDetail() + ")";
        throw new UserException(rowOf(server.getWhere()) + server.getMessage() + detail, failure);
    }

    /** Wrong values, broken constraints, too large for the table. */
    private static boolean isAgainstRow(String sqlState) {
        return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54");
    }

    private String rowOf(String context) {
        Matcher matcher = LINE.matcher(context == null ? "" : context);
        long line = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        for (int i = stretches.size() - 1; i >= 0 && line > 0; i--) {
            Stretch stretch = stretches.get(i);
            if (line >= stretch.firstLine) {
                return stretch.file + ", row " + (stretch.firstRow + line - stretch.firstLine) + ": ";
            }
        }
        return "";
    }
}
