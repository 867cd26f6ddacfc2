package io.float2.library;

import io.float2.loader.LoadPlan;
import io.float2.loader.VectorLoader;
import io.float2.progress.Progress;
import io.float2.sql.TableName;
import io.float2.task.Action;
import io.float2.task.ActionContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** Loads a file of vectors into a table of the import, from which its shards take them. */
final class EmbeddingsAction implements Action {

    @Override
    public void run(ActionContext context) throws Exception {
        ImportPlan plan = ImportPlan.of(context.parameters());
        TableName table = new TableName("image_library", "vector_" + context.triggerId());
        LoadPlan load = LoadPlan.of(table, Path.of(plan.embeddings())).create(true).drop(true).keyed(false)
                .column(plan.embeddingsKey(), "name").vectorColumn("vector").build();
        VectorLoader.load(load, context::connection, Progress.NONE);
        try (Connection connection = context.connection(); Statement statement = connection.createStatement()) {
            // Keys look like other types.
            statement.execute("ALTER TABLE " + table.quoted() + " ALTER name TYPE text");
            statement.execute("COMMENT ON TABLE " + table.quoted() + " IS 'embeddings of import " + context.triggerId() + "; dropped when it is through'");
            // A picture has one vector: a name that is there twice is an error of the file.
            statement.execute("CREATE UNIQUE INDEX IF NOT EXISTS vector_" + context.triggerId() + "_name ON " + table.quoted() + " (name)");
            context.note(plan.embeddings() + " is loaded");
        }
    }
}
