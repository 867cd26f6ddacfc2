package io.float2.recommend;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What was measured.
 *
 * @param sameRows rows of the requests compared beforehand, the same on both sides
 * @param seed runs of the statement before us
 * @param ours runs of {@code recommend.recommend}, in alternation with the former
 * @param markRead runs of {@code recommend.mark_read} with 100 videos on one connection
 * @param seedVideos videos in an answer of the statement, on average
 * @param ourVideos videos in ours, which fills up where a pool is short
 * @param jsonbBytes of a read list in the statement's table, as stored, on average
 * @param packedBytes of a read list in ours
 */
public record BenchReport(
        int checks,
        int sameRows,
        List<ScriptRun> seed,
        List<ScriptRun> ours,
        List<ScriptRun> markRead,
        double seedVideos,
        double ourVideos,
        double jsonbBytes,
        double packedBytes) {

    /** Our transactions a second over the statement's: the median of the pairs. */
    public double ratio() {
        double[] ratios = new double[seed.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).perSecond() / seed.get(i).perSecond();
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }

    /** The run in the middle by its rate. */
    public static ScriptRun median(List<ScriptRun> runs) {
        return runs.stream().sorted(Comparator.comparingDouble(ScriptRun::perSecond)).toList().get(runs.size() / 2);
    }
}
