package io.float2.recommend;

import java.util.List;

/**
 * How the recommender is set up.
 *
 * @param parts partial indexes a pool and rows a read list, 1 to 1000
 * @param shares percentages of a quota from the global pool, the province's and the city's, adding up to 100
 * @param quotas quotas by the rank of a tag, adding up to 100
 * @param readListType {@code id_set} or {@code roaringbitmap64}
 * @param reach whether to count how many users have seen a video, which needs the extension hll
 */
public record InstallPlan(int parts, List<Integer> shares, List<Integer> quotas, String readListType, boolean reach) {

    /** The parameters of a recommender that nobody has set any for. */
    public static final InstallPlan DEFAULT = new InstallPlan(50, List.of(50, 30, 20), List.of(40, 20, 15, 15, 10), "id_set", false);

    public InstallPlan {
        shares = List.copyOf(shares);
        quotas = List.copyOf(quotas);
    }
}
