package io.float2.library;

import io.float2.UserException;
import io.float2.picture.PictureFacts;
import io.float2.task.Parameters;
import io.float2.task.StoppedException;
import io.float2.task.TransientActionException;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/**
 * Some pictures of a shard on their way to the server. They come in one transaction, which also moves the mark up to which the shard is
 * staged; an attempt that has lost its shard to another one finds the mark moved, and writes nothing.
 */
final class StageBatch {

    private static final int MOST_PICTURES = 500;
    private static final long MOST_BYTES = 64L << 20;

    private static final String MOVE = "UPDATE image_library.import_shard SET staged = ? WHERE import = ? AND shard = ? AND staged = ?";
    private static final String REJECT = "INSERT INTO image_library.reject (import, entry, shard, name, reason) VALUES (?, ?, ?, ?, ?) "
            + "ON CONFLICT (import, entry) DO UPDATE SET reason = excluded.reason, rejected_at = excluded.rejected_at";
    private static final String FORGET = "DELETE FROM image_library.reject WHERE import = ? AND entry >= ? AND entry < ?";

    private record Item(StagedPicture picture, Future<String> uri) {}

    private record Reject(long entry, String name, String reason) {}

    private final long id;
    private final int shard;
    private final PictureVectors vectors;
    private final List<Item> items = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private long begin;
    private long past;
    private long bytes;

    /**
     * @param begin the first entry that is not staged yet
     * @param vectors null: there are none to be made
     */
    StageBatch(long id, int shard, long begin, PictureVectors vectors) {
        this.id = id;
        this.shard = shard;
        this.vectors = vectors;
        this.begin = begin;
        past = begin;
    }

    void add(StagedPicture picture, byte[] content, Future<String> uri) {
        items.add(new Item(picture, uri));
        if (vectors != null) {
            vectors.add(picture, content);
        }
        bytes += content.length;
        past = picture.entry() + 1;
    }

    void reject(long entry, String name, String reason) {
        rejects.add(new Reject(entry, name, reason));
        past = entry + 1;
    }

    boolean isFull() {
        return items.size() + rejects.size() >= MOST_PICTURES || bytes >= MOST_BYTES;
    }

    /** The entry after the last one that was added. */
    long past() {
        return past;
    }

    /**
     * Waits until the pictures are stored and have their vectors.
     *
     * @throws TransientActionException when the store fails
     */
    void complete() throws InterruptedException, StoppedException, TransientActionException {
        if (vectors != null) {
            vectors.make().forEach((picture, reason) -> rejects.add(new Reject(picture.entry(), picture.name(), "imported without a vector: " + reason)));
        }
        for (Item item : items) {
            uri(item);
        }
    }

    /**
     * Writes the batch, which is empty afterwards.
     *
     * @throws StoppedException when another attempt works on the shard
     */
    void write(Connection connection) throws SQLException, InterruptedException, StoppedException, TransientActionException {
        connection.setAutoCommit(false);
        try {
            if (!move(connection)) {
                throw new StoppedException("another attempt works on shard " + shard + " of import " + id);
            }
            String table = "image_library.stage_" + id;
            String rows = rows();
            if (!rows.isEmpty()) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN", new StringReader(rows));
            }
            writeRejects(connection);
            connection.commit();
            connection.setAutoCommit(true);
        } catch (IOException e) {
            undo(connection);
            throw new SQLException("the pictures could not be sent: " + e.getMessage(), PSQLState.CONNECTION_FAILURE.getState(), e);
        } catch (SQLException | StoppedException | TransientActionException | RuntimeException e) {
            undo(connection);
            throw e;
        }
        items.clear();
        rejects.clear();
        if (vectors != null) {
            vectors.clear();
        }
        bytes = 0;
        begin = past;
    }

    private static void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost, and the transaction with it.
        }
    }

    private boolean move(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, past);
            statement.setLong(2, id);
            statement.setInt(3, shard);
            statement.setLong(4, begin);
            return statement.executeUpdate() == 1;
        }
    }

    private void writeRejects(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setLong(1, id);
            statement.setLong(2, begin);
            statement.setLong(3, past);
            statement.execute();
        }
        try (PreparedStatement statement = connection.prepareStatement(REJECT)) {
            for (Reject reject : rejects) {
                statement.setLong(1, id);
                statement.setLong(2, reject.entry);
                statement.setInt(3, shard);
                statement.setString(4, CopyText.clean(reject.name));
                statement.setString(5, CopyText.clean(reject.reason));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private String rows() throws InterruptedException, TransientActionException {
        CopyText text = new CopyText();
        for (Item item : items) {
            StagedPicture picture = item.picture;
            PictureFacts facts = picture.facts();
            text.field(shard).field(picture.entry()).field(picture.name()).field(picture.key()).field(picture.size());
            text.field(facts.width()).field(facts.height()).field(facts.format()).field(uri(item));
            text.field(facts.phash()).field(facts.dhash()).field(facts.ahash());
            text.field(vectors == null ? null : vectors.text(picture)).field(json(picture.attributes())).endRow();
        }
        return text.toString();
    }

    private static String json(Map<String, String> attributes) {
        Map<String, Object> clean = new LinkedHashMap<>();
        attributes.forEach((name, value) -> clean.put(CopyText.clean(name), CopyText.clean(value)));
        return Parameters.of(clean).json();
    }

    private static String uri(Item item) throws InterruptedException, TransientActionException {
        try {
            return item.uri.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserException failure) {
                // A store that is full or does not answer may do so later.
                throw new TransientActionException(failure.getMessage(), failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
