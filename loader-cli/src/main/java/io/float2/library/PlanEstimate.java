package io.float2.library;

/**
 * How long an import takes and what it needs, from rates that were measured or are assumed.
 *
 * @param shards number of shards
 * @param rowsPerShard most pictures in one of them
 * @param instances of the graph
 * @param buckets of the tables
 * @param rowsPerBucket assets in a bucket
 * @param readSeconds for keys, fingerprints and upload on all slots
 * @param writeSeconds for base and business attributes
 * @param databaseBytes of assets, locations and attributes with their indexes
 * @param stageBytes of what is kept between the steps, gone in the end
 * @param storeBytes of the pictures
 */
public record PlanEstimate(int shards, long rowsPerShard, int instances, int buckets, long rowsPerBucket, double readSeconds, double writeSeconds,
        long databaseBytes, long stageBytes, long storeBytes) {

    /** An asset with its key and the indexes of its fingerprints, and a location with its indexes: measured with 30,000 pictures. */
    private static final long ASSET_BYTES = 880;

    /** An attribute with its indexes: measured with six a picture, texts of some ten characters. */
    private static final long ATTRIBUTE_BYTES = 235;

    /** A staged picture with five attributes: measured with the same. */
    private static final long STAGE_BYTES = 360;

    /** An embedding has this beside its values. */
    private static final long ARRAY_BYTES = 24;

    /** prepare, shard and finish; and three for each shard. */
    private static final int FIXED_INSTANCES = 3;
    private static final int INSTANCES_PER_SHARD = 3;

    /**
     * What is to be imported, and with what.
     *
     * @param slots that read and write at once
     * @param picturesPerSecond that one slot reads: keys, fingerprints, upload
     * @param writesPerSecond pictures that the server writes, all slots together
     * @param attributes that the business has of a picture, beside imported_as
     * @param pictureBytes mean size of a picture
     * @param dimension of the embeddings; 0: none
     */
    public record Assumptions(int slots, double picturesPerSecond, double writesPerSecond, int attributes, long pictureBytes, int dimension) {}

    /** Plans without a server: it is arithmetic. */
    public static PlanEstimate of(Shards shards, int buckets, Assumptions assumptions) {
        long pictures = shards.pictures();
        long vector = assumptions.dimension() == 0 ? 0 : ARRAY_BYTES + 2L * assumptions.dimension();
        // The graph of the index has every vector again.
        long perPicture = ASSET_BYTES + 2 * vector + (assumptions.attributes() + 1) * ATTRIBUTE_BYTES;
        int slots = Math.max(1, Math.min(assumptions.slots(), shards.count()));
        return new PlanEstimate(shards.count(), shards.count() == 0 ? 0 : shards.first(1), FIXED_INSTANCES + INSTANCES_PER_SHARD * shards.count(),
                buckets, (pictures + buckets - 1) / buckets,
                // The last round of shards may leave slots idle.
                Math.ceil((double) shards.count() / slots) * (shards.count() == 0 ? 0 : shards.first(1)) / assumptions.picturesPerSecond(),
                pictures / assumptions.writesPerSecond(), pictures * perPicture, pictures * (STAGE_BYTES + vector), pictures * assumptions.pictureBytes());
    }
}
