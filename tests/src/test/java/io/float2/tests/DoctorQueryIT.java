package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code float2 doctor --query} says of queries that use no ANN index. */
@WithDatabase
class DoctorQueryIT {

    private static final String NEAREST = "SELECT id FROM items ORDER BY v <-> '{1,2,3,4}' LIMIT 10";

    @BeforeAll
    static void makeTables(TestDatabase database) throws Exception {
        database.execute(
                "CREATE TABLE items (id int PRIMARY KEY, part int, v float2[], w float2[])",
                "INSERT INTO items SELECT i, i % 1000, gen_rand_f2_arr(10, 4 + 0 * i), gen_rand_f2_arr(10, 4 + 0 * i)"
                        + " FROM generate_series(1, 20000) AS i",
                "CREATE INDEX items_part_idx ON items (part)",
                "CREATE INDEX items_v_idx ON items USING ann (v)",
                "CREATE INDEX items_w_idx ON items USING ann (w) WHERE part < 100",
                "CREATE TABLE bare (id int, v float2[])",
                "INSERT INTO bare SELECT i, gen_rand_f2_arr(10, 4 + 0 * i) FROM generate_series(1, 1000) AS i",
                "ANALYZE");
    }

    private static String doctor(TestDatabase database, String query) {
        Cli.Result doctor = database.cli("doctor", "--query", query);
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
        return doctor.out();
    }

    @Test
    void anIndexThatIsUsedIsNamed(TestDatabase database) {
        assertThat(doctor(database, NEAREST + ";")).contains("OK    query  walks the index items_v_idx");
    }

    @Test
    void theOperatorThatTheIndexServesIsNamed(TestDatabase database) {
        assertThat(doctor(database, NEAREST.replace("<->", "<=>")))
                .contains("WARN", "orders by <=>, but the index items_v_idx (float2_l2_ops) serves <->", "mend: write <->");
    }

    @Test
    void theFarthestAreNotInTheIndexsOrder(TestDatabase database) {
        assertThat(doctor(database, NEAREST.replace("LIMIT", "DESC LIMIT"))).contains("descending").doesNotContain("no LIMIT", "serves");
    }

    @Test
    void allRowsAreSorted(TestDatabase database) {
        assertThat(doctor(database, NEAREST.replace("LIMIT 10", ""))).contains("has no LIMIT").doesNotContain("descending");
    }

    @Test
    void aCastOfTheColumnHidesIt(TestDatabase database) {
        assertThat(doctor(database, NEAREST.replace("v <->", "v::float4[] <->"))).contains("an index is on the bare column");
    }

    @Test
    void anExpressionOfTheDistanceIsNotItsOrder(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM items ORDER BY 1 - (v <-> '{1,2,3,4}') LIMIT 10"))
                .contains("an expression around the distance");
    }

    @Test
    void furtherKeysAreToldWhereTheServerCannotUseThem(TestDatabase database) throws Exception {
        boolean incremental = Integer.parseInt(database.value("SHOW server_version_num")) >= 160000;
        assertThat(doctor(database, NEAREST.replace("LIMIT", ", id LIMIT")))
                .contains(incremental ? "walks the index items_v_idx" : "orders by more than the distance");
    }

    @Test
    void aFunctionIsNoOperator(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM items ORDER BY l2_distance(v, '{1,2,3,4}'::float2[]) LIMIT 10"))
                .contains("calls a function in ORDER BY", "mend: write ORDER BY column <-> vector");
    }

    @Test
    void aSettingThatForbidsIndexScansIsTold(TestDatabase database) throws Exception {
        String setting = "ALTER DATABASE " + database.target().database();
        database.execute(setting + " SET enable_indexscan = off");
        try {
            assertThat(doctor(database, NEAREST)).contains("could walk the index items_v_idx, but enable_indexscan is off");
            assertThat(doctor(database, NEAREST.replace("<->", "<=>"))).contains("serves <->", "enable_indexscan off");
        } finally {
            database.execute(setting + " RESET enable_indexscan");
        }
    }

    @Test
    void aVectorOfAnotherLengthIsTold(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM items ORDER BY v <-> '{1,2,3}' DESC LIMIT 10"))
                .contains("compares with 3 elements, but the index items_v_idx holds vectors of 4");
    }

    @Test
    void aTableWithoutAnIndexIsTold(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM bare ORDER BY v <-> '{1,2,3,4}' LIMIT 10"))
                .contains("there is none on bare.v", "mend: run float2 index bare.v");
    }

    @Test
    void thePartialIndexsConditionIsTold(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM items ORDER BY w <-> '{1,2,3,4}' LIMIT 10"))
                .contains("the partial index items_w_idx: (part < 100)");
        assertThat(doctor(database, "SELECT id FROM items WHERE part < 50 ORDER BY w <-> '{1,2,3,4}' LIMIT 10"))
                .contains("walks the index items_w_idx");
    }

    @Test
    void aCheaperPlanIsNoFault(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM items WHERE part = 7 ORDER BY v <-> '{1,2,3,4}' LIMIT 10"))
                .contains("OK    query", "could walk the index items_v_idx", "faster to compare all of the 20 rows");
    }

    @Test
    void anInvalidIndexIsTold(TestDatabase database) throws Exception {
        database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'items_v_idx'::regclass");
        try {
            assertThat(doctor(database, NEAREST)).contains("the index items_v_idx, which is invalid");
            assertThat(database.cli("doctor").out()).containsPattern("WARN +ANN indexes +items_v_idx is invalid");
        } finally {
            database.execute("UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'items_v_idx'::regclass");
        }
    }

    @Test
    void aQueryWithoutADistanceIsTold(TestDatabase database) {
        assertThat(doctor(database, "SELECT id FROM items ORDER BY id LIMIT 10")).contains("has no ORDER BY a distance");
    }

    @Test
    void aQueryThatTheServerDoesNotUnderstandFails(TestDatabase database) {
        Cli.Result doctor = database.cli("doctor", "--query", "SELECT id FROM nowhere");
        assertThat(doctor.exitCode()).isOne();
        assertThat(doctor.err()).contains("the server does not accept the query", "nowhere");
    }

    @Test
    void theQueryIsNotRun(TestDatabase database) throws Exception {
        database.cli("doctor", "--query", "DELETE FROM bare");
        assertThat(database.value("SELECT count(*) FROM bare")).isEqualTo("1000");
    }
}
