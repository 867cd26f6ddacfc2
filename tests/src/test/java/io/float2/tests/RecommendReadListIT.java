package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Read lists: nothing is lost, nothing else is in them, whatever they are stored as. */
@WithDatabase
class RecommendReadListIT {

    private static final int SESSIONS = 12;
    private static final int CALLS = 40;
    private static final String READ = "SELECT array_agg(vid ORDER BY vid)::text FROM recommend.seen AS s, unnest(recommend.unpack(s.vids)) AS vid WHERE s.uid = 1";

    private final TestDatabase database;

    RecommendReadListIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void install(TestDatabase database) {
        Cli.Result installed = database.cli("recommend", "install");
        assertThat(installed.exitCode()).as(installed.err()).isZero();
    }

    @BeforeEach
    void oneUser() throws SQLException {
        database.execute("DELETE FROM recommend.users", "INSERT INTO recommend.users (uid) VALUES (1), (2)");
    }

    @Test
    void manySessionsAtOnceLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<?>> sessions = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
                int first = session;
                sessions.add(threads.submit(() -> markRead(first)));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        } finally {
            threads.shutdownNow();
        }
        // Each call marked ids that no other one did, and some that all did.
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT vid) FROM recommend.seen AS s, unnest(recommend.unpack(s.vids)) AS vid WHERE s.uid = 1"))
                .isEqualTo((SESSIONS * CALLS * 10 + 5) + " " + (SESSIONS * CALLS * 10 + 5));
    }

    /** Ids in an order of its own, so that sessions would lock parts in different orders if they did not put them in one. */
    private Void markRead(int session) throws SQLException {
        try (Connection connection = database.open();
                PreparedStatement call = connection.prepareStatement("SELECT recommend.mark_read(1, ?)")) {
            for (int i = 0; i < CALLS; i++) {
                List<Long> vids = new ArrayList<>();
                for (int n = 0; n < 10; n++) {
                    vids.add(1_000L + (i * SESSIONS + session) * 10L + n);
                }
                for (long n = 1; n <= 5; n++) {
                    vids.add(n);
                }
                Collections.rotate(vids, session);
                call.setArray(1, connection.createArrayOf("bigint", vids.toArray()));
                call.execute();
            }
        }
        return null;
    }

    @Test
    void aVideoInNoPoolIsNotedAndAUserThatGoesTakesTheListAlong() throws SQLException {
        database.execute("SELECT recommend.mark_read(1, '{5,7,5,-3,9223372036854775807}')", "SELECT recommend.mark_read(1, '{}')",
                "SELECT recommend.mark_read(1, '{7,8}')");
        assertThat(database.value(READ)).isEqualTo("{-3,5,7,8,9223372036854775807}");
        assertThat(database.value("SELECT recommend.is_read(1, 7) AND NOT recommend.is_read(1, 6) AND NOT recommend.is_read(2, 7)")).isEqualTo("t");
        database.execute("DELETE FROM recommend.users WHERE uid = 1");
        assertThat(database.value("SELECT count(*) FROM recommend.read_lists")).isEqualTo("0");
    }

    @Test
    void anotherNumberOfPartsKeepsWhatWasRead() throws SQLException {
        database.execute("SELECT recommend.mark_read(1, array_agg(i * i)) FROM generate_series(1, 1000) AS i");
        String before = database.value(READ);
        try {
            database.execute("CALL recommend.set_parts(7)");
            assertThat(database.value(READ)).isEqualTo(before);
            assertThat(database.value("SELECT max(part) FROM recommend.read_lists")).isEqualTo("6");
            assertThat(database.value("SELECT count(*) || ' ' || count(*) FILTER (WHERE is_there) FROM recommend.part_indexes")).isEqualTo("21 21");
            assertThatThrownBy(() -> database.execute("CALL recommend.set_parts(0)")).hasMessageContaining("there can be 1 to 1000 parts, not 0");
        } finally {
            database.execute("CALL recommend.set_parts(50)");
        }
        assertThat(database.value(READ)).isEqualTo(before);
    }

    @Test
    void aListTakesBelowAThirdOfItsJsonb() throws SQLException {
        database.execute("SELECT recommend.mark_read(1, array_agg(1 + floor(random() * 3000000)::bigint)) FROM generate_series(1, 50000)",
                "CALL recommend_reference.fill()");
        double packed = Double.parseDouble(database.value("SELECT sum(pg_column_size(vids)) FROM recommend.read_lists WHERE uid = 1"));
        double jsonb = Double.parseDouble(database.value("SELECT pg_column_size(readlist) FROM recommend_reference.users WHERE uid = 1"));
        assertThat(packed).isLessThan(jsonb / 3);
        assertThat(database.value("SELECT count(*) = (SELECT sum(id_set_cardinality(vids)) FROM recommend.read_lists WHERE uid = 1) FROM recommend_reference.users, "
                + "jsonb_array_elements(readlist) AS part, jsonb_array_elements_text(part) AS vid WHERE uid = 1 AND recommend.is_read(1, vid::bigint)"))
                .as("both have the same ids").isEqualTo("t");
    }

    @Test
    void roaringBitmapsDoTheSame() throws SQLException {
        assumeTrue(offers("roaringbitmap"), "the extension roaringbitmap is not installed");
        database.execute("CREATE EXTENSION IF NOT EXISTS roaringbitmap", "SELECT recommend.mark_read(1, array_agg(i * i)) FROM generate_series(1, 1000) AS i",
                "SELECT recommend.add_videos('global', NULL, array_agg(i), array_agg(3), array_agg(i)) FROM generate_series(1, 5000) AS i",
                "SELECT recommend.set_tags(1, '{\"(3,1,100)\"}')");
        String before = database.value(READ);
        String recommended = "SELECT string_agg(vid::text, ',') FROM recommend.recommend(1, 5)";
        String recommendedBefore = database.value(recommended);
        try {
            database.execute("CALL recommend.set_read_list_type('roaringbitmap64')");
            assertThat(database.value(READ)).isEqualTo(before);
            assertThat(database.value(recommended)).isEqualTo(recommendedBefore);
            database.execute("SELECT recommend.mark_read(1, '{2,3,4}')");
            assertThat(database.value("SELECT recommend.is_read(1, 3) AND NOT recommend.is_read(1, 5)")).isEqualTo("t");
            assertThat(database.value("SELECT DISTINCT pg_typeof(vids) FROM recommend.read_lists")).isEqualTo("roaringbitmap64");
        } finally {
            database.execute("CALL recommend.set_read_list_type('id_set')");
        }
        assertThat(database.value("SELECT recommend.is_read(1, 3) AND NOT recommend.is_read(1, 5) AND recommend.is_read(1, 1000000)")).isEqualTo("t");
    }

    @Test
    void reachIsCounted() throws SQLException {
        assumeTrue(offers("hll"), "the extension hll is not installed");
        database.execute("INSERT INTO recommend.users (uid) SELECT generate_series(3, 300)", "SELECT recommend.mark_read(uid, '{11}') FROM recommend.users WHERE uid <= 100",
                "CREATE EXTENSION IF NOT EXISTS hll", "CALL recommend.count_reach()");
        assertThat(reach(11)).as("read before counting began").isBetween(90, 110);
        database.execute("SELECT recommend.mark_read(uid, '{11,12}') FROM recommend.users", "SELECT recommend.mark_read(uid, '{12}') FROM recommend.users");
        assertThat(database.value("SELECT recommend.fold_reach()")).isEqualTo("600");
        assertThat(database.value("SELECT recommend.fold_reach()")).isEqualTo("0");
        assertThat(reach(11)).isBetween(280, 320);
        assertThat(reach(12)).as("nobody counts twice").isBetween(280, 320);
        assertThat(reach(13)).isZero();
        database.execute("UPDATE recommend.settings SET counts_reach = false");
    }

    @Test
    void whatIsNotThereIsNamed() throws SQLException {
        assertThatThrownBy(() -> database.execute("CALL recommend.set_read_list_type('jsonb')"))
                .hasMessageContaining("read lists can be of type id_set or roaringbitmap64, not jsonb");
        if (!"1".equals(database.value("SELECT count(*) FROM pg_extension WHERE extname = 'roaringbitmap'"))) {
            assertThatThrownBy(() -> database.execute("CALL recommend.set_read_list_type('roaringbitmap64')"))
                    .hasMessageContaining("the extension roaringbitmap is not there");
        }
        if (!"1".equals(database.value("SELECT count(*) FROM pg_extension WHERE extname = 'hll'"))) {
            assertThatThrownBy(() -> database.execute("CALL recommend.count_reach()")).hasMessageContaining("the extension hll is not there");
        }
    }

    private int reach(long vid) throws SQLException {
        return Integer.parseInt(database.value("SELECT recommend.reach_of(" + vid + ")"));
    }

    private boolean offers(String extension) throws SQLException {
        return "1".equals(database.value("SELECT count(*) FROM pg_available_extensions WHERE name = '" + extension + "'"));
    }
}
