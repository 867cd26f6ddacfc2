package io.float2.picture.s3;

import io.float2.UserException;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A prefix of a bucket, and the client to reach it with. Credentials and region are looked for where every AWS SDK does: environment,
 * profiles, the machine's role. Thread safe.
 */
public final class S3Place implements AutoCloseable {

    /** Before a bucket's name. */
    public static final String SCHEME = "s3://";

    private static final int ATTEMPTS = 4;

    private final String bucket;
    private final String prefix;
    private final S3Client client;

    private S3Place(String bucket, String prefix, S3Client client) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.client = client;
    }

    /**
     * Makes a client; the server is not asked yet.
     *
     * @param text s3://bucket or s3://bucket/prefix; the prefix is that of a folder, a slash at its end may be left out
     * @param endpoint of another server than Amazon's, which is then addressed by path and needs no region; or null
     */
    public static S3Place open(String text, URI endpoint, Duration timeout) {
        String place = text.substring(SCHEME.length());
        int slash = place.indexOf('/');
        String bucket = slash < 0 ? place : place.substring(0, slash);
        String prefix = slash < 0 ? "" : place.substring(slash + 1);
        if (bucket.isEmpty()) {
            throw new UserException(text + " names no bucket; it is written as s3://bucket/prefix");
        }
        if (endpoint != null && (endpoint.getScheme() == null || endpoint.getHost() == null)) {
            throw new UserException("the S3 end point " + endpoint + " is no URL of a server, such as http://host:9000");
        }
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout))
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(ATTEMPTS)))
                // Pictures are small: to be asked before each whether it may come takes longer than to send it, and so do signed chunks with a
                // checksum behind them, which go out in twenty packets. Whoever puts one gives its MD5 instead.
                .serviceConfiguration(c -> c.expectContinueEnabled(false).chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .region(region(endpoint));
        if (endpoint != null) {
            builder.endpointOverride(endpoint).forcePathStyle(true);
        }
        return new S3Place(bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/", builder.build());
    }

    private static Region region(URI endpoint) {
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkException e) {
            if (endpoint != null) {
                return Region.US_EAST_1;
            }
            throw new UserException("the region of the S3 bucket is not known; AWS_REGION tells it", e);
        }
    }

    public S3Client client() {
        return client;
    }

    public String bucket() {
        return bucket;
    }

    /** Empty, or with a slash at its end. */
    public String prefix() {
        return prefix;
    }

    /** What went wrong with all of it, in a sentence. */
    public UserException failure(SdkException cause) {
        String place = SCHEME + bucket + "/" + prefix;
        if (!(cause instanceof AwsServiceException service)) {
            String words = String.valueOf(cause.getMessage());
            return words.contains("credentials")
                    ? new UserException("there are no credentials for " + place + "; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY tell them", cause)
                    : new UserException(place + " cannot be reached: " + words.lines().findFirst().orElse(""), cause);
        }
        String code = service.awsErrorDetails() == null || service.awsErrorDetails().errorCode() == null
                ? "status " + service.statusCode() : service.awsErrorDetails().errorCode();
        return switch (code) {
            case "NoSuchBucket" -> new UserException("there is no bucket " + bucket, cause);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken" ->
                    new UserException("the credentials for " + place + " are wrong (" + code + ")", cause);
            case "AccessDenied" -> new UserException(place + " may not be used with these credentials", cause);
            default -> new UserException(place + " cannot be used: the server says " + code, cause);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
