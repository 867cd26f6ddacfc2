package io.float2.library;

import io.float2.UserException;
import io.float2.picture.PictureException;
import io.float2.picture.PictureFacts;
import io.float2.picture.PictureKey;
import io.float2.picture.Pictures;
import io.float2.picture.source.ListSegment;
import io.float2.picture.source.PictureEntry;
import io.float2.picture.source.PictureRange;
import io.float2.picture.source.PictureSource;
import io.float2.picture.source.SourceList;
import io.float2.picture.store.PictureStore;
import io.float2.task.Action;
import io.float2.task.ActionContext;
import io.float2.task.StoppedException;
import io.float2.task.TransientActionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Reads the pictures of a shard: keys, fingerprints, vectors; puts them into the store and stages what it found. A picture that cannot
 * be read is noted and passed over. What one attempt has staged, the next one does not read again.
 */
final class KeysAction implements Action {

    private static final int LONGEST_ATTRIBUTE = 200;

    @Override
    public void run(ActionContext context) throws Exception {
        ImportPlan plan = ImportPlan.of(context.parameters());
        int shard = (int) context.parameters().number("shard");
        try (Connection connection = context.connection()) {
            Span span = begin(connection, context.triggerId(), shard);
            context.progress(span.staged - span.first, span.past - span.first);
            if (span.staged < span.past) {
                read(context, plan, connection, shard, span);
            }
        }
    }

    /** What there is to read: from {@code staged} to {@code past}. */
    private record Span(long first, long past, long staged) {}

    private static Span begin(Connection connection, long id, int shard) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM image_library.begin_shard(?, ?)")) {
            statement.setLong(1, id);
            statement.setInt(2, shard);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Span(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    private static void read(ActionContext context, ImportPlan plan, Connection connection, int shard, Span span) throws Exception {
        try (PictureSource source = plan.openSource();
                PictureStore store = plan.openStore();
                Uploads uploads = new Uploads(store);
                PictureVectors vectors = plan.embed() == null ? null : new PictureVectors(plan.embed(), context)) {
            StageBatch batch = new StageBatch(context.triggerId(), shard, span.staged, vectors);
            try (PictureRange range = source.range(segments(context, plan, connection, source, span), span.staged, span.past)) {
                for (PictureEntry entry = range.next(); entry != null; entry = range.next()) {
                    context.checkStopped();
                    // The last batch comes after the end of the range, which tells whether the list is still the same.
                    if (batch.isFull()) {
                        flush(context, connection, batch, span);
                    }
                    add(batch, uploads, plan, entry);
                }
            }
            flush(context, connection, batch, span);
        }
    }

    /** Where the pictures are in the list. */
    private static List<ListSegment> segments(ActionContext context, ImportPlan plan, Connection connection, PictureSource source, Span span)
            throws SQLException {
        List<ListSegment> noted = ListSegments.read(connection, context.triggerId(), span.staged, span.past);
        if (!noted.isEmpty()) {
            return noted;
        }
        // Prepared by a program that did not note them.
        SourceList list = source.list(ListSegments.rows(plan.shardRows()));
        PrepareAction.requireVersion(connection, context.triggerId(), list);
        return list.segments();
    }

    private static void flush(ActionContext context, Connection connection, StageBatch batch, Span span)
            throws SQLException, InterruptedException, StoppedException, TransientActionException {
        batch.complete();
        context.checkStopped();
        batch.write(connection);
        context.progress(batch.past() - span.first, span.past - span.first);
    }

    private static void add(StageBatch batch, Uploads uploads, ImportPlan plan, PictureEntry entry) {
        try {
            requireWritable(entry.attributes());
            byte[] bytes = entry.bytes(plan.limits().maximumBytes());
            PictureFacts facts = decode(bytes, plan);
            StagedPicture picture = new StagedPicture(entry.number(), entry.name(), PictureKey.of(bytes), bytes.length, facts, entry.attributes());
            batch.add(picture, bytes, uploads.put(picture.key(), facts.format(), bytes));
        } catch (PictureException e) {
            batch.reject(entry.number(), entry.name(), e.getMessage());
        }
    }

    private static PictureFacts decode(byte[] bytes, ImportPlan plan) throws PictureException {
        try {
            return Pictures.read(bytes, plan.limits());
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException e) {
            // A picture made to break a decoder must not break the import.
            throw new PictureException("its decoder fails: " + e, e);
        }
    }

    private static void requireWritable(Map<String, String> attributes) throws PictureException {
        for (String name : attributes.keySet()) {
            if (name.isEmpty() || name.length() > LONGEST_ATTRIBUTE) {
                throw new PictureException("the name of an attribute has " + name.length() + " characters; it can have 1 to " + LONGEST_ATTRIBUTE);
            }
            if (name.equals(StagedPicture.IMPORTED_AS)) {
                throw new PictureException("the attribute " + name + " is the library's own");
            }
        }
    }
}
