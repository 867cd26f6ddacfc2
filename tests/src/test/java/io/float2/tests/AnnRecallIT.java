package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an index finds of the true neighbours after a serial build and after a parallel one, by every measure and for every type. */
@WithDatabase
class AnnRecallIT {

    private final TestDatabase database;

    AnnRecallIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void load(TestDatabase database) throws SQLException {
        AnnSample.load(database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.execute("DROP TABLE IF EXISTS items");
    }

    @ParameterizedTest
    @CsvSource({"ANN, 0", "ANN, 2", "ANN_IVFFLAT, 0", "ANN_IVFFLAT, 2"})
    void theWholeSample(AnnMethod method, int workers) throws SQLException {
        AnnSample.copy(database, "", "items", "float2[]", 20_000);
        AnnBuild build = AnnBuild.run(database, "items", workers, method.create("items_v", "items"));
        assertThat(build.parallel()).as("parallel: %s", build.messages()).isEqualTo(workers > 0);
        assertThat(AnnSearch.in(database, method, "items").recall("items_v")).isGreaterThanOrEqualTo(method.recallFloor());
    }

    @ParameterizedTest
    @CsvSource({
        "ANN, float2[], float2_l2_ops, <->", "ANN, float2[], float2_ip_ops, <#>", "ANN, float2[], float2_cosine_ops, <=>",
        "ANN, float2[], float2_l1_ops, <+>", "ANN, float4[], float4_l2_ops, <->", "ANN, float4[], float4_ip_ops, <#>",
        "ANN, float4[], float4_cosine_ops, <=>", "ANN, float4[], float4_l1_ops, <+>", "ANN, smallint[], int2_l2_ops, <->",
        "ANN_IVFFLAT, float2[], float2_l2_ops, <->", "ANN_IVFFLAT, float2[], float2_ip_ops, <#>",
        "ANN_IVFFLAT, float2[], float2_cosine_ops, <=>", "ANN_IVFFLAT, float4[], float4_l2_ops, <->",
        "ANN_IVFFLAT, float4[], float4_ip_ops, <#>", "ANN_IVFFLAT, float4[], float4_cosine_ops, <=>",
        "ANN_IVFFLAT, smallint[], int2_l2_ops, <->"})
    void everyOperatorClassBuiltSeriallyAndInParallel(AnnMethod method, String type, String operatorClass, String operator)
            throws SQLException {
        AnnSample.copy(database, "", "items", type, 2_000);
        AnnSearch search = new AnnSearch(database, method, "items", operator);
        for (int workers : new int[] {0, 2}) {
            AnnBuild build = AnnBuild.run(database, "items", workers, method.create("", "items_v", "items", operatorClass));
            assertThat(build.parallel()).as("parallel: %s", build.messages()).isEqualTo(workers > 0);
            assertThat(search.recall("items_v")).as("recall with %d workers", workers).isGreaterThanOrEqualTo(method.recallFloor());
            database.execute("DROP INDEX items_v");
        }
    }

    /** Nobody may forget an operator class here that comes to be. */
    @Test
    void noOperatorClassIsLeftOut() throws Exception {
        CsvSource source = AnnRecallIT.class.getDeclaredMethod("everyOperatorClassBuiltSeriallyAndInParallel", AnnMethod.class,
                String.class, String.class, String.class).getAnnotation(CsvSource.class);
        List<String> tried = Arrays.stream(source.value()).map(line -> line.split(", "))
                .map(fields -> AnnMethod.valueOf(fields[0]).sql() + " " + fields[2]).toList();
        assertThat(tried).containsExactlyInAnyOrderElementsOf(database.values("SELECT a.amname || ' ' || o.opcname FROM pg_opclass AS o "
                + "JOIN pg_am AS a ON a.oid = o.opcmethod WHERE a.amname LIKE 'ann%'"));
    }

    /** What no longer fits into memory goes to the index as single inserts do. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aGraphThatDoesNotFitIntoMemory(int workers) throws SQLException {
        AnnSample.copy(database, "", "items", "float2[]", 4_000);
        AnnBuild build = AnnBuild.run(database, "items", workers, AnnMethod.ANN.create("items_v", "items"), "maintenance_work_mem = '1MB'");
        assertThat(build.parallel()).as("parallel: %s", build.messages()).isEqualTo(workers > 0);
        assertThat(build.messages()).anyMatch(message -> message.contains("no longer fits into maintenance_work_mem"));
        assertThat(AnnSearch.in(database, AnnMethod.ANN, "items").recall("items_v")).isGreaterThanOrEqualTo(AnnMethod.ANN.recallFloor());
    }
}
