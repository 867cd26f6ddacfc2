package io.float2.recommend;

/**
 * What data were made.
 *
 * @param poolRows rows in all pools
 * @param poolBytes tables and indexes
 * @param readIds ids in all read lists
 * @param readListBytes table and index
 */
public record DataReport(long poolRows, long poolBytes, long users, long readIds, long readListBytes, double seconds) {}
