package io.float2.picture.store;

import io.float2.UserException;
import io.float2.picture.PictureException;
import io.float2.picture.s3.S3Place;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Keeps pictures in an S3 bucket, each in an object named by its key, the first two digits before it as a prefix of their own. */
final class S3Store implements PictureStore {

    private final S3Place place;

    S3Store(String text, StoreSettings settings) {
        place = S3Place.open(text, settings.s3Endpoint(), settings.timeout());
        try {
            // Missing buckets and wrong credentials are found out before any work is done.
            place.client().listObjectsV2(r -> r.bucket(place.bucket()).prefix(place.prefix()).maxKeys(1));
        } catch (SdkException e) {
            place.close();
            throw place.failure(e);
        }
    }

    @Override
    public String put(UUID key, String format, byte[] bytes) {
        String digits = key.toString();
        String name = place.prefix() + digits.substring(0, 2) + "/" + digits + "." + format;
        try {
            if (size(name) != bytes.length) {
                // The server refuses bytes that are not the key's.
                place.client().putObject(r -> r.bucket(place.bucket()).key(name).contentType("image/" + format).contentMD5(md5(key)), RequestBody.fromBytes(bytes));
            }
        } catch (SdkException e) {
            throw place.failure(e);
        }
        return S3Place.SCHEME + place.bucket() + "/" + name;
    }

    private static String md5(UUID key) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(key.getMostSignificantBits()).putLong(key.getLeastSignificantBits());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Of an object, or -1 when it is not there. */
    private long size(String name) {
        try {
            return place.client().headObject(r -> r.bucket(place.bucket()).key(name)).contentLength();
        } catch (NoSuchKeyException e) {
            return -1;
        }
    }

    @Override
    public byte[] get(String uri) throws PictureException {
        String name = name(uri);
        try {
            return place.client().getObjectAsBytes(r -> r.bucket(place.bucket()).key(name)).asByteArrayUnsafe();
        } catch (NoSuchKeyException e) {
            throw new PictureException("is not in the store", e);
        } catch (SdkException e) {
            throw place.failure(e);
        }
    }

    @Override
    public boolean has(String uri) {
        String name = name(uri);
        try {
            return size(name) >= 0;
        } catch (SdkException e) {
            throw place.failure(e);
        }
    }

    private String name(String uri) {
        String bucket = S3Place.SCHEME + place.bucket() + "/";
        if (!uri.startsWith(bucket + place.prefix())) {
            throw new UserException("the picture " + uri + " is not in the store " + bucket + place.prefix());
        }
        return uri.substring(bucket.length());
    }

    @Override
    public void close() {
        place.close();
    }
}
