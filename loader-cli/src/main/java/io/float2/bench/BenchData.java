package io.float2.bench;

import io.float2.UserException;
import io.float2.kernel.Float2;
import io.float2.search.QueryFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors to search among, and queries. The values are halves, as both sides store them.
 *
 * @param base one vector a row, numbered from 0
 * @param queries not among the base
 * @param source what they are, in words
 */
record BenchData(short[][] base, short[][] queries, String source) {

    /** All rows that there are. */
    static final int ALL = 0;

    /** The dimension that the file has. */
    static final int AS_FILE = 0;

    /** Files of a folder, the first that is there. */
    private static final List<String> BASE_FILES = List.of("base.bvecs", "base.bvecs.gz", "base.fvecs", "base.fvecs.gz");
    private static final List<String> QUERY_FILES = List.of("query.bvecs", "query.fvecs");
    private static final String PLACES_FILE = "base.csv";

    int dimension() {
        return base[0].length;
    }

    int rows() {
        return base.length;
    }

    /**
     * Reads vectors.
     *
     * @param path a folder with base and query files in TEXMEX formats and base.csv, or a file of vectors, whose last rows then are
     *     the queries
     * @param rows of the base, or {@link #ALL}
     * @param dimension {@link #AS_FILE}, or a multiple of the file's dimension: each vector is then joined from that many neighbours
     *     in the picture (see {@link Neighbourhoods})
     * @param queries most of them
     */
    static BenchData read(Path path, int rows, int dimension, int queries) {
        boolean folder = Files.isDirectory(path);
        Path baseFile = folder ? first(path, BASE_FILES) : path;
        short[][] all = vectors(baseFile, dimension == AS_FILE && folder && rows != ALL ? rows : Integer.MAX_VALUE);
        int fileDimension = all[0].length;
        String name = folder ? path.getFileName().toString() : baseFile.toString();
        if (dimension != AS_FILE && dimension != fileDimension) {
            if (dimension % fileDimension != 0) {
                throw new UserException("the dimension " + dimension + " is no multiple of " + fileDimension + ", the dimension of "
                        + baseFile);
            }
            Path places = places(baseFile);
            all = new Neighbourhoods(all, places).join(dimension / fileDimension);
            return split(all, rows, queries, name + ", " + dimension / fileDimension + " descriptors of a neighbourhood joined");
        }
        if (folder) {
            short[][] asked = vectors(first(path, QUERY_FILES), queries);
            if (asked[0].length != fileDimension) {
                throw new UserException("the queries in " + path + " are of dimension " + asked[0].length + ", the rows of "
                        + fileDimension);
            }
            require(baseFile, rows, all.length);
            return new BenchData(all, asked, name);
        }
        return split(all, rows, queries, name);
    }

    /** The last vectors of the file become the queries. */
    private static BenchData split(short[][] all, int rows, int queries, String source) {
        int most = all.length - 1;
        int asked = Math.min(queries, Math.max(1, most / 10));
        int base = rows == ALL ? all.length - asked : rows;
        if (base + asked > all.length) {
            throw new UserException(source + ": " + all.length + " vectors are not enough for " + base + " rows and " + asked
                    + " queries");
        }
        short[][] rowsKept = new short[base][];
        System.arraycopy(all, 0, rowsKept, 0, base);
        short[][] queriesKept = new short[asked][];
        System.arraycopy(all, all.length - asked, queriesKept, 0, asked);
        return new BenchData(rowsKept, queriesKept, source);
    }

    private static void require(Path file, int wanted, int found) {
        if (wanted != ALL && found < wanted) {
            throw new UserException(file + " has " + found + " rows, fewer than the " + wanted + " asked for");
        }
    }

    private static Path first(Path folder, List<String> names) {
        for (String name : names) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new UserException(folder + " has none of " + String.join(", ", names));
    }

    private static Path places(Path baseFile) {
        Path places = baseFile.resolveSibling(PLACES_FILE);
        if (!Files.exists(places)) {
            throw new UserException("vectors of another dimension are joined from neighbours in a picture, and " + places
                    + ", which says where each is, is missing");
        }
        return places;
    }

    private static short[][] vectors(Path file, int most) {
        List<short[]> vectors = new ArrayList<>();
        try (QueryFile reader = QueryFile.open(file, null, null)) {
            for (QueryFile.Query row = reader.next(); row != null && vectors.size() < most; row = reader.next()) {
                vectors.add(Float2.toHalf(row.vector()));
            }
        }
        return vectors.toArray(short[][]::new);
    }
}
