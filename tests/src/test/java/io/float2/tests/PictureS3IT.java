package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.picture.PictureException;
import io.float2.picture.PictureKey;
import io.float2.picture.s3.S3Place;
import io.float2.picture.source.PictureEntry;
import io.float2.picture.source.PictureRange;
import io.float2.picture.source.PictureSource;
import io.float2.picture.source.PictureSources;
import io.float2.picture.source.SourceList;
import io.float2.picture.source.SourceSettings;
import io.float2.picture.store.PictureStore;
import io.float2.picture.store.PictureStores;
import io.float2.picture.store.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Pictures from and in S3, with a real server. */
@WithDatabase
class PictureS3IT {

    private static final String ACCESS = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";
    private static final byte[] BYTES = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final UUID KEY = PictureKey.of(BYTES);

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static S3Place place;

    private final TestDatabase database;

    PictureS3IT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
        server = S3Server.start(folder);
        place = S3Place.open("s3://pictures", server.endpoint(), Duration.ofSeconds(30));
        place.client().createBucket(request -> request.bucket("pictures"));
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        System.clearProperty(ACCESS);
        System.clearProperty(SECRET);
        if (server != null) {
            place.close();
            server.stop();
        }
    }

    private static void credentials(String access, String secret) {
        System.setProperty(ACCESS, access);
        System.setProperty(SECRET, secret);
    }

    @Test
    void aStoreKeepsWhatItWasGiven() throws PictureException {
        try (PictureStore store = PictureStores.open("s3://pictures/kept", stores(server.endpoint()))) {
            String uri = store.put(KEY, "png", BYTES);
            assertThat(uri).isEqualTo("s3://pictures/kept/90/90015098-3cd2-4fb0-d696-3f7d28e17f72.png").isEqualTo(store.put(KEY, "png", BYTES));
            assertThat(store.get(uri)).isEqualTo(BYTES);
            assertThat(store.has(uri)).isTrue();
            assertThat(store.has(uri + "x")).isFalse();
            assertThatThrownBy(() -> store.put(new UUID(1, 2), "png", BYTES)).as("what is not the key's is not kept").isInstanceOf(UserException.class)
                    .hasMessage("s3://pictures/kept/ cannot be used: the server says BadDigest");
            assertThatThrownBy(() -> store.get(uri + "x")).isInstanceOf(PictureException.class).hasMessage("is not in the store");
            assertThatThrownBy(() -> store.get("s3://other/x")).isInstanceOf(UserException.class)
                    .hasMessage("the picture s3://other/x is not in the store s3://pictures/kept/");
        }
    }

    @Test
    void aPrefixIsListedInPagesAndReadInRanges() throws Exception {
        int objects = 1105;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        IntStream.range(0, objects).forEach(i -> threads.execute(() -> put(String.format("listed/%d/%04d.jpg", i / 300, i), "picture " + i)));
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        put("listed/", "");
        put("listed-not/x.jpg", "x");
        try (PictureSource source = PictureSources.open("s3://pictures/listed", sources(server.endpoint()))) {
            SourceList list = source.list(200);
            assertThat(list.count()).isEqualTo(objects);
            assertThat(list.segments()).hasSize(6);
            assertThat(read(source, list, 998, 1003)).containsExactly("998 3/0998.jpg picture 998", "999 3/0999.jpg picture 999", "1000 3/1000.jpg picture 1000",
                    "1001 3/1001.jpg picture 1001", "1002 3/1002.jpg picture 1002");
            // What is before the segment of a range is not listed again: it may be more than before.
            put("listed/0/0000.more.jpg", "more");
            assertThat(read(source, list, 700, 702)).containsExactly("700 2/0700.jpg picture 700", "701 2/0701.jpg picture 701");
            assertThatThrownBy(() -> read(source, list, 50, 52)).isInstanceOf(UserException.class)
                    .hasMessageStartingWith("s3://pictures/listed has changed since it was listed: its pictures 1 to 200 are not the same ones");
            try (PictureRange range = source.range(list.segments(), 1104, 1105)) {
                PictureEntry last = range.next();
                assertThatThrownBy(() -> last.bytes(5)).isInstanceOf(PictureException.class).hasMessage("has 12 bytes, more than the limit of 5");
                place.client().deleteObject(request -> request.bucket("pictures").key("listed/3/1104.jpg"));
                assertThatThrownBy(() -> last.bytes(100)).isInstanceOf(PictureException.class).hasMessage("is not there any more");
                assertThat(range.next()).isNull();
            }
        }
    }

    @Test
    void whatIsWrongIsSaidInASentence() {
        assertThatThrownBy(() -> PictureStores.open("s3://none/x", stores(server.endpoint()))).isInstanceOf(UserException.class)
                .hasMessage("there is no bucket none");
        assertThatThrownBy(() -> PictureSources.open("s3://none/x", sources(server.endpoint())).list(10)).isInstanceOf(UserException.class)
                .hasMessage("there is no bucket none");
        URI nobody = URI.create("http://127.0.0.1:1");
        assertThatThrownBy(() -> PictureStores.open("s3://pictures/x", stores(nobody))).isInstanceOf(UserException.class)
                .hasMessageStartingWith("s3://pictures/x/ cannot be reached");
        try {
            credentials(S3Server.ACCESS_KEY, "wrong");
            assertThatThrownBy(() -> PictureStores.open("s3://pictures/x", stores(server.endpoint()))).isInstanceOf(UserException.class)
                    .hasMessage("the credentials for s3://pictures/x/ are wrong (SignatureDoesNotMatch)");
        } finally {
            credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
        }
    }

    @Test
    void anImportGoesFromPrefixToPrefix() throws Exception {
        int pictures = 30;
        for (int i = 0; i < pictures; i++) {
            byte[] bytes = SmallPictures.png(i);
            String key = "import/" + i / 10 + "/" + SmallPictures.name(i);
            place.client().putObject(request -> request.bucket("pictures").key(key), RequestBody.fromBytes(bytes));
        }
        put("import/1/broken.png", "no picture");
        assertThat(database.cli("library", "init", "--buckets", "2").exitCode()).isZero();
        Cli.Result result = database.cli("library", "import", "s3://pictures/import/", "--business", "shop", "--store", "s3://pictures/stored",
                "--s3-endpoint", server.endpoint().toString(), "--shard-rows", "12", "--workers", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("different pictures +" + pictures).containsPattern("shards +3 of 3");
        assertThat(database.value("SELECT count(*) FROM image_library.asset WHERE width = 24 AND format = 'png' AND phash IS NOT NULL")).isEqualTo("30");
        assertThat(database.values("SELECT name FROM image_library.reject")).containsExactly("1/broken.png");
        try (PictureStore store = PictureStores.open("s3://pictures/stored", stores(server.endpoint()))) {
            for (int i = 0; i < pictures; i++) {
                UUID key = PictureKey.of(SmallPictures.png(i));
                assertThat(database.value("SELECT value FROM image_library.attribute WHERE key = '" + key + "' AND business = 'shop' AND attribute = 'imported_as'"))
                        .isEqualTo(i / 10 + "/" + SmallPictures.name(i));
                assertThat(store.get(database.value("SELECT uri FROM image_library.asset WHERE key = '" + key + "'"))).isEqualTo(SmallPictures.png(i));
            }
        }
        assertThat(place.client().listObjectsV2(request -> request.bucket("pictures").prefix("stored/")).contents()).hasSize(pictures);
    }

    private static List<String> read(PictureSource source, SourceList list, long from, long to) throws PictureException {
        List<String> read = new ArrayList<>();
        try (PictureRange range = source.range(list.segments(), from, to)) {
            for (PictureEntry entry = range.next(); entry != null; entry = range.next()) {
                read.add(entry.number() + " " + entry.name() + " " + new String(entry.bytes(100), StandardCharsets.US_ASCII));
            }
        }
        return read;
    }

    private static void put(String key, String content) {
        place.client().putObject(request -> request.bucket("pictures").key(key), RequestBody.fromString(content));
    }

    private static StoreSettings stores(URI endpoint) {
        return StoreSettings.DEFAULT.withS3Endpoint(endpoint);
    }

    private static SourceSettings sources(URI endpoint) {
        return SourceSettings.DEFAULT.withS3Endpoint(endpoint);
    }
}
