package io.float2.ledger;

import io.float2.sql.AdminSchema;
import java.sql.Connection;
import java.sql.SQLException;

/** The tables of the ledger, made when first used. */
final class LedgerSchema {

    static final String IMPORTS = AdminSchema.NAME + ".load_import";
    static final String SHARDS = AdminSchema.NAME + ".load_shard";

    /**
     * For tables that a crash of the server empties: their shards have to be forgotten in the same moment, and only a table of the
     * same kind is.
     */
    static final String UNLOGGED_SHARDS = AdminSchema.NAME + ".load_shard_unlogged";

    private static final String[] STATEMENTS = {
        """
        CREATE TABLE IF NOT EXISTS float2_admin.load_import (
            id text PRIMARY KEY,
            named boolean NOT NULL,
            target text NOT NULL,
            state text NOT NULL CHECK (state IN ('running', 'stopped', 'failed', 'finished', 'dropped')),
            input text[] NOT NULL,
            shard_rows bigint NOT NULL CHECK (shard_rows > 0),
            total_rows bigint,
            relation oid NOT NULL,
            staging text,
            unlogged boolean NOT NULL,
            begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            run_begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            run_begun_with bigint NOT NULL DEFAULT 0,
            seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            ended_at timestamptz,
            message text
        )""",
        "COMMENT ON TABLE float2_admin.load_import IS 'imports of float2 load; float2 load --status ID shows one'",
        "COMMENT ON COLUMN float2_admin.load_import.id IS 'as given by --import-id, or made up'",
        "COMMENT ON COLUMN float2_admin.load_import.named IS 'whether the id was given; others are forgotten 30 days after they are finished'",
        "COMMENT ON COLUMN float2_admin.load_import.target IS 'table that is loaded'",
        "COMMENT ON COLUMN float2_admin.load_import.state IS 'running also when the command was killed: then nobody holds its advisory lock'",
        "COMMENT ON COLUMN float2_admin.load_import.input IS 'what every run of the import has to agree in: files, table, columns'",
        "COMMENT ON COLUMN float2_admin.load_import.shard_rows IS 'rows in every shard but the last'",
        "COMMENT ON COLUMN float2_admin.load_import.total_rows IS 'rows in all files, NULL when they do not tell'",
        "COMMENT ON COLUMN float2_admin.load_import.relation IS 'OID of the table with the rows, 0 before there is one'",
        "COMMENT ON COLUMN float2_admin.load_import.staging IS 'name of the table with the rows as long as it is not that of the target'",
        "COMMENT ON COLUMN float2_admin.load_import.unlogged IS 'whether the shards are in load_shard_unlogged, as a crash empties the table'",
        "COMMENT ON COLUMN float2_admin.load_import.begun_at IS 'when the first run began'",
        "COMMENT ON COLUMN float2_admin.load_import.run_begun_at IS 'when the last run began'",
        "COMMENT ON COLUMN float2_admin.load_import.run_begun_with IS 'rows that were in the table by then'",
        "COMMENT ON COLUMN float2_admin.load_import.seen_at IS 'when the command last wrote here'",
        "COMMENT ON COLUMN float2_admin.load_import.ended_at IS 'when the last run ended, NULL while it runs or when it was killed'",
        "COMMENT ON COLUMN float2_admin.load_import.message IS 'why it is not finished'",
        shardTable("TABLE", SHARDS),
        "COMMENT ON TABLE float2_admin.load_shard IS 'shards of imports; a row says done if and only if the rows are in the table'",
        shardTable("UNLOGGED TABLE", UNLOGGED_SHARDS),
        "COMMENT ON TABLE float2_admin.load_shard_unlogged IS 'shards of imports into unlogged tables, emptied together with them'",
    };

    private static String shardTable(String kind, String name) {
        return """
                CREATE %s IF NOT EXISTS %s (
                    import text NOT NULL REFERENCES float2_admin.load_import ON DELETE CASCADE,
                    shard integer NOT NULL CHECK (shard > 0),
                    state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
                    first_row bigint NOT NULL,
                    rows bigint NOT NULL,
                    attempts integer NOT NULL,
                    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    ended_at timestamptz,
                    message text,
                    PRIMARY KEY (import, shard)
                )""".formatted(kind, name);
    }

    private LedgerSchema() {}

    static boolean exists(Connection connection) throws SQLException {
        return AdminSchema.has(connection, UNLOGGED_SHARDS);
    }

    /** Makes what is missing, as {@link AdminSchema#ensure} does. */
    static void ensure(Connection connection) throws SQLException {
        AdminSchema.ensure(connection, UNLOGGED_SHARDS, STATEMENTS);
    }
}
