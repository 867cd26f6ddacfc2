package io.float2.picture.source;

import java.net.URI;
import java.time.Duration;

/**
 * How sources are read.
 *
 * @param s3Endpoint of an S3 server other than Amazon's, or null; the rest comes from where the AWS SDK looks for it
 *     (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, profiles)
 * @param allowUrls whether a manifest may name pictures by http and https URLs. Off, as whoever writes a manifest could otherwise have this machine
 *     ask others that only it can reach
 * @param allowPrivateAddresses whether such URLs may lead to loopback, link-local and private addresses
 * @param followLinks whether symbolic links in a folder are followed; they are passed over otherwise
 * @param timeout of connecting, and of waiting for bytes
 */
public record SourceSettings(URI s3Endpoint, boolean allowUrls, boolean allowPrivateAddresses, boolean followLinks, Duration timeout) {

    public static final SourceSettings DEFAULT = new SourceSettings(null, false, false, false, Duration.ofSeconds(30));

    public SourceSettings withS3Endpoint(URI endpoint) {
        return new SourceSettings(endpoint, allowUrls, allowPrivateAddresses, followLinks, timeout);
    }

    public SourceSettings withUrls(boolean allow, boolean privateAddresses) {
        return new SourceSettings(s3Endpoint, allow, privateAddresses, followLinks, timeout);
    }

    public SourceSettings withLinks(boolean follow) {
        return new SourceSettings(s3Endpoint, allowUrls, allowPrivateAddresses, follow, timeout);
    }

    public SourceSettings withTimeout(Duration limit) {
        return new SourceSettings(s3Endpoint, allowUrls, allowPrivateAddresses, followLinks, limit);
    }
}
