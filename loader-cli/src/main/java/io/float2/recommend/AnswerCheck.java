package io.float2.recommend;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares our answers with those of the statement before us, row for row. */
public final class AnswerCheck {

    /** Our rows without those that stand in for a pool that is short, which the statement does not have: tag by tag, pool by pool. */
    private static final String OURS = """
            SELECT (SELECT array_agg(vid ORDER BY n) FROM rows WHERE tag = t.tag AND pool = 'global'),
                   (SELECT array_agg(vid ORDER BY n) FROM rows WHERE tag = t.tag AND pool = 'province'),
                   (SELECT array_agg(vid ORDER BY n) FROM rows WHERE tag = t.tag AND pool = 'city')
              FROM recommend.users AS u, unnest(u.tag_scores1) WITH ORDINALITY AS t (tag, score, limits, n)
             WHERE u.uid = %1$d ORDER BY t.n
            """;
    private static final String ROWS = """
            WITH rows AS (SELECT * FROM recommend.recommend(%1$d, %2$d) WITH ORDINALITY AS r (pool, tag, vid, score, instead_of, n)
                           WHERE instead_of IS NULL)
            """;

    private AnswerCheck() {}

    /**
     * Compares the answers to one request. {@code recommend_reference.users} must hold the users as they are.
     *
     * @return how many rows were the same
     * @throws UserException when one is not
     */
    public static int compare(Connection connection, long uid, int part) throws SQLException {
        ReferenceStatement statement = ReferenceStatement.of(connection);
        List<String> theirs = rows(connection, statement.query(uid, part));
        List<String> ours = rows(connection, (ROWS + OURS).formatted(uid, part));
        if (!ours.equals(theirs)) {
            throw new UserException("the answers to user " + uid + " and part " + part + " are not the same: " + ours + " here, "
                    + theirs + " from the statement before");
        }
        return ours.stream().mapToInt(AnswerCheck::ids).sum();
    }

    /** Ids in a row of three arrays, of which one may be null. */
    private static int ids(String arrays) {
        return (int) Arrays.stream(arrays.split("[^0-9]+")).filter(id -> !id.isEmpty()).count();
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path = " + ReferenceStatement.SEARCH_PATH);
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows.add(result.getString(1) + " " + result.getString(2) + " " + result.getString(3));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return rows;
    }
}
