package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A session that inserts, updates and deletes rows of {@code items (id, source, v)} until it loses its connection, and remembers what
 * has to be there: each row's source is the row of {@code sample} that its vector comes from.
 *
 * <p>Sessions have rows of their own: the numbers that leave the same remainder.
 */
final class CrashWriter {

    private static final int MOST_AT_ONCE = 20;
    private static final int FEW = 700;
    private static final int MANY = 1_500;

    private final int remainder;
    private final int sessions;
    /** Source by row, as acknowledged by the server. */
    private final Map<Integer, Integer> rows = new TreeMap<>();
    /** What the statement under way changes; null as the source of a row that it deletes. */
    private Map<Integer, Integer> underWay = Map.of();
    private int next;
    private long acknowledged;

    CrashWriter(int remainder, int sessions) {
        this.remainder = remainder;
        this.sessions = sessions;
        this.next = remainder;
    }

    /** Statements that the server has acknowledged so far. */
    long acknowledged() {
        return acknowledged;
    }

    /** Writes for as long as the connection lives; the failure that ends it. */
    SQLException writeUntilTheEnd(TestDatabase database, Random random) {
        try (Connection connection = database.open()) {
            while (true) {
                write(connection, random);
            }
        } catch (SQLException e) {
            return e;
        }
    }

    /** Fills the table until the session has its share of rows. */
    void fill(TestDatabase database, Random random) throws SQLException {
        try (Connection connection = database.open()) {
            while (rows.size() < FEW) {
                insert(connection, random);
            }
        }
    }

    /** Deletes a part of the session's rows in one statement. */
    void thin(TestDatabase database, Random random, double part) throws SQLException {
        try (Connection connection = database.open()) {
            change(connection, "DELETE FROM items WHERE id IN (SELECT id FROM unnest(?::int[], ?::int[]) AS u (id, source))",
                    some(random, (int) (rows.size() * part), false));
        }
    }

    /**
     * Compares what is there with what has to be. A statement that the crash cut short has happened as a whole or not at all; which of
     * them is then taken for true.
     *
     * @param actual source by row, of all sessions' rows
     */
    void settle(Map<Integer, Integer> actual) {
        Map<Integer, Integer> own = new TreeMap<>(actual);
        own.keySet().removeIf(id -> id % sessions != remainder);
        Map<Integer, Integer> after = with(underWay);
        underWay = Map.of();
        assertThat(own).as("rows of session %d, whose last statement is in doubt", remainder).isIn(rows, after);
        rows.clear();
        rows.putAll(own);
    }

    private void write(Connection connection, Random random) throws SQLException {
        int choice = random.nextInt(10);
        if (rows.size() < FEW || choice < 4 && rows.size() < MANY) {
            insert(connection, random);
        } else if (choice < 7) {
            change(connection, "UPDATE items AS i SET source = u.source, v = s.v FROM unnest(?::int[], ?::int[]) AS u (id, source) "
                    + "JOIN sample AS s ON s.id = u.source WHERE i.id = u.id", some(random, 1 + random.nextInt(MOST_AT_ONCE), true));
        } else {
            change(connection, "DELETE FROM items WHERE id IN (SELECT id FROM unnest(?::int[], ?::int[]) AS u (id, source))",
                    some(random, 1 + random.nextInt(MOST_AT_ONCE), false));
        }
    }

    private void insert(Connection connection, Random random) throws SQLException {
        Map<Integer, Integer> fresh = new HashMap<>();
        for (int i = 1 + random.nextInt(MOST_AT_ONCE); i > 0; i--) {
            fresh.put(next, random.nextInt(20_000));
            next += sessions;
        }
        change(connection, "INSERT INTO items SELECT u.id, u.source, s.v FROM unnest(?::int[], ?::int[]) AS u (id, source) "
                + "JOIN sample AS s ON s.id = u.source", fresh);
    }

    /** Rows to be changed, each with a new source or, when they are to be deleted, with none. */
    private Map<Integer, Integer> some(Random random, int count, boolean kept) {
        List<Integer> ids = new ArrayList<>(rows.keySet());
        Collections.shuffle(ids, random);
        Map<Integer, Integer> changes = new HashMap<>();
        for (int id : ids.subList(0, Math.min(count, ids.size()))) {
            changes.put(id, kept ? (rows.get(id) + 1 + random.nextInt(19_999)) % 20_000 : null);
        }
        return changes;
    }

    private void change(Connection connection, String sql, Map<Integer, Integer> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<Integer> ids = new ArrayList<>(changes.keySet());
            statement.setArray(1, connection.createArrayOf("int4", ids.toArray()));
            statement.setArray(2, connection.createArrayOf("int4", ids.stream().map(changes::get).toArray()));
            underWay = changes;
            statement.executeUpdate();
        }
        Map<Integer, Integer> after = with(changes);
        rows.clear();
        rows.putAll(after);
        underWay = Map.of();
        acknowledged++;
    }

    private Map<Integer, Integer> with(Map<Integer, Integer> changes) {
        Map<Integer, Integer> after = new TreeMap<>(rows);
        changes.forEach((id, source) -> {
            if (source == null) {
                after.remove(id);
            } else {
                after.put(id, source);
            }
        });
        return after;
    }
}
