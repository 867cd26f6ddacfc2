package io.float2.picture.store;

import java.net.URI;
import java.time.Duration;

/**
 * How stores are used.
 *
 * @param s3Endpoint of an S3 server other than Amazon's, or null
 * @param sync whether a picture in a folder is on the disk, not only in the system's memory, before {@link PictureStore#put} returns
 * @param timeout of connecting, and of waiting for bytes
 */
public record StoreSettings(URI s3Endpoint, boolean sync, Duration timeout) {

    public static final StoreSettings DEFAULT = new StoreSettings(null, true, Duration.ofSeconds(30));

    public StoreSettings withS3Endpoint(URI endpoint) {
        return new StoreSettings(endpoint, sync, timeout);
    }

    public StoreSettings withSync(boolean wanted) {
        return new StoreSettings(s3Endpoint, wanted, timeout);
    }
}
