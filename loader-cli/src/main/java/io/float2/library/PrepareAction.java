package io.float2.library;

import io.float2.UserException;
import io.float2.picture.source.PictureSource;
import io.float2.task.Action;
import io.float2.task.ActionContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Lists the source and notes how much there is to import. */
final class PrepareAction implements Action {

    private static final String NOTE = """
            INSERT INTO image_library.import (id, business, source, source_version, pictures, shard_rows) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING""";

    @Override
    public void run(ActionContext context) throws Exception {
        ImportPlan plan = ImportPlan.of(context.parameters());
        try (PictureSource source = plan.openSource(); Connection connection = context.connection()) {
            new Shards(source.count(), plan.shardRows());
            // Fails here and not in every shard.
            if (plan.store() != null) {
                plan.openStore().close();
            }
            note(connection, context.triggerId(), plan, source);
            requireVersion(connection, context.triggerId(), source);
            context.progress(source.count(), source.count());
        }
    }

    private static void note(Connection connection, long id, ImportPlan plan, PictureSource source) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setLong(1, id);
            statement.setString(2, plan.business());
            statement.setString(3, plan.source());
            statement.setString(4, source.version());
            statement.setLong(5, source.count());
            statement.setLong(6, plan.shardRows());
            statement.execute();
        }
    }

    /** @throws UserException when the list is another one than the shards were cut from */
    static void requireVersion(Connection connection, long id, PictureSource source) throws SQLException {
        if (Library.number(connection, "SELECT count(*) FROM image_library.import WHERE id = ? AND source_version = ?", id, source.version()) == 0) {
            throw new UserException("the list of the source has changed since import " + id + " was prepared: begin a new import");
        }
    }
}
