package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The extension may live in a schema that nobody's search path has. */
@WithDatabase
class ExtensionSchemaIT {

    private final TestDatabase database;

    ExtensionSchemaIT(TestDatabase database) {
        this.database = database;
    }

    @Test
    void loadIndexSearchAndRecallFindTheExtensionInAnotherSchema() throws SQLException {
        database.execute("CREATE SCHEMA \"Half Floats\"", "ALTER EXTENSION float2 SET SCHEMA \"Half Floats\"");
        String queries = SampleData.photos().resolve("query.bvecs").toString();
        Cli.Result load = database.cli(
                "load", SampleData.photos().resolve("base.bvecs").toString(), "-t", "photos", "--create", "--limit", "2000");
        assertThat(load.exitCode()).as(load.err()).isZero();
        assertThat(load.out()).contains("\"vector\" \"Half Floats\".float2[]");
        Cli.Result index = database.cli("index", "photos.vector");
        assertThat(index.exitCode()).as(index.err()).isZero();
        assertThat(index.out()).contains("\"Half Floats\".float2_l2_ops");
        Cli.Result search = database.cli("search", "photos.vector", "--query", queries, "--explain");
        assertThat(search.exitCode()).as(search.err()).isZero();
        assertThat(search.out()).contains("Index Scan using photos_vector_idx");
        Cli.Result recall = database.cli("recall", "photos.vector", "--queries", queries, "--sample", "50");
        assertThat(recall.exitCode()).as(recall.err()).isZero();
        assertThat(recall.err()).doesNotContain("no index answers");
    }
}
