package io.float2.library;

import io.float2.UserException;
import io.float2.picture.source.PictureSource;
import io.float2.picture.source.SourceList;
import io.float2.task.Action;
import io.float2.task.ActionContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Lists the source, and notes how much there is to import and where in the list which part of it is. */
final class PrepareAction implements Action {

    private static final String NOTE = """
            INSERT INTO image_library.import (id, business, source, source_version, pictures, shard_rows) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING""";

    @Override
    public void run(ActionContext context) throws Exception {
        ImportPlan plan = ImportPlan.of(context.parameters());
        // Fails here and not in every shard.
        if (plan.store() != null) {
            plan.openStore().close();
        }
        SourceList list;
        try (PictureSource source = plan.openSource()) {
            list = source.list(ListSegments.rows(plan.shardRows()));
        }
        new Shards(list.count(), plan.shardRows());
        try (Connection connection = context.connection()) {
            connection.setAutoCommit(false);
            if (note(connection, context.triggerId(), plan, list)) {
                ListSegments.write(connection, context.triggerId(), list.segments());
            }
            requireVersion(connection, context.triggerId(), list);
            connection.commit();
        }
        context.progress(list.count(), list.count());
    }

    /** Returns whether it is new: an attempt that came this far before has noted the list, too. */
    private static boolean note(Connection connection, long id, ImportPlan plan, SourceList list) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setLong(1, id);
            statement.setString(2, plan.business());
            statement.setString(3, plan.source());
            statement.setString(4, list.version());
            statement.setLong(5, list.count());
            statement.setLong(6, plan.shardRows());
            return statement.executeUpdate() == 1;
        }
    }

    /** @throws UserException when the list is another one than the shards were cut from */
    static void requireVersion(Connection connection, long id, SourceList list) throws SQLException {
        if (Library.number(connection, "SELECT count(*) FROM image_library.import WHERE id = ? AND source_version = ?", id, list.version()) == 0) {
            throw new UserException("the list of the source has changed since import " + id + " was prepared: begin a new import");
        }
    }
}
