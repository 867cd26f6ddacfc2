package io.float2.demo;

import io.float2.UserException;
import io.float2.loader.source.VecsFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The sample: 20,000 SIFT descriptors of wallpaper photographs with 10 columns beside them, and 1,000 queries with the distances of
 * their true neighbours.
 */
public final class PhotoSample {

    private static final String FOLDER = "loader-cli/src/main/data/photos-sift-20k";

    private final Path folder;
    private final byte[][] base;
    private final byte[][] queries;
    private final long[] trueDistances;

    private PhotoSample(Path folder, byte[][] base, byte[][] queries, long[] trueDistances) {
        this.folder = folder;
        this.base = base;
        this.queries = queries;
        this.trueDistances = trueDistances;
    }

    /**
     * Reads the sample below the project's root directory.
     *
     * @param k how many neighbours will be asked for
     */
    public static PhotoSample read(Path home, int k) {
        Path folder = home.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            throw new UserException("the sample data are not there: " + folder + " is missing");
        }
        return new PhotoSample(folder, bytes(folder.resolve("base.bvecs")), bytes(folder.resolve("query.bvecs")),
                kthDistances(folder.resolve("groundtruth.fvecs"), k));
    }

    /** The vectors to load. */
    public Path vectors() {
        return folder.resolve("base.bvecs");
    }

    /** The columns beside them, by row number. */
    public Path metadata() {
        return folder.resolve("base.csv");
    }

    int rows() {
        return base.length;
    }

    int dimension() {
        return base[0].length;
    }

    int queryCount() {
        return queries.length;
    }

    float[] query(int number) {
        byte[] bytes = queries[number];
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }

    /**
     * Whether a row is one of a query's k nearest. Rows as near as the k-th count too: which of them a search returns is arbitrary.
     * The distance is computed here from the file's bytes, so that the server's answer is judged by something else than itself.
     */
    boolean isNeighbour(int query, int row) {
        byte[] a = queries[query];
        byte[] b = base[row];
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int difference = (a[i] & 0xFF) - (b[i] & 0xFF);
            sum += (long) difference * difference;
        }
        return sum <= trueDistances[query];
    }

    private static byte[][] bytes(Path file) {
        try (VecsFile vecs = VecsFile.open(file, VecsFile.Element.UINT8)) {
            byte[][] rows = new byte[Math.toIntExact(vecs.rows())][vecs.dimension()];
            for (int row = 0; row < rows.length; ) {
                ByteBuffer batch = vecs.read(1000);
                for (int at = batch.position(); at < batch.limit(); at += vecs.rowBytes(), row++) {
                    batch.get(at + VecsFile.HEADER, rows[row]);
                }
            }
            return rows;
        }
    }

    /** The squared distance of each query's k-th neighbour; whole numbers, as the vectors are made of bytes. */
    private static long[] kthDistances(Path file, int k) {
        try (VecsFile vecs = VecsFile.open(file, VecsFile.Element.FLOAT32)) {
            long[] distances = new long[Math.toIntExact(vecs.rows())];
            for (int row = 0; row < distances.length; ) {
                ByteBuffer batch = vecs.read(1000);
                for (int at = batch.position(); at < batch.limit(); at += vecs.rowBytes(), row++) {
                    distances[row] = (long) batch.getFloat(at + VecsFile.HEADER + (k - 1) * Float.BYTES);
                }
            }
            return distances;
        }
    }
}
