package io.float2.search;

import io.float2.UserException;
import io.float2.loader.source.SourceFormat;
import io.float2.loader.source.VectorBatch;
import io.float2.loader.source.VectorReader;
import io.float2.sql.VectorType;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Reads query vectors from a file, in order. Not thread safe. */
public final class QueryFile implements Closeable {

    /** Fixed, so that a measurement can be repeated. */
    private static final long SEED = 20;

    private final VectorReader reader;
    private final VectorBatch batch;
    private int nextInBatch;
    private long row;

    /**
     * A vector and its place in the file.
     *
     * @param row counted from 1
     */
    public record Query(long row, float[] vector) {}

    private QueryFile(VectorReader reader) {
        this.reader = reader;
        batch = new VectorBatch(reader.dimension(), reader.fieldNames().size());
    }

    /**
     * Opens a file.
     *
     * @param format null: told by the file's ending
     * @param vectorColumn as for a load
     */
    public static QueryFile open(Path file, SourceFormat format, String vectorColumn) {
        return new QueryFile(VectorReader.open(file, format, vectorColumn, VectorType.FLOAT4_ARRAY));
    }

    /** The next query, or null when there are no more. */
    public Query next() {
        if (nextInBatch == batch.rows()) {
            nextInBatch = 0;
            if (!reader.read(batch, Integer.MAX_VALUE)) {
                return null;
            }
        }
        int from = nextInBatch++ * batch.dimension();
        return new Query(++row, Arrays.copyOfRange(batch.values(), from, from + batch.dimension()));
    }

    /**
     * The query in a row, counted from 1, which is not before those read already.
     *
     * @throws UserException when the file has fewer rows
     */
    public Query row(long wanted) {
        for (Query query = next(); query != null; query = next()) {
            if (query.row == wanted) {
                return query;
            }
        }
        throw new UserException(reader.file() + " has " + row + " rows, so there is no row " + wanted);
    }

    /** At most {@code most} of the queries that are left, each as likely as any other and always the same, in the file's order. */
    public List<Query> sample(int most) {
        Random random = new Random(SEED);
        List<Query> sample = new ArrayList<>();
        for (Query query = next(); query != null; query = next()) {
            if (sample.size() < most) {
                sample.add(query);
            } else {
                long place = random.nextLong(query.row);
                if (place < most) {
                    sample.set((int) place, query);
                }
            }
        }
        sample.sort(Comparator.comparingLong(Query::row));
        return sample;
    }

    @Override
    public void close() {
        reader.close();
    }
}
