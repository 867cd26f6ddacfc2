package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to an index in its life, and what it finds after each of these things. */
@WithDatabase
@Timeout(180)
class AnnLifeIT {

    private static final int ROWS = 2_000;

    private final TestDatabase database;

    @TempDir
    Path directory;

    AnnLifeIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) throws SQLException {
        AnnSample.load(database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.execute("DROP TABLE IF EXISTS items, parts");
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatCameAfterTheBuild(AnnMethod method) throws SQLException {
        makeItems(method, ROWS / 2);
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + ROWS / 2 + " AND " + (ROWS - 1));
        assertFindsAll(method, ROWS);
        assertThat(AnnSearch.in(database, method, "items").foundBySelf("id >= " + ROWS / 2, "items_v"))
                .isGreaterThanOrEqualTo(method.reachedFloor());
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatCameToAnEmptyTable(AnnMethod method) throws SQLException {
        makeItems(method, 0);
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < " + ROWS / 2, "ANALYZE items");
        assertFindsAll(method, ROWS / 2, method.emptyRecallFloor());
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatWereTakenBackAreNotFound(AnnMethod method) throws SQLException {
        makeItems(method, ROWS);
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO items SELECT 100000 + id, v FROM queries");
            connection.rollback();
        }
        assertFindsAll(method, ROWS);
        database.execute("VACUUM items");
        assertFindsAll(method, ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void anUpdatedRowIsFoundByItsNewVector(AnnMethod method) throws SQLException {
        makeItems(method, ROWS);
        database.execute("UPDATE items AS i SET v = s.v FROM sample AS s WHERE i.id % 2 = 0 AND s.id = i.id + 10000");
        assertFindsAll(method, ROWS);
        AnnSearch search = AnnSearch.in(database, method, "items");
        assertThat(search.foundBySelf("id % 2 = 0", "items_v")).isGreaterThanOrEqualTo(method.reachedFloor());
        database.execute("VACUUM items");
        assertFindsAll(method, ROWS);
        // Where no indexed column changes, the index is left alone and goes by way of the row's former place.
        database.execute("ALTER TABLE items ADD COLUMN note int", "UPDATE items SET note = 1 WHERE id < 200");
        assertThat(search.recall("items_v")).isGreaterThanOrEqualTo(method.recallFloor());
        assertThat(search.reached("items_v")).isGreaterThanOrEqualTo(method.reachedFloor());
    }

    @ParameterizedTest
    @EnumSource
    void deletedRowsAreGoneAndTheirSpaceIsUsedAgain(AnnMethod method) throws SQLException {
        makeItems(method, ROWS);
        long size = sizeOfIndex();
        for (int round = 1; round <= 2; round++) {
            // Whole regions of the graph go, not every other row of it.
            String distance = "v <-> (SELECT v FROM queries WHERE id = " + round + ")";
            database.execute("DELETE FROM items WHERE " + distance + " > (SELECT percentile_cont(0.4) WITHIN GROUP (ORDER BY " + distance
                    + ") FROM items)");
            int left = Integer.parseInt(database.value("SELECT count(*) FROM items"));
            assertThat(left).isEqualTo(ROWS * 4 / 10);
            vacuumAllButThose(left);
            assertFindsAll(method, left);
            database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < " + ROWS + " ON CONFLICT DO NOTHING");
            assertFindsAll(method, ROWS);
        }
        // Without reuse it would be about twice as large. A list gets the same rows again; a graph's nodes get new levels by chance.
        assertThat(sizeOfIndex()).as("size of the index").isLessThanOrEqualTo(method == AnnMethod.ANN ? size * 5 / 4 : size);
        database.execute("DELETE FROM items", "VACUUM items");
        assertThat(database.value("SET enable_seqscan = off; SELECT count(*) FROM (SELECT 1 FROM items ORDER BY v <-> "
                + "(SELECT v FROM queries WHERE id = 0) LIMIT 10) AS s")).isEqualTo("0");
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < " + ROWS / 4);
        assertFindsAll(method, ROWS / 4);
    }

    private long sizeOfIndex() throws SQLException {
        return Long.parseLong(database.value("SELECT pg_relation_size('items_v')"));
    }

    /**
     * Vacuums until the index has no row but those that are left: beside a statement of another session, such as the server's own ANALYZE
     * of another table, a vacuum keeps what that might still see.
     */
    private void vacuumAllButThose(int left) throws SQLException {
        for (int i = 0; i < 100; i++) {
            database.execute("VACUUM items");
            if (database.value("SELECT reltuples::int FROM pg_class WHERE oid = 'items_v'::regclass").equals(String.valueOf(left))) {
                return;
            }
            database.execute("SELECT pg_sleep(0.1)");
        }
        throw new AssertionError("the index has more rows than the table after 100 vacuums");
    }

    @ParameterizedTest
    @CsvSource({
        "ANN, 0, INDEX items_v",
        "ANN, 2, INDEX items_v",
        "ANN, 0, INDEX CONCURRENTLY items_v",
        "ANN, 2, INDEX CONCURRENTLY items_v",
        "ANN, 0, TABLE items",
        "ANN_IVFFLAT, 0, INDEX items_v",
        "ANN_IVFFLAT, 2, INDEX items_v",
        "ANN_IVFFLAT, 0, INDEX CONCURRENTLY items_v",
        "ANN_IVFFLAT, 2, INDEX CONCURRENTLY items_v",
        "ANN_IVFFLAT, 0, TABLE items"})
    void reindex(AnnMethod method, int workers, String what) throws SQLException {
        makeItems(method, ROWS);
        database.execute("DELETE FROM items WHERE id % 3 = 0");
        String before = database.value("SELECT pg_relation_filenode('items_v')");
        AnnBuild build = AnnBuild.run(database, "items", workers, "REINDEX " + what);
        assertThat(build.parallel()).as("parallel: %s", build.messages()).isEqualTo(workers > 0);
        assertThat(database.value("SELECT pg_relation_filenode('items_v')")).isNotEqualTo(before);
        assertThat(indexes()).containsExactly("items_v true");
        assertFindsAll(method, Integer.parseInt(database.value("SELECT count(*) FROM items")));
    }

    /** An index that was built without the option dim knows it from the build; its table may lose all rows later. */
    @ParameterizedTest
    @CsvSource({
        "ANN, TRUNCATE items",
        "ANN, REINDEX INDEX items_v",
        "ANN, REINDEX INDEX CONCURRENTLY items_v",
        "ANN, VACUUM FULL items",
        "ANN_IVFFLAT, TRUNCATE items",
        "ANN_IVFFLAT, REINDEX INDEX items_v",
        "ANN_IVFFLAT, REINDEX INDEX CONCURRENTLY items_v",
        "ANN_IVFFLAT, VACUUM FULL items"})
    void anIndexThatReadItsDimensionFromTheRowsOutlivesThem(AnnMethod method, String statement) throws SQLException {
        AnnSample.copy(database, "", "items", "float2[]", 100);
        database.execute(method.createWithoutDimension("items_v", "items"), "DELETE FROM items", "VACUUM items", statement);
        assertThatThrownBy(() -> database.execute("INSERT INTO items VALUES (1, '{1,2,3}')"))
                .hasMessageContaining("holds vectors of 128 dimensions, but the row has 3");
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < 500", "ANALYZE items");
        assertFindsAll(method, 500, method.emptyRecallFloor());
    }

    @Tag("machine") // whose pg_dump reads no newer server
    @ParameterizedTest
    @EnumSource
    void anEmptiedTableIsDumpedWithTheDimensionOfItsIndex(AnnMethod method) throws SQLException, IOException, InterruptedException {
        AnnSample.copy(database, "", "items", "float2[]", 100);
        database.execute(method.createWithoutDimension("items_v", "items"), "DELETE FROM items");
        Path file = directory.resolve("dump.sql");
        ServerProgram.client(database.target(), "pg_dump", "--table=items", "--file=" + file);
        database.execute("DROP TABLE items");
        ServerProgram.client(database.target(), "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file.toString());
        database.execute("INSERT INTO items SELECT id, v FROM sample WHERE id < 500");
        assertFindsAll(method, 500, method.emptyRecallFloor());
    }

    @ParameterizedTest
    @EnumSource
    void anUnloggedTableAndItsWayToALoggedOneAndBack(AnnMethod method) throws SQLException {
        AnnSample.copy(database, "UNLOGGED", "items", "float2[]", ROWS / 2);
        database.execute(method.create("items_v", "items"),
                "INSERT INTO items SELECT id, v FROM sample WHERE id BETWEEN " + ROWS / 2 + " AND " + (ROWS - 1));
        assertThat(database.value("SELECT relpersistence FROM pg_class WHERE relname = 'items_v'")).isEqualTo("u");
        assertFindsAll(method, ROWS);
        database.execute("ALTER TABLE items SET LOGGED");
        assertThat(database.value("SELECT relpersistence FROM pg_class WHERE relname = 'items_v'")).isEqualTo("p");
        assertFindsAll(method, ROWS);
        database.execute("ALTER TABLE items SET UNLOGGED");
        assertFindsAll(method, ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void theIndexOfAPartitionedTable(AnnMethod method) throws SQLException {
        database.execute("CREATE TABLE parts (id int, v float2[]) PARTITION BY RANGE (id)",
                "CREATE TABLE parts_a PARTITION OF parts FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE parts_b PARTITION OF parts FOR VALUES FROM (1000) TO (3000)",
                "INSERT INTO parts SELECT id, v FROM sample WHERE id < 3000", method.create("parts_v", "parts"), "ANALYZE parts");
        AnnSearch search = AnnSearch.in(database, method, "parts");
        assertThat(search.recall("parts_a_v_idx", "parts_b_v_idx")).isGreaterThanOrEqualTo(method.recallFloor());
        // A partition that comes later is made with its index, before it has rows.
        database.execute("CREATE TABLE parts_c PARTITION OF parts FOR VALUES FROM (3000) TO (5000)",
                "INSERT INTO parts SELECT id, v FROM sample WHERE id BETWEEN 3000 AND 3999");
        // One that comes with rows gets one.
        AnnSample.copy(database, "", "items", "float2[]", 500);
        database.execute("UPDATE items AS i SET id = i.id + 5000, v = s.v FROM sample AS s WHERE s.id = i.id + 5000",
                "ALTER TABLE parts ATTACH PARTITION items FOR VALUES FROM (5000) TO (6000)", "ANALYZE parts");
        assertThat(search.recall("parts_a_v_idx", "parts_b_v_idx", "parts_c_v_idx", "items_v_idx"))
                .isGreaterThanOrEqualTo(method.recallFloor());
        assertThat(search.reached("parts_a_v_idx", "parts_b_v_idx", "parts_c_v_idx", "items_v_idx"))
                .isGreaterThanOrEqualTo(method.reachedFloor());
        database.execute("ALTER TABLE parts DETACH PARTITION parts_b", "DROP TABLE parts_b",
                "UPDATE parts SET id = id - 1000 WHERE id BETWEEN 5000 AND 5099", "REINDEX TABLE parts");
        assertThat(search.recall("parts_a_v_idx", "parts_c_v_idx", "items_v_idx")).isGreaterThanOrEqualTo(method.recallFloor());
    }

    @Tag("machine") // whose pg_dump reads no newer server
    @ParameterizedTest
    @EnumSource
    void aDumpThatIsRestored(AnnMethod method) throws SQLException, IOException, InterruptedException {
        makeItems(method, ROWS);
        database.execute("DELETE FROM items WHERE id % 5 = 0");
        Path file = directory.resolve("dump");
        ServerProgram.client(database.target(), "pg_dump", "--format=custom", "--file=" + file);
        ConnectionTarget target = database.target().withDatabase("ann_life_restored");
        database.execute("DROP DATABASE IF EXISTS ann_life_restored", "CREATE DATABASE ann_life_restored TEMPLATE template0");
        ServerProgram.client(target, "pg_restore", "--exit-on-error", "--dbname=ann_life_restored", file.toString());
        TestDatabase restored = new TestDatabase(target);
        AnnSearch search = AnnSearch.in(restored, method, "items");
        assertThat(search.recall("items_v")).isGreaterThanOrEqualTo(method.recallFloor());
        assertThat(search.reached("items_v")).isGreaterThanOrEqualTo(method.reachedFloor());
        assertThat(search.exactAnswers()).isEqualTo(AnnSearch.in(database, method, "items").exactAnswers());
        database.execute("DROP DATABASE ann_life_restored");
    }

    private void makeItems(AnnMethod method, int rows) throws SQLException {
        AnnSample.copy(database, "", "items", "float2[]", rows);
        database.execute(method.create("items_v", "items"));
    }

    private List<String> indexes() throws SQLException {
        return database.values("SELECT c.relname || ' ' || (i.indisvalid AND i.indisready) FROM pg_index AS i JOIN pg_class AS c "
                + "ON c.oid = i.indexrelid WHERE i.indrelid = 'items'::regclass AND NOT i.indisprimary ORDER BY 1");
    }

    private void assertFindsAll(AnnMethod method, int rows) throws SQLException {
        assertFindsAll(method, rows, method.recallFloor());
    }

    private void assertFindsAll(AnnMethod method, int rows, double floor) throws SQLException {
        assertThat(database.value("SET enable_indexonlyscan = off; SELECT count(*) FROM items")).isEqualTo(String.valueOf(rows));
        AnnSearch.in(database, method, "items").assertFindsAll("items_v", floor);
    }
}
