package io.float2.loader;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Copies batches over one connection, in a transaction that the caller ends. Used by one thread. */
final class BatchCopier {

    /** Hears of every batch sent. */
    @FunctionalInterface
    interface Listener {
        void sent(long rows, long bytes);
    }

    /** From this row of the COPY on, counted from 1, the rows are those of a batch that began here. */
    private record Stretch(long firstLine, String file, long firstRow, BitSet unwritten) {

        long rowAt(long line) {
            int place = unwritten.nextClearBit(0);
            for (long i = firstLine; i < line; i++) {
                place = unwritten.nextClearBit(place + 1);
            }
            return firstRow + place;
        }
    }

    /** The server counts the rows of a COPY in the context of its error; where it speaks another language the row is not named. */
    private static final Pattern LINE = Pattern.compile(", line (\\d+)");

    private final Connection connection;
    private final String copyStatement;
    private final RowEncoder encoder;
    private final BatchQueue queue;
    private final Listener listener;
    private final List<Stretch> stretches = new ArrayList<>();
    private long sent;
    private boolean ended;

    BatchCopier(Connection connection, String copyStatement, RowEncoder encoder, BatchQueue queue, Listener listener) {
        this.connection = connection;
        this.copyStatement = copyStatement;
        this.encoder = encoder;
        this.queue = queue;
        this.listener = listener;
    }

    /** Copies until the queue is through. The rows are in the table then, but not committed. */
    CopyResult copy() throws SQLException, InterruptedException {
        long rows = copy(Long.MAX_VALUE);
        return CopyResult.of(rows, sent, encoder);
    }

    /**
     * Runs one COPY of whole batches, of {@code enough} rows or a few more, or up to the queue's end.
     *
     * @return how many rows the server took
     */
    long copy(long enough) throws SQLException, InterruptedException {
        stretches.clear();
        try {
            return copyBatches(enough);
        } catch (SQLException e) {
            throw located(e, rowOf(e));
        }
    }

    private long copyBatches(long enough) throws SQLException, InterruptedException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copyStatement);
        try {
            CopyBuffer out = new CopyBuffer(copy::writeToCopy);
            encoder.begin(out);
            long lines = 0;
            while (lines < enough) {
                VectorBatch batch = queue.takeFull();
                if (batch == null) {
                    ended = true;
                    break;
                }
                BitSet unwritten = encoder.encode(batch, out);
                stretches.add(new Stretch(lines + 1, batch.file().toString(), batch.firstFileRow(), unwritten));
                lines += batch.rows() - unwritten.cardinality();
                sent += batch.rows();
                listener.sent(batch.rows(), batch.bytes());
                queue.putEmpty(batch);
            }
            encoder.end(out);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                cancel(copy);
            }
        }
    }

    /** Whether the queue is through. */
    boolean ended() {
        return ended;
    }

    /** Rows taken from the queue so far. */
    long sent() {
        return sent;
    }

    private static void cancel(CopyIn copy) {
        try {
            copy.cancelCopy();
        } catch (SQLException e) {
            // The connection is gone and the COPY with it; what led here is the failure to tell.
        }
    }

    /** Adds a place to what the server has to say against a row; other failures are left as they are. */
    static SQLException located(SQLException failure, String where) {
        String state = String.valueOf(failure.getSQLState());
        ServerErrorMessage server = failure instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        if (server == null || !isAgainstRow(state)) {
            return failure;
        }
        String detail = server.getDetail() == null ? "" : " (" + server.getDetail() + ")";
        throw new UserException(where + server.getMessage() + detail, failure);
    }

    /** Wrong values, broken constraints, too large for the table. */
    private static boolean isAgainstRow(String sqlState) {
        return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54");
    }

    private String rowOf(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        Matcher matcher = LINE.matcher(server == null || server.getWhere() == null ? "" : server.getWhere());
        long line = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        for (int i = stretches.size() - 1; i >= 0 && line > 0; i--) {
            Stretch stretch = stretches.get(i);
            if (line >= stretch.firstLine) {
                return stretch.file + ", row " + stretch.rowAt(line) + ": ";
            }
        }
        return "";
    }

    /** Names the place of the rows of the last COPY, which one statement has dealt with as a whole. */
    String lastRows(long lines) {
        if (stretches.isEmpty()) {
            return "";
        }
        Stretch first = stretches.get(0);
        return first.file + ", in the " + lines + " rows from row " + first.rowAt(first.firstLine) + " on: ";
    }
}
