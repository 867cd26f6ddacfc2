package io.float2.recommend;

import io.float2.UserException;
import io.float2.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** The statement that the recommender is measured by: {@code sql/recommend/reference/statement.sql}. */
final class ReferenceStatement {

    /** Where its tables are: the users with their read lists as jsonb, and our pools. */
    static final String SEARCH_PATH = "recommend_reference,recommend";

    private static final String PARTS = "hashint8(vid),50)";
    private static final String ORDER = "order by t1.score desc";

    private final String script;

    private ReferenceStatement(String script) {
        this.script = script;
    }

    /**
     * The statement for the recommender in a database.
     *
     * @throws UserException when the shares are not those that are written into it
     */
    static ReferenceStatement of(Connection connection) throws SQLException {
        if (Sql.number(connection, "SELECT count(*) FROM recommend.settings WHERE shares = '{20,30,50}'") == 0) {
            throw new UserException("the statement to compare with takes 50, 30 and 20 percent from the pools, but the recommender's "
                    + "shares are others: set them with recommend.set_shares(50, 30, 20)");
        }
        long parts = Sql.number(connection, "SELECT parts FROM recommend.settings");
        String script = RecommendScripts.read("reference/statement.sql");
        if (!script.contains(PARTS) || !script.contains(ORDER)) {
            throw new IllegalStateException("reference/statement.sql has changed");
        }
        return new ReferenceStatement(script.replace(PARTS, "hashint8(vid)," + parts + ")"));
    }

    /** As a script for pgbench, which sets {@code :users} and {@code :parts}. */
    String script() {
        return script;
    }

    /** As one query whose answer is certain: the smaller vid first among equal scores. */
    String query(long uid, int part) {
        return script.replaceAll("(?m)^(--|\\\\).*$", "")
                .replace(ORDER, ORDER + ", t1.vid")
                .replace(":uid", String.valueOf(uid))
                .replace(":mod", String.valueOf(part));
    }
}
