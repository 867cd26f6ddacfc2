package io.float2.cli;

import io.float2.loader.LoadPlan;
import io.float2.loader.OverflowPolicy;
import io.float2.loader.RowSelection;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which rows are loaded, and what becomes of those that are wrong. Use as {@code @Mixin RowOptions rows}. */
final class RowOptions {

    /** What a row that is wrong leads to. */
    enum ErrorPolicy {
        STOP,
        REJECT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--skip", paramLabel = "N", showDefaultValue = Visibility.NEVER, description = "Leave out the first N rows.")
    private long skip;

    @Option(names = "--limit", paramLabel = "N", description = "Load at most N rows.")
    private Long limit;

    @Option(names = "--sample", paramLabel = "SHARE", showDefaultValue = Visibility.NEVER,
            description = "Load a random share of the rows, such as 0.01; they keep their numbers.")
    private double sample = 1;

    @Option(names = "--seed", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Another seed takes another sample. Default: 0.")
    private long seed;

    @Option(names = "--dimension", paramLabel = "N", description = "Values of a vector, where rows have columns. Default: as many as the "
            + "first one has.")
    private Integer dimension;

    @Option(names = "--on-overflow", paramLabel = "WHAT", defaultValue = "infinity",
            description = "Values too large for the type become infinity or, with clamp, the largest there is; with reject the row is "
                    + "wrong: ${COMPLETION-CANDIDATES}.")
    private OverflowPolicy onOverflow;

    @Option(names = "--on-error", paramLabel = "WHAT",
            description = "The first row that is wrong ends the load, or such rows go into a file: ${COMPLETION-CANDIDATES}. Default: stop.")
    private ErrorPolicy onError;

    @Option(names = "--rejects", paramLabel = "FILE",
            description = "File for the rows that are wrong, as CSV with the reasons; once mended it can be loaded. Default with "
                    + "--on-error reject: SOURCE.rejects.csv in this directory.")
    private Path rejects;

    void apply(LoadPlan.Builder plan, Path firstSource) {
        plan.selection(new RowSelection(skip, sample, seed)).dimension(dimension).onOverflow(onOverflow);
        if (limit != null) {
            plan.limit(limit);
        }
        if (onError == ErrorPolicy.REJECT || onError == null && rejects != null) {
            plan.rejects(rejects != null ? rejects : Path.of(firstSource.getFileName() + ".rejects.csv"));
        }
    }
}
