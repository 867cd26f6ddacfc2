package io.float2.library;

import io.float2.UserException;
import io.float2.picture.PictureException;
import io.float2.picture.PictureFacts;
import io.float2.picture.PictureLimits;
import io.float2.picture.Pictures;
import io.float2.sql.ConnectionSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Finds pictures by key, by attributes and by embedding. */
public final class PictureFinder implements AutoCloseable {

    private static final int HEXADECIMAL = 16;

    private static final String NEAR = """
            SELECT a.key, n.distance, a.size, a.width, a.height, a.format, a.uri
              FROM image_library.near(?, ?, ?) AS n JOIN image_library.asset AS a USING (key) ORDER BY n.distance, a.key LIMIT ?""";

    private static final int LONGEST_KEY_OF_INDEX = 100;

    private final Connection connection;

    private PictureFinder(Connection connection) {
        this.connection = connection;
    }

    /** @throws UserException when the library is not in the database */
    public static PictureFinder open(ConnectionSource connections) throws SQLException {
        return new PictureFinder(Library.open(connections));
    }

    /** The pictures that fulfil everything, the nearest first when there is something to be near to. */
    public List<FoundPicture> find(FindPlan plan) throws SQLException {
        List<FoundPicture> found = new ArrayList<>();
        try (PreparedStatement statement = prepare("", plan); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(new FoundPicture(row.getObject(1, UUID.class), row.getObject(2) == null ? null : row.getDouble(2), row.getLong(3), row.getInt(4), row.getInt(5),
                        row.getString(6), row.getString(7), Map.of()));
            }
        }
        return withAttributes(found);
    }

    /** How the server would find them, line by line. */
    public List<String> explain(FindPlan plan) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement statement = prepare("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ", plan); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                lines.add(row.getString(1));
            }
        }
        return lines;
    }

    /** The pictures whose fingerprint is near to a given one, the nearest first. */
    public List<FoundPicture> near(NearPlan plan) throws SQLException {
        List<FoundPicture> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NEAR)) {
            statement.setLong(1, fingerprint(plan));
            statement.setInt(2, plan.distance());
            statement.setString(3, plan.by().toString());
            statement.setInt(4, plan.limit());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new FoundPicture(row.getObject(1, UUID.class), row.getDouble(2), row.getLong(3), row.getInt(4), row.getInt(5),
                            row.getString(6), row.getString(7), Map.of()));
                }
            }
        }
        return withAttributes(found);
    }

    private long fingerprint(NearPlan plan) throws SQLException {
        String text = plan.picture();
        if (text.matches("[0-9a-fA-F]{16}")) {
            return Long.parseUnsignedLong(text, HEXADECIMAL);
        }
        if (text.matches("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return storedFingerprint(text, plan.by());
        }
        try {
            PictureFacts facts = Pictures.read(Files.readAllBytes(Path.of(text)), PictureLimits.DEFAULT);
            return switch (plan.by()) {
                case PHASH -> facts.phash();
                case DHASH -> facts.dhash();
                case AHASH -> facts.ahash();
            };
        } catch (NoSuchFileException e) {
            throw new UserException(text + " is no file, no key and no fingerprint", e);
        } catch (IOException e) {
            throw new UserException(text + " cannot be read: " + e.getMessage(), e);
        } catch (PictureException e) {
            throw new UserException(text + ": " + e.getMessage(), e);
        }
    }

    private long storedFingerprint(String key, NearPlan.Fingerprint by) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + by + " FROM image_library.asset WHERE key = ?::uuid")) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new UserException("there is no picture " + key);
                }
                long fingerprint = row.getLong(1);
                if (row.wasNull()) {
                    throw new UserException("the picture " + key + " has no " + by);
                }
                return fingerprint;
            }
        }
    }

    private PreparedStatement prepare(String prefix, FindPlan plan) throws SQLException {
        String vector = plan.like() == null ? plan.vector() : embedding(plan.like());
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder(prefix).append("SELECT a.key, ");
        String type = vector == null ? null : embeddingType();
        String distance = "a.embedding OPERATOR(" + extensionSchema() + ".<=>) ?::" + type;
        if (vector == null) {
            sql.append("NULL");
        } else {
            sql.append(distance);
            values.add(vector);
        }
        sql.append(", a.size, a.width, a.height, a.format, a.uri FROM image_library.asset AS a WHERE true");
        if (!plan.keys().isEmpty()) {
            sql.append(" AND a.key = ANY (?)");
            values.add(plan.keys().toArray(UUID[]::new));
        }
        plan.attributes().forEach((name, value) -> {
            sql.append(" AND EXISTS (SELECT FROM image_library.attribute AS t WHERE t.key = a.key AND t.attribute = ? "
                    + "AND left(t.value, " + LONGEST_KEY_OF_INDEX + ") = left(?, " + LONGEST_KEY_OF_INDEX + ") AND t.value = ?");
            values.addAll(List.of(name, value, value));
            restrict(sql, values, plan.business());
        });
        if (plan.attributes().isEmpty() && plan.business() != null) {
            sql.append(" AND EXISTS (SELECT FROM image_library.attribute AS t WHERE t.key = a.key AND t.attribute = 'imported_as'");
            restrict(sql, values, plan.business());
        }
        if (plan.where() != null) {
            sql.append(" AND (").append(plan.where()).append("\n)");
        }
        if (vector == null) {
            sql.append(" ORDER BY a.key");
        } else {
            sql.append(" AND a.embedding IS NOT NULL ORDER BY ").append(distance);
            values.add(vector);
        }
        sql.append(" LIMIT ").append(plan.limit());
        PreparedStatement statement = connection.prepareStatement(sql.toString());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof UUID[] keys) {
                statement.setArray(i + 1, connection.createArrayOf("uuid", keys));
            } else {
                statement.setObject(i + 1, values.get(i));
            }
        }
        return statement;
    }

    private static void restrict(StringBuilder sql, List<Object> values, String business) {
        if (business != null) {
            sql.append(" AND t.business = ?");
            values.add(business);
        }
        sql.append(")");
    }

    private String embedding(UUID key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT embedding::text FROM image_library.asset WHERE key = ?")) {
            statement.setObject(1, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new UserException("there is no picture " + key);
                }
                if (row.getString(1) == null) {
                    throw new UserException("the picture " + key + " has no embedding");
                }
                return row.getString(1);
            }
        }
    }

    private String embeddingType() throws SQLException {
        return text("SELECT image_library.embedding_type()");
    }

    private String extensionSchema() throws SQLException {
        return text("SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'float2'");
    }

    private String text(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query); ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** The same pictures with what businesses know of them. */
    List<FoundPicture> withAttributes(List<FoundPicture> found) throws SQLException {
        Map<UUID, Map<String, Map<String, String>>> attributes = new HashMap<>();
        Array keys = connection.createArrayOf("uuid", found.stream().map(FoundPicture::key).toArray());
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT key, business, attribute, value FROM image_library.attribute WHERE key = ANY (?) ORDER BY attribute")) {
            statement.setArray(1, keys);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    attributes.computeIfAbsent(row.getObject(1, UUID.class), key -> new TreeMap<>())
                            .computeIfAbsent(row.getString(2), business -> new TreeMap<>()).put(row.getString(3), row.getString(4));
                }
            }
        }
        return found.stream().map(picture -> new FoundPicture(picture.key(), picture.distance(), picture.size(), picture.width(), picture.height(),
                picture.format(), picture.uri(), attributes.getOrDefault(picture.key(), Map.of()))).toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
