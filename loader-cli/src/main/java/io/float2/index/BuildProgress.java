package io.float2.index;

import io.float2.progress.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Watches the build of an index in one server process. */
final class BuildProgress implements BuildWatch {

    private static final String LOOK = """
            SELECT phase, blocks_total, blocks_done, tuples_total, tuples_done
              FROM pg_stat_progress_create_index WHERE pid = ?""";

    /** What the server puts before the steps of the access method. */
    private static final String BUILDING = "building index: ";

    private final PreparedStatement statement;
    private final String index;
    private final Progress progress;
    private String phase;
    private long total;
    private long told;

    /**
     * @param pid of the server process that builds
     * @param index what the steps are said to be of
     */
    BuildProgress(Connection connection, int pid, String index, Progress progress) throws SQLException {
        statement = connection.prepareStatement(LOOK);
        statement.setInt(1, pid);
        this.index = index;
        this.progress = progress;
    }

    @Override
    public void look() throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return;
            }
            // A build of ann reads all blocks first and then links as many tuples, all in one phase.
            boolean read = row.getLong(4) > 0 && row.getLong(3) == row.getLong(2);
            boolean blocks = row.getLong(2) > 0 && !read;
            long all = row.getLong(blocks ? 2 : 4);
            long done = row.getLong(blocks ? 3 : 5);
            if (all == 0 && row.getString(1).startsWith("building")) {
                // How much there is to do is known a moment later.
                return;
            }
            String current = row.getString(1) + blocks + all;
            if (!current.equals(phase)) {
                phase = current;
                total = all;
                told = 0;
                progress.phase(step(row.getString(1)) + " of " + index, blocks ? "blocks" : "tuples", all > 0 ? all : Progress.UNKNOWN);
            }
            if (done > told) {
                progress.advance(done - told, 0);
                told = done;
            }
        }
    }

    /** The end of a long name is cut off on a terminal, so what changes comes first. */
    private static String step(String phase) {
        return phase.startsWith(BUILDING) ? phase.substring(BUILDING.length()) : phase;
    }

    @Override
    public void done() {
        if (phase != null) {
            // What was done since the last look.
            progress.advance(Math.max(0, total - told), 0);
            progress.done();
        }
    }
}
