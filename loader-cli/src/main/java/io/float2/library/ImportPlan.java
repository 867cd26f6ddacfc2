package io.float2.library;

import io.float2.UserException;
import io.float2.picture.PictureLimits;
import io.float2.picture.source.PictureSource;
import io.float2.picture.source.PictureSources;
import io.float2.picture.source.SourceSettings;
import io.float2.picture.store.PictureStore;
import io.float2.picture.store.PictureStores;
import io.float2.picture.store.StoreSettings;
import io.float2.task.Parameters;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What an import reads, and where it goes: the parameters of its task. Paths are those of the machines that the workers run on. No
 * secret is among them.
 *
 * @param source a folder, a tar file, a manifest or an S3 prefix
 * @param store a folder or an S3 prefix; null: pictures stay where they are, and assets get no URI
 * @param business for whom the attributes are
 * @param shardRows most pictures in a shard
 * @param s3Endpoint of an S3 server other than Amazon's, or null
 * @param allowUrls whether a manifest may name pictures by URLs
 * @param allowPrivateAddresses whether such URLs may lead to private addresses
 * @param followLinks whether symbolic links in a folder are followed
 * @param limits of a picture
 * @param embeddings file with vectors for pictures, or null
 * @param embeddingsKey column of that file with the key of a picture or its name in the source
 * @param embed what makes vectors of pictures, or null
 */
public record ImportPlan(String source, String store, String business, long shardRows, URI s3Endpoint, boolean allowUrls,
        boolean allowPrivateAddresses, boolean followLinks, PictureLimits limits, String embeddings, String embeddingsKey, EmbedPlan embed) {

    public ImportPlan {
        if (business.isBlank()) {
            throw new UserException("an import needs a business: whose attributes they are");
        }
        new Shards(0, shardRows);
    }

    /** The parameters of a task that carries this out. */
    Parameters parameters() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("source", source);
        values.put("store", store);
        values.put("business", business);
        values.put("shard_rows", shardRows);
        values.put("s3_endpoint", s3Endpoint == null ? null : s3Endpoint.toString());
        values.put("allow_urls", allowUrls);
        values.put("allow_private_addresses", allowPrivateAddresses);
        values.put("follow_links", followLinks);
        values.put("maximum_bytes", limits.maximumBytes());
        values.put("maximum_pixels", limits.maximumPixels());
        values.put("embeddings", embeddings);
        values.put("embeddings_key", embeddingsKey);
        values.put("embed_command", embed == null ? null : embed.command());
        values.put("embed_batch", embed == null ? null : embed.batch());
        values.put("embed_timeout_seconds", embed == null ? null : embed.timeoutSeconds());
        values.values().removeIf(Objects::isNull);
        return Parameters.of(values);
    }

    /** @throws UserException when a parameter is missing or is not what it should be */
    static ImportPlan of(Parameters parameters) {
        PictureLimits limits = new PictureLimits(
                parameters.optionalNumber("maximum_bytes").orElse(PictureLimits.DEFAULT.maximumBytes()),
                parameters.optionalNumber("maximum_pixels").orElse(PictureLimits.DEFAULT.maximumPixels()));
        EmbedPlan embed = parameters.optionalText("embed_command").map(command -> new EmbedPlan(command,
                parameters.optionalNumber("embed_batch").orElse((long) EmbedPlan.DEFAULT_BATCH).intValue(),
                parameters.optionalNumber("embed_timeout_seconds").orElse(EmbedPlan.DEFAULT_TIMEOUT_SECONDS))).orElse(null);
        return new ImportPlan(parameters.text("source"), parameters.optionalText("store").orElse(null), parameters.text("business"),
                parameters.optionalNumber("shard_rows").orElse(Shards.DEFAULT_ROWS),
                parameters.optionalText("s3_endpoint").map(URI::create).orElse(null), parameters.flag("allow_urls", false),
                parameters.flag("allow_private_addresses", false), parameters.flag("follow_links", false), limits,
                parameters.optionalText("embeddings").orElse(null), parameters.optionalText("embeddings_key").orElse(null), embed);
    }

    PictureSource openSource() {
        return PictureSources.open(source, SourceSettings.DEFAULT.withS3Endpoint(s3Endpoint).withUrls(allowUrls, allowPrivateAddresses)
                .withLinks(followLinks));
    }

    /** Null when nothing is stored. */
    PictureStore openStore() {
        return store == null ? null : PictureStores.open(store, StoreSettings.DEFAULT.withS3Endpoint(s3Endpoint));
    }
}
