package io.float2.library;

import io.float2.UsageException;
import io.float2.UserException;
import io.float2.connect.Extension;
import io.float2.sql.Citus;
import io.float2.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/** Brings the schema {@code image_library} of a database to the version of this program. */
public final class LibraryInstall {

    /** Partitions of a table unless said otherwise. */
    public static final int DEFAULT_BUCKETS = 16;

    /** Most partitions of a table: planning a statement takes time for each of them. */
    public static final int MOST_BUCKETS = 4096;

    /** Partitions of a table whose shards do the same: each of them has all the partitions. */
    private static final int BUCKETS_OF_SHARDS = 1;

    private static final String HISTORY = "schema_history";

    private static final String SHARDS = "SELECT count(*) FROM pg_dist_shard WHERE logicalrelid = 'image_library.asset'::regclass";

    private LibraryInstall() {}

    /**
     * What an installation did.
     *
     * @param version of the schema now
     * @param scripts number of scripts that were run; 0: it was up to date
     * @param buckets into which assets and attributes are partitioned
     * @param shards in which they are spread over the nodes of Citus; 0: they are not
     */
    public record Installed(String version, int scripts, int buckets, int shards) {}

    /**
     * How the library is spread over the nodes of Citus.
     *
     * @param shards in all; null: as many as the server's citus.shard_count says, or as the library has
     */
    public record Distribution(Integer shards) {

        public Distribution {
            if (shards != null && shards < 1) {
                throw new UsageException("there is 1 shard or more, not " + shards);
            }
        }
    }

    /**
     * Installs the library or brings it up to date; does nothing when it is.
     *
     * @param buckets a power of two; null: {@link #DEFAULT_BUCKETS} in a new library, 1 in a new one in shards, those that are there in another
     * @param distribution null: a new library is on this server alone, another one stays as it is
     * @throws UserException when the number of buckets or shards is wrong or another one than the library has, when the schema is something
     *     else's, when it was made by a newer program, or when there are no nodes for shards
     */
    public static Installed install(ConnectionSource connections, Integer buckets, Distribution distribution) throws SQLException {
        if (buckets != null && (buckets < 1 || buckets > MOST_BUCKETS || Integer.bitCount(buckets) != 1)) {
            throw new UserException("there can be 1 to " + MOST_BUCKETS + " buckets, a power of two, not " + buckets);
        }
        try (Connection connection = connections.open()) {
            Extension.require(connection);
            prepare(connection, buckets);
            if (distribution != null) {
                Citus.requireNodes(connection);
                requireShards(connection, distribution);
            }
        }
        int otherwise = distribution == null ? DEFAULT_BUCKETS : BUCKETS_OF_SHARDS;
        Flyway flyway = flyway(connections, buckets == null ? otherwise : buckets);
        try {
            refuseNewer(flyway);
            MigrateResult result = flyway.migrate();
            try (Connection connection = connections.open()) {
                if (distribution != null && !isDistributed(connection)) {
                    distribute(connection, distribution);
                }
                return new Installed(flyway.info().current().getVersion().getVersion(), result.migrationsExecuted, buckets(connection),
                        isDistributed(connection) ? (int) Library.number(connection, SHARDS) : 0);
            }
        } catch (FlywaySqlException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        } catch (FlywayException e) {
            throw new UserException("the schema image_library cannot be brought up to date: "
                    + e.getMessage().lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((a, b) -> a + " " + b).orElse(""), e);
        }
    }

    private static void prepare(Connection connection, Integer buckets) throws SQLException {
        boolean there = Library.number(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = 'image_library'") > 0;
        boolean ours = Library.number(connection, "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                + "WHERE n.nspname = 'image_library' AND c.relname = '" + HISTORY + "'") > 0;
        if (there && !ours) {
            throw new UserException("the schema image_library of this database was not made by `float2 library init`: rename or drop it");
        }
        if (ours && buckets != null && Library.isInstalled(connection) && buckets(connection) != buckets) {
            throw new UserException("the library has " + buckets(connection) + " buckets and cannot be given " + buckets
                    + ": that takes a new library");
        }
    }

    private static void requireShards(Connection connection, Distribution distribution) throws SQLException {
        if (distribution.shards() != null && isDistributed(connection) && Library.number(connection, SHARDS) != distribution.shards()) {
            throw new UserException("the library has " + Library.number(connection, SHARDS) + " shards and cannot be given "
                    + distribution.shards() + ": that takes a new library");
        }
    }

    private static boolean isDistributed(Connection connection) throws SQLException {
        return Citus.isThere(connection) && Library.isInstalled(connection) && Library.number(connection, SHARDS) > 0;
    }

    private static void distribute(Connection connection, Distribution distribution) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("CALL image_library.distribute(?::integer)")) {
            statement.setObject(1, distribution.shards());
            statement.execute();
        }
    }

    private static int buckets(Connection connection) throws SQLException {
        return (int) Library.number(connection, "SELECT image_library.bucket_count()");
    }

    private static Flyway flyway(ConnectionSource connections, int buckets) throws SQLException {
        return Flyway.configure(LibraryInstall.class.getClassLoader())
                .dataSource(new SourceOfConnections(() -> open(connections, buckets)))
                .locations("classpath:sql/image_library")
                .schemas("image_library")
                .createSchemas(true)
                .table(HISTORY)
                .placeholderReplacement(false)
                .validateMigrationNaming(true)
                .loggers("slf4j")
                .load();
    }

    /** The scripts name the extension's types without a schema. What they make is for this server until it is distributed. */
    private static Connection open(ConnectionSource connections, int buckets) throws SQLException {
        Connection connection = connections.open();
        try (Statement statement = connection.createStatement()) {
            if (!isDistributed(connection)) {
                statement.execute("SET citus.enable_ddl_propagation = off");
            }
            statement.execute("SET image_library.buckets = '" + buckets + "'; SET client_min_messages = warning; "
                    + "SELECT set_config('search_path', 'image_library, ' || quote_ident(nspname) || ', pg_catalog', false) "
                    + "FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'float2'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void refuseNewer(Flyway flyway) {
        MigrationInfo newest = null;
        String known = null;
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getState().isResolved() && info.getVersion() != null) {
                known = info.getVersion().getVersion();
            } else if (info.getState().isApplied() && info.getVersion() != null) {
                newest = info;
            }
        }
        if (newest != null) {
            throw new UserException("the image library in this database has version " + newest.getVersion() + ", this program knows "
                    + known + ": use a newer float2");
        }
    }
}
