package io.float2.cli;

import io.float2.index.IndexOutcome;
import io.float2.index.IndexSetReport;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What became of indexes, in words. */
final class IndexWords {

    private IndexWords() {}

    static String of(IndexOutcome.State state) {
        return switch (state) {
            case BUILT -> "built";
            case REBUILT -> "built anew";
            case THERE -> "there already";
            case PLANNED -> "to be built";
            case SKIPPED -> "left out";
            case FAILED -> "failed";
        };
    }

    /** 3 built, 1 left out */
    static String summary(IndexSetReport report) {
        return Arrays.stream(IndexOutcome.State.values())
                .filter(state -> report.count(state) > 0)
                .map(state -> Human.count(report.count(state)) + " " + of(state))
                .collect(Collectors.joining(", "));
    }
}
