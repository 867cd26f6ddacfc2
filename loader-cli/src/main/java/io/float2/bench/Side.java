package io.float2.bench;

import io.float2.jdbc.Float2Types;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

/** One of the two that are compared: the same rows in a column and an index of its own. */
enum Side {
    FLOAT2("float2[] ann", "float2_rows", "float2_queries") {
        @Override
        String index(int dimension, int m, int efConstruction) {
            return "USING ann (vector) WITH (dim = " + dimension + ", m = " + m + ", ef_construction = " + efConstruction + ")";
        }

        @Override
        Parameters parameters(Connection connection) throws SQLException {
            Float2Types types = Float2Types.register(connection);
            return types::vectorOfHalves;
        }
    },
    HALFVEC("halfvec hnsw", "halfvec_rows", "halfvec_queries") {
        @Override
        String index(int dimension, int m, int efConstruction) {
            return "USING hnsw (vector halfvec_l2_ops) WITH (m = " + m + ", ef_construction = " + efConstruction + ")";
        }

        @Override
        Parameters parameters(Connection connection) throws SQLException {
            connection.unwrap(PGConnection.class).addDataType(HalfvecParameter.TYPE, HalfvecParameter.class);
            return HalfvecParameter::new;
        }
    };

    /** Makes a query's parameter, which travels in binary, of its halves. */
    @FunctionalInterface
    interface Parameters {
        PGobject of(short[] halves);
    }

    private final String label;
    private final String table;
    private final String queryTable;

    Side(String label, String table, String queryTable) {
        this.label = label;
        this.table = table;
        this.queryTable = queryTable;
    }

    /** What follows the table's name in CREATE INDEX. */
    abstract String index(int dimension, int m, int efConstruction);

    abstract Parameters parameters(Connection connection) throws SQLException;

    TableName table(ScratchSchema schema) {
        return schema.table(table);
    }

    TableName queryTable(ScratchSchema schema) {
        return schema.table(queryTable);
    }

    TableName indexName(ScratchSchema schema) {
        return schema.table(table + "_index");
    }

    /** As people read it. */
    String label() {
        return label;
    }

    @Override
    public String toString() {
        return label;
    }
}
