package io.float2.cli;

import io.float2.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a comparison runs on, and where its files go. Use as {@code @Mixin BenchDataOptions data}. */
final class BenchDataOptions {

    private static final String SAMPLE = "loader-cli/src/main/data/photos-sift-20k";

    @Option(names = "--data", paramLabel = "DIR|FILE",
            description = "Folder with base.bvecs or base.fvecs (.gz as well), query.bvecs or query.fvecs, and base.csv; or a file of "
                    + "vectors, whose last rows are the queries. Default: the sample of 20,000 image descriptors.")
    private Path data;

    @Option(names = "--rows", paramLabel = "N", description = "Rows to search among. Default: all of the data.")
    private int rows;

    @Option(names = "--dim", paramLabel = "D",
            description = "Dimension, a multiple of that of the data: each vector is joined with its neighbours in the same picture. "
                    + "Default: as the data have it.")
    private int dimension;

    @Option(names = "--queries", paramLabel = "N", description = "Most queries to run.")
    private int queries = 1000;

    @Option(names = "-k", paramLabel = "K", description = "Number of neighbours.")
    private int k = 10;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Folder for the plots (SVG) and the result (JSON). Default: none are written.")
    private Path out;

    Path data() {
        if (data != null) {
            return data;
        }
        String home = System.getProperty("float2.home");
        if (home == null) {
            throw new UserException("the sample data are read from the project's directory: run bin/float2, or give --data");
        }
        return Path.of(home).toAbsolutePath().normalize().resolve(SAMPLE);
    }

    int rows() {
        return rows;
    }

    int dimension() {
        return dimension;
    }

    int queries() {
        return queries;
    }

    int k() {
        return k;
    }

    /** Null when no files are wanted. */
    Path out() {
        return out;
    }

    /** Writes the result beside the plots. */
    void writeJson(String name, Object report) {
        Path file = out.resolve(name);
        try {
            Files.writeString(file, Json.of(report) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
