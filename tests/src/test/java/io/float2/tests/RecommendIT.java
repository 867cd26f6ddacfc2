package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.recommend.AnswerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recommended, on made-up data with many equal scores, compared with the statement before it. */
@WithDatabase
class RecommendIT {

    private static final int PARTS = 10;
    private static final int USERS = 20;
    /** Nobody of the generated data, in the province and city 1. */
    private static final int NEWCOMER = 1000;

    private final TestDatabase database;

    RecommendIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void generate(TestDatabase database) throws SQLException {
        succeed(database.cli("recommend", "install", "--parts", String.valueOf(PARTS)));
        succeed(database.cli("recommend", "generate", "--videos", "2000", "--tags-per-video", "5", "--tags", "20", "--provinces", "3",
                "--cities", "10", "--users", String.valueOf(USERS), "--read", "600"));
        database.execute("UPDATE recommend.pool_global SET score = round(score)", "UPDATE recommend.pool_province SET score = round(score)",
                "UPDATE recommend.pool_city SET score = round(score)", "CALL recommend_reference.fill()",
                "INSERT INTO recommend.users (uid, pid, cid) VALUES (" + NEWCOMER + ", 1, 1)");
    }

    private static void succeed(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void everyUserGetsInEveryPartWhatTheStatementGives() throws SQLException {
        int rows = 0;
        try (Connection connection = database.open()) {
            for (int uid = 1; uid <= USERS; uid++) {
                for (int part = 0; part < PARTS; part++) {
                    rows += AnswerCheck.compare(connection, uid, part);
                }
            }
        }
        assertThat(rows).isGreaterThan(50 * USERS * PARTS);
    }

    @Test
    void nothingRecommendedHasBeenRead() throws SQLException {
        assertThat(database.value("SELECT count(*) FROM recommend.users AS u, generate_series(0, " + (PARTS - 1) + ") AS part, "
                + "LATERAL recommend.recommend(u.uid, part) AS r WHERE recommend.is_read(u.uid, r.vid)")).isEqualTo("0");
        String unread = "SELECT string_agg(vid::text, ',' ORDER BY n) FROM recommend.recommend(1, 3) WITH ORDINALITY AS r (pool, tag, vid, score, i, n)";
        String before = database.value(unread);
        try (Connection connection = database.open(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT recommend.mark_read(1, array_agg(vid)) FROM recommend.recommend(1, 3)");
            try (var rows = statement.executeQuery(unread)) {
                rows.next();
                assertThat(rows.getString(1).split(",")).isNotEmpty().doesNotContainAnyElementsOf(List.of(before.split(",")));
            }
            connection.rollback();
        }
    }

    @Test
    void aShortCityIsFilledFromTheProvinceAndThenFromAllAndTheResultSaysSo() throws SQLException {
        database.execute("SELECT recommend.add_videos('global', NULL, array_agg(vid), array_agg(800), array_agg(vid % 9)) FROM generate_series(800001, 803000) AS vid",
                "SELECT recommend.add_videos('province', 80, array_agg(vid), array_agg(800), array_agg(vid % 9)) FROM generate_series(810001, 811000) AS vid",
                "SELECT recommend.add_videos('province', 81, array_agg(vid), array_agg(800), array_agg(vid % 9)) FROM generate_series(820001, 820100) AS vid",
                "SELECT recommend.add_videos('city', 80, array_agg(vid), array_agg(800), array_agg(vid % 9)) FROM generate_series(830001, 830050) AS vid",
                "INSERT INTO recommend.users (uid, pid, cid, tag_scores1) SELECT 2000 + n, pid, 80, '{\"(800,1,100)\"}' "
                        + "FROM unnest(ARRAY[80, 81, NULL]) WITH ORDINALITY AS p (pid, n)",
                "INSERT INTO recommend.users (uid, tag_scores1) VALUES (2004, '{\"(800,1,100)\"}')");
        try {
            for (int part = 0; part < PARTS; part++) {
                String there = "SELECT count(*) FROM recommend.%s WHERE tag = 800 AND recommend.part_of(vid, " + PARTS + ") = " + part;
                int city = Integer.parseInt(database.value(there.formatted("pool_city")));
                int province = Integer.parseInt(database.value(there.formatted("pool_province") + " AND pid = 81"));
                assertThat(city).isLessThan(20);
                assertThat(rows(2001, part)).as("enough in the province").isEqualTo(
                        "city - " + city + ", global - 50, province - 30, province city " + (20 - city));
                assertThat(rows(2002, part)).as("little in the province").isEqualTo(
                        "city - " + city + ", global - 50, global city " + (20 - city) + ", global province " + (30 - province) + ", province - " + province);
                assertThat(rows(2003, part)).as("no province").isEqualTo(
                        "city - " + city + ", global - 50, global city " + (20 - city) + ", global province 30");
                assertThat(rows(2004, part)).as("neither").isEqualTo("global - 50, global city 20, global province 30");
            }
        } finally {
            database.execute("DELETE FROM recommend.pool_global WHERE tag = 800", "DELETE FROM recommend.pool_province WHERE tag = 800",
                    "DELETE FROM recommend.pool_city WHERE tag = 800");
        }
    }

    /** How many rows come from which pool in the place of which. */
    private String rows(int uid, int part) throws SQLException {
        return database.value("SELECT string_agg(format('%s %s %s', pool, coalesce(instead_of, '-'), n), ', ' ORDER BY pool, instead_of NULLS FIRST) "
                + "FROM (SELECT pool, instead_of, count(*) AS n FROM recommend.recommend(" + uid + ", " + part + ") GROUP BY 1, 2) AS r");
    }

    @Test
    void aUserWithoutTagsGetsThePopularOnes() throws SQLException {
        assertThat(database.value("SELECT array_agg(DISTINCT tag ORDER BY tag) FROM recommend.recommend(" + NEWCOMER + ", 1)"))
                .isEqualTo(database.value("SELECT array_agg(tag ORDER BY tag) FROM recommend.popular_tags"));
        assertThat(database.value("""
                SELECT array_agg(tag ORDER BY rank) = (SELECT array_agg(tag ORDER BY weight DESC, tag) FROM
                  (SELECT t.tag, sum(t.limits) AS weight FROM recommend.users, unnest(tag_scores1) AS t WHERE uid <= 20 GROUP BY 1
                    ORDER BY weight DESC, tag LIMIT 5) AS best) FROM recommend.popular_tags
                """)).isEqualTo("t");
    }

    @Test
    void whenAllIsReadNothingIsLeftAndRandomVideosFillUp() throws SQLException {
        database.execute("INSERT INTO recommend.users (uid, pid, cid) VALUES (3000, 1, 1) ON CONFLICT DO NOTHING",
                "SELECT recommend.mark_read(3000, array_agg(vid)) FROM recommend.pool_province",
                "SELECT recommend.mark_read(3000, array_agg(vid)) FROM recommend.pool_city",
                "SELECT recommend.mark_read(3000, array_agg(vid)) FROM recommend.pool_global WHERE vid > 50");
        String parts = database.value("SELECT count(*) FROM recommend.recommend(3000, 4)");
        assertThat(Integer.parseInt(parts)).isLessThan(50);
        assertThat(database.value("SELECT count(*) = 50 AND count(DISTINCT vid) = 50 AND max(vid) = 50 FROM recommend.recommend_random(3000, 60)")).isEqualTo("t");
        assertThat(database.value("SELECT count(*) FROM recommend.recommend_random(3000, 7)")).isEqualTo("7");
        assertThat(database.value("SELECT count(DISTINCT vid) FROM recommend.recommend(3000, 4, fill => true)")).isEqualTo("50");
        database.execute("SELECT recommend.mark_read(3000, array_agg(vid)) FROM recommend.pool_global");
        assertThat(database.value("SELECT count(*) FROM recommend.recommend(3000, 4, fill => true)")).isEqualTo("0");
        assertThat(database.value("SELECT count(*) FROM recommend.recommend_random(3000, 0)")).isEqualTo("0");
    }

    @Test
    void randomVideosFillUpToAHundred() throws SQLException {
        database.execute("INSERT INTO recommend.users (uid, pid, cid, tag_scores1) VALUES (3001, 1, 1, '{\"(500,1,100)\"}') ON CONFLICT DO NOTHING");
        assertThat(database.value("SELECT count(*) FROM recommend.recommend(3001, 4)")).isEqualTo("0");
        assertThat(database.value("SELECT count(DISTINCT vid) || ' ' || min(pool) || max(pool) FROM recommend.recommend(3001, 4, true)"))
                .isEqualTo("100 randomrandom");
    }

    @Test
    void weightsBecomeQuotasThatAddUp() throws SQLException {
        String quotas = "SELECT recommend.set_tags(" + NEWCOMER + ", '%s'); SELECT tag_scores1::text || tag_scores2::text FROM recommend.users WHERE uid = " + NEWCOMER;
        try {
            assertThat(database.value(quotas.formatted("{\"(1,1,)\",\"(2,1,)\",\"(3,1,)\"}"))).isEqualTo("{\"(1,1,34)\",\"(2,1,33)\",\"(3,1,33)\"}{}");
            assertThat(database.value(quotas.formatted("{\"(9,0,)\",\"(1,2,)\",\"(2,3,)\",\"(3,4,)\",\"(4,5,)\",\"(5,6,)\",\"(6,1,)\"}")))
                    .isEqualTo("{\"(5,6,30)\",\"(4,5,25)\",\"(3,4,20)\",\"(2,3,15)\",\"(1,2,10)\"}{\"(6,1,0)\",\"(9,0,0)\"}");
            assertThat(database.value(quotas.formatted("{\"(1,0.5,60)\",\"(2,3,0)\",\"(3,1,40)\"}"))).isEqualTo("{\"(1,0.5,60)\",\"(3,1,40)\"}{\"(2,3,0)\"}");
            assertThat(database.value(quotas.formatted("{}"))).isEqualTo("{}{}");
        } finally {
            database.execute("SELECT recommend.set_tags(" + NEWCOMER + ", '{}')");
        }
        assertThat(database.value("""
                SELECT count(*) FROM generate_series(1, 2000), LATERAL (SELECT recommend.apportion(array_agg(random() ^ 4 * generate_series), 100) AS quotas
                  FROM generate_series(1, 1 + floor(random() * 30)::int)) AS q
                 WHERE (SELECT sum(quota) FROM unnest(quotas) AS quota) <> 100 OR 0 > ANY (quotas)
                """)).isEqualTo("0");
    }

    @Test
    void videosComeAndGo() throws SQLException {
        database.execute("INSERT INTO recommend.users (uid, pid, cid, tag_scores1) VALUES (4000, 77, 77, '{\"(700,1,100)\"}') ON CONFLICT DO NOTHING");
        String all = "SELECT string_agg(pool || ' ' || vid || ' ' || score, ', ' ORDER BY pool, vid) FROM generate_series(0, 9) AS part, LATERAL recommend.recommend(4000, part)";
        assertThat(database.value("SELECT recommend.add_videos('global', NULL, '{900091,900092}', '{700,700}', '{1,2}')")).isEqualTo("2");
        assertThat(database.value("SELECT recommend.add_videos('province', 77, '{900093}', '{700}', '{3}')")).isEqualTo("1");
        assertThat(database.value("SELECT recommend.add_videos('city', 77, '{900094,900094}', '{700,701}', '{4,4}')")).isEqualTo("2");
        assertThat(database.value(all)).isEqualTo("city 900094 4, global 900091 1, global 900092 2, province 900093 3");
        database.execute("SELECT recommend.add_videos('global', NULL, '{900091}', '{700}', '{9.5}')");
        assertThat(database.value("SELECT recommend.retire_video(900094)")).isEqualTo("2");
        assertThat(database.value("SELECT recommend.retire_video(900094)")).as("in no pool any more").isEqualTo("0");
        assertThat(database.value(all)).isEqualTo("global 900091 9.5, global 900092 2, province 900093 3");
        database.execute("DELETE FROM recommend.pool_global WHERE tag = 700", "DELETE FROM recommend.pool_province WHERE tag = 700");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "recommend.recommend(999999, 0)                                   | there is no user 999999                          | P0002",
        "recommend.recommend(NULL, 0)                                     | there is no user NULL                            | P0002",
        "recommend.recommend(1, 10)                                       | the part must be from 0 to 9, not 10             | 22023",
        "recommend.recommend(1, -1)                                       | the part must be from 0 to 9, not -1             | 22023",
        "recommend.recommend(1, NULL)                                     | the part must be from 0 to 9, not NULL           | 22023",
        "recommend.recommend_random(999999, 5)                            | there is no user 999999                          | P0002",
        "recommend.recommend_random(1, NULL)                              | the number of videos must not be NULL            | 22004",
        "recommend.mark_read(999999, '{1}')                               | there is no user 999999                          | P0002",
        "recommend.mark_read(1, '{1,NULL}')                               | the videos read must not be or contain NULL      | 22004",
        "recommend.mark_read(1, NULL)                                     | the videos read must not be or contain NULL      | 22004",
        "recommend.set_tags(999999, '{}')                                 | there is no user 999999                          | P0002",
        "recommend.set_tags(1, NULL)                                      | the tags must not be NULL                        | 22004",
        "recommend.set_tags(1, '{\"(1,NaN,)\"}')                          | the score of tag 1 must be a number from 0 on, not NaN | 22023",
        "recommend.set_tags(1, '{\"(1,-0.5,)\"}')                         | the score of tag 1 must be a number from 0 on, not -0.5 | 22023",
        "recommend.set_tags(1, '{\"(1,Infinity,)\"}')                     | the score of tag 1 must be a number from 0 on, not Infinity | 22023",
        "recommend.set_tags(1, '{\"(-1,1,)\"}')                           | a tag must be a number from 0 on, not -1         | 22023",
        "recommend.set_tags(1, '{\"(1,1,)\",\"(1,2,)\"}')                 | tag 1 is there more than once                    | 22023",
        "recommend.set_tags(1, '{\"(1,0,)\"}')                            | at least one has to be above 0                   | 22023",
        "recommend.set_tags(1, '{\"(1,1,50)\",\"(2,1,40)\"}')             | must add up to 100, but add up to 90             | 22023",
        "recommend.set_tags(1, '{\"(1,1,-5)\",\"(2,1,105)\"}')            | the quota of tag 1 must not be negative: -5      | 22023",
        "recommend.set_shares(50, 30, 30)                                 | must add up to 100, but {30,30,50} add up to 110 | 22023",
        "recommend.set_shares(150, -30, -20)                              | must not be negative                             | 22023",
        "recommend.set_quotas('{50,40}')                                  | must add up to 100, but {50,40} add up to 90     | 22023",
        "recommend.set_quotas('{0,100}')                                  | quotas must be above 0: {0,100}                  | 22023",
        "recommend.add_videos('global', NULL, '{1}', '{1}', '{NaN}')      | row 1 (video 1, tag 1, score NaN)                | 22023",
        "recommend.add_videos('global', NULL, '{1,2}', '{1,1}', '{1,-1}') | row 2 (video 2, tag 1, score -1)                 | 22023",
        "recommend.add_videos('global', NULL, '{1,1}', '{1,1}', '{1,2}')  | video 1 has tag 1 more than once                 | 22023",
        "recommend.add_videos('global', NULL, '{1,2}', '{1}', '{1}')      | 2 videos, 1 tags and 1 scores do not go together | 2202E",
        "recommend.add_videos('city', NULL, '{1}', '{1}', '{1}')          | the region of the pool city must be a number     | 22023",
        "recommend.add_videos('global', 1, '{1}', '{1}', '{1}')           | the region of the pool global must be NULL       | 22023",
        "recommend.add_videos('town', 1, '{1}', '{1}', '{1}')             | the pool must be global, province or city        | 22023"
    })
    void whatCannotBeIsAnErrorThatNamesIt(String call, String sentence, String state) {
        assertThatThrownBy(() -> database.value("SELECT * FROM " + call)).isInstanceOf(SQLException.class).hasMessageContaining(sentence)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(state));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "INSERT INTO recommend.users (uid, tag_scores1) VALUES (5000, '{\"(1,1,50)\"}') | users_quotas_add_up_to_100",
        "INSERT INTO recommend.pool_global VALUES (1, 1, 'NaN')                       | pool_global_score_check",
        "INSERT INTO recommend.pool_city VALUES (1, 1, 1, -1)                         | pool_city_score_check",
        "INSERT INTO recommend.read_lists VALUES (999999, 1, '{1}')                   | read_lists_uid_fkey"
    })
    void theTablesRefuseItToo(String statement, String constraint) {
        assertThatThrownBy(() -> database.execute(statement)).isInstanceOf(SQLException.class).hasMessageContaining(constraint);
    }

    @Test
    void everythingHasAComment() throws SQLException {
        assertThat(database.values("""
                SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE pronamespace IN ('recommend'::regnamespace, 'recommend_reference'::regnamespace)
                   AND obj_description(p.oid, 'pg_proc') IS NULL
                UNION ALL
                SELECT c.oid::regclass::text FROM pg_class AS c WHERE relnamespace IN ('recommend'::regnamespace, 'recommend_reference'::regnamespace)
                   AND relkind IN ('r', 'v') AND obj_description(c.oid, 'pg_class') IS NULL
                """)).isEmpty();
    }
}
