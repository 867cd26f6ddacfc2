package io.float2.recommend;

/**
 * How much made-up data there is to be.
 *
 * @param videos videos in each of the three pools; their numbers follow each other from pool to pool, from 1 on
 * @param tagsPerVideo different tags of a video
 * @param tags largest tag; the smallest is 0
 * @param provinces numbered from 1
 * @param cities numbered from 1
 * @param users numbered from 1
 * @param read videos each user has read, from all pools; a few less, since the dice may fall twice on one
 * @param seed the same data come from the same seed
 * @param jobs connections at work at once
 */
public record DataPlan(long videos, int tagsPerVideo, int tags, int provinces, int cities, int users, int read, long seed, int jobs) {

    /** Rows of a pool. */
    long rowsPerPool() {
        return videos * tagsPerVideo;
    }

    /** Videos in all pools. */
    long allVideos() {
        return 3 * videos;
    }
}
