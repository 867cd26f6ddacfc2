package io.float2.index;

import io.float2.progress.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Watches the build of an index from a second connection. Used by one thread. */
final class BuildProgress {

    private static final String LOOK = """
            SELECT phase, blocks_total, blocks_done, tuples_total, tuples_done
              FROM pg_stat_progress_create_index WHERE pid = ?""";

    private final PreparedStatement statement;
    private final String index;
    private final Progress progress;
    private String phase;
    private long told;

    /** @param pid of the server process that builds */
    BuildProgress(Connection connection, int pid, String index, Progress progress) throws SQLException {
        statement = connection.prepareStatement(LOOK);
        statement.setInt(1, pid);
        this.index = index;
        this.progress = progress;
    }

    /** Looks once, and tells the listener what is new. */
    void look() throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return;
            }
            boolean blocks = row.getLong(2) > 0;
            long total = row.getLong(blocks ? 2 : 4);
            long done = row.getLong(blocks ? 3 : 5);
            if (total == 0 && row.getString(1).startsWith("building")) {
                // How much there is to do is known a moment later.
                return;
            }
            String current = row.getString(1) + total;
            if (!current.equals(phase)) {
                phase = current;
                told = 0;
                progress.phase(index + ": " + row.getString(1), blocks ? "blocks" : "tuples", total > 0 ? total : Progress.UNKNOWN);
            }
            if (done > told) {
                progress.advance(done - told, 0);
                told = done;
            }
        }
    }

    /** The build has ended well. */
    void done() {
        if (phase != null) {
            progress.done();
        }
    }
}
