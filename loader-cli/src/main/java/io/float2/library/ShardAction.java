package io.float2.library;

import io.float2.task.Action;
import io.float2.task.ActionContext;
import io.float2.task.InstanceKind;
import io.float2.task.NewInstance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts the list into shards and adds the instances that work on each. */
final class ShardAction implements Action {

    /** Groups, by which it can be bounded how many shards are read and written at once. */
    static final String READING = "library.read";
    static final String WRITING = "library.write";

    static final String SHARD = "shard";
    private static final String EMBEDDINGS = "embeddings";

    @Override
    public void run(ActionContext context) throws Exception {
        ImportPlan plan = ImportPlan.of(context.parameters());
        try (Connection connection = context.connection()) {
            Shards shards = read(connection, context.triggerId());
            connection.setAutoCommit(false);
            write(connection, context.triggerId(), shards);
            connection.commit();
            context.addInstances(instances(context.triggerId(), shards, plan.embeddings() != null));
            context.progress(shards.count(), shards.count());
        }
    }

    private static Shards read(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pictures, shard_rows FROM image_library.import WHERE id = ?")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Shards(row.getLong(1), row.getLong(2));
            }
        }
    }

    private static void write(Connection connection, long id, Shards shards) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO image_library.import_shard (import, shard, first, past, staged) "
                + "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (int i = 0; i < shards.count(); i++) {
                statement.setLong(1, id);
                statement.setInt(2, i + 1);
                statement.setLong(3, shards.first(i));
                statement.setLong(4, shards.first(i + 1));
                statement.setLong(5, shards.first(i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static List<NewInstance> instances(long id, Shards shards, boolean embeddings) {
        List<NewInstance> instances = new ArrayList<>();
        List<String> last = new ArrayList<>();
        if (embeddings) {
            instances.add(NewInstance.java(EMBEDDINGS, ImportActions.EMBEDDINGS).inGroup(READING).after(SHARD));
        }
        for (int shard = 1; shard <= shards.count(); shard++) {
            String keys = "keys " + shard;
            String base = "base " + shard;
            String business = "business " + shard;
            instances.add(NewInstance.java(keys, ImportActions.KEYS).inGroup(READING).with(Map.of("shard", shard)).after(SHARD));
            instances.add(sql(base, "SELECT image_library.write_assets(%d, %d)", id, shard)
                    .after(embeddings ? List.of(EMBEDDINGS, keys) : List.of(keys)));
            instances.add(sql(business, "SELECT image_library.write_attributes(%d, %d)", id, shard).after(base));
            last.add(business);
        }
        instances.add(new NewInstance("finish", InstanceKind.SQL, List.of("SELECT image_library.finish_import(" + id + ")"), WRITING, Map.of(),
                last, NewInstance.DEFAULT_MAX_ATTEMPTS));
        return instances;
    }

    private static NewInstance sql(String name, String statement, long id, int shard) {
        return NewInstance.sql(name, String.format(statement, id, shard)).inGroup(WRITING);
    }
}
