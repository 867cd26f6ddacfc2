package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports: what gets into the library, what is rejected, what is rerun, and what is found afterwards. */
@WithDatabase
class LibraryImportIT {

    private final TestDatabase database;

    @TempDir
    private Path directory;

    LibraryImportIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void init() {
        assertThat(database.cli("library", "init", "--buckets", "4").exitCode()).isZero();
    }

    @AfterEach
    void drop() throws SQLException {
        database.execute("DROP SCHEMA IF EXISTS image_library, image_library_view CASCADE");
    }

    @Test
    void aManifestBringsAssetsAndAttributes() throws Exception {
        Path manifest = pictures(60);
        Path store = directory.resolve("store");
        Cli.Result result = run("import", manifest.toString(), "--business", "shop", "--store", store.toString(), "--shard-rows", "25", "--workers", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("different pictures +60").containsPattern("shards +3 of 3").containsPattern("state +succeeded");
        assertThat(value("SELECT count(*) FROM image_library.asset WHERE width = 24 AND height = 24 AND format = 'png' AND uri IS NOT NULL AND phash IS NOT NULL"))
                .isEqualTo("60");
        assertThat(value("SELECT count(*) FROM image_library.attribute WHERE business = 'shop' AND attribute IN ('number', 'city', 'imported_as')"))
                .isEqualTo("180");
        assertThat(value("SELECT count(*) FROM image_library.attribute AS n JOIN image_library.attribute AS c USING (key) WHERE n.attribute = 'number' "
                + "AND c.attribute = 'city' AND c.value = 'city ' || n.value::int % 7")).isEqualTo("60");
        assertThat(database.values("SELECT first || '-' || past FROM image_library.import_shard ORDER BY shard")).containsExactly("0-20", "20-40", "40-60");
        assertThat(value("SELECT to_regclass('image_library.stage_1')")).as("what was kept between the steps").isNull();
        // The store has the bytes under their key.
        try (var files = Files.walk(store)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(60);
        }

        String key = value("SELECT md5(decode('" + HexFormat.of().formatHex(SmallPictures.png(17)) + "', 'hex'))");
        assertThat(run("find", key).out()).contains("city=city 3", "number=17", "1 picture");
        assertThat(run("find", "--business", "shop", "--attribute", "city=city 3", "--where", "width < 25").out()).contains("9 pictures");
        assertThat(run("find", "--business", "map", "--attribute", "city=city 3").out()).contains("0 pictures");
        assertThat(run("find", "0123").exitCode()).isEqualTo(2);
        assertThat(run("near", key, "--distance", "0", "--json").out()).contains("\"distance\":0.0");
        assertThat(run("near", directory.resolve("pictures").resolve(SmallPictures.name(17)).toString(), "--by", "dhash").out()).contains("number=17");
        assertThat(run("near", "nothing").err()).contains("float2: nothing is no file, no key and no fingerprint");
        assertThat(run("imports").out()).containsPattern("1 +succeeded +shop");
    }

    @Test
    void whatIsThereIsNotImportedTwice() throws Exception {
        Path manifest = pictures(10);
        Path folder = directory.resolve("pictures");
        // The same picture at another place, with another attribute: it comes later in the list, so that counts.
        Files.copy(folder.resolve(SmallPictures.name(3)), folder.resolve("twin.png"));
        Files.writeString(manifest, Files.readString(manifest) + "pictures/twin.png,99,nowhere\n");
        for (int i = 1; i <= 2; i++) {
            Cli.Result result = run("import", manifest.toString(), "--business", "shop", "--shard-rows", "4", "--workers", "2");
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("10");
            assertThat(value("SELECT count(*) FROM image_library.location WHERE import = " + i)).isEqualTo("11");
        }
        assertThat(value("SELECT count(*) FROM image_library.task")).as("the same task, triggered twice").isEqualTo("1");
        assertThat(value("SELECT string_agg(value, ' ' ORDER BY attribute) FROM image_library.attribute WHERE key = "
                + "(SELECT key FROM image_library.location WHERE name LIKE '%twin.png' LIMIT 1)")).isEqualTo("nowhere pictures/twin.png 99");
        // Another business has attributes of its own of the same pictures.
        assertThat(run("import", folder.toString(), "--business", "map", "--workers", "1").exitCode()).isZero();
        assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("10");
        assertThat(value("SELECT string_agg(DISTINCT attribute, ' ') FROM image_library.attribute WHERE business = 'map'")).isEqualTo("imported_as");
    }

    @Test
    void badPicturesAreNotedAndTheOthersCome() throws Exception {
        pictures(20);
        Path folder = directory.resolve("pictures");
        byte[] good = SmallPictures.png(1000);
        Files.write(folder.resolve("broken.png"), "no picture at all".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("empty.jpg"), new byte[0]);
        Files.write(folder.resolve("truncated.png"), Arrays.copyOf(good, good.length / 2));
        Files.write(folder.resolve("misnamed.jpg"), good);
        Files.write(folder.resolve("huge.png"), hugePng());
        Files.write(folder.resolve("large.png"), Arrays.copyOf(SmallPictures.png(1001), 200_000));
        Files.write(folder.resolve("tab\tand 'quote' \\ {\"brace\"}.png"), SmallPictures.png(1002));
        Cli.Result result = run("import", folder.toString(), "--business", "shop", "--shard-rows", "9", "--workers", "2", "--max-bytes", "100000");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("22");
        assertThat(value("SELECT format FROM image_library.asset JOIN image_library.location USING (key) WHERE name LIKE '%misnamed.jpg'")).isEqualTo("png");
        assertThat(value("SELECT count(*) FROM image_library.attribute WHERE value LIKE E'%tab\\tand ''quote'' \\\\\\\\ {\"brace\"}.png'")).isEqualTo("1");
        assertThat(database.values("SELECT substring(name FROM '[^/]*$') FROM image_library.reject ORDER BY 1"))
                .containsExactly("broken.png", "empty.jpg", "huge.png", "large.png", "truncated.png");
        String id = value("SELECT max(id) FROM image_library.import");
        assertThat(run("rejects", id).out()).contains("broken.png", "huge.png");
        assertThat(run("rejects", id, "--json").out()).contains("\"reason\":");
        assertThat(value("SELECT bool_and(state = 'succeeded') FROM image_library.instance")).isEqualTo("t");
    }

    @Test
    void oneFailedShardIsRerunAlone() throws Exception {
        Path manifest = pictures(60);
        // Shard 2 of 4 cannot note how far it is.
        database.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no room left'; END$$",
                "CREATE TRIGGER refuse BEFORE UPDATE OF staged ON image_library.import_shard FOR EACH ROW WHEN (new.shard = 2 AND new.staged > old.staged) "
                + "EXECUTE FUNCTION refuse()");
        try {
            Cli.Result result = run("import", manifest.toString(), "--business", "shop", "--shard-rows", "15", "--workers", "2");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("keys 2 failed: ", "no room left", "float2 task rerun");
            assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("45");
        } finally {
            database.execute("DROP FUNCTION refuse CASCADE");
        }
        String id = value("SELECT max(id) FROM image_library.import");
        assertThat(database.cli("task", "rerun", id).exitCode()).isZero();
        assertThat(database.cli("worker", "--until-idle", "--slots", "2").exitCode()).isZero();
        assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("60");
        assertThat(value("SELECT count(*) FROM image_library.attribute")).isEqualTo("180");
        // Only that one was begun again, and what waited for it.
        assertThat(database.values("SELECT name FROM image_library.instance WHERE id IN "
                + "(SELECT instance_id FROM image_library.attempt GROUP BY instance_id HAVING count(*) > 1)")).containsExactly("keys 2");
        assertThat(value("SELECT count(*) FROM image_library.attempt WHERE outcome = 'succeeded'")).isEqualTo("15");
        assertThat(value("SELECT finished_at IS NOT NULL FROM image_library.import")).isEqualTo("t");
    }

    @Test
    void aSourceThatChangesIsNotMixedUp() throws Exception {
        Path manifest = pictures(20);
        assertThat(run("import", manifest.toString(), "--business", "shop", "--shard-rows", "5").out()).contains("is triggered; `float2 worker` runs it");
        // The list is read and cut; then shards cannot begin, and the list changes.
        database.execute("UPDATE image_library.instance SET max_attempts = 1",
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not yet'; END$$",
                "CREATE TRIGGER refuse BEFORE UPDATE ON image_library.import_shard EXECUTE FUNCTION refuse()");
        try {
            assertThat(database.cli("worker", "--until-idle", "--slots", "1").exitCode()).isZero();
        } finally {
            database.execute("DROP FUNCTION refuse CASCADE");
        }
        assertThat(value("SELECT count(*) FROM image_library.list_segment")).isEqualTo("20");
        String list = Files.readString(manifest);
        Files.writeString(manifest, list.replace("00012.png,12,", "00013.png,12,"));
        assertThat(database.cli("task", "rerun", "1").exitCode()).isZero();
        assertThat(database.cli("worker", "--until-idle", "--slots", "1").exitCode()).isZero();
        assertThat(value("SELECT string_agg(DISTINCT error, ' ') FROM image_library.attempt WHERE attempt > 1")).contains(manifest
                + " has changed since it was listed: its pictures 13 to 13 are not the same ones, or not the last ones, any more; a new import lists it anew");
        assertThat(value("SELECT string_agg(name, ' ' ORDER BY id) FROM image_library.instance WHERE state = 'failed'")).isEqualTo("keys 3");
        assertThat(value("SELECT count(*) FROM image_library.asset")).as("the other shards").isEqualTo("15");
        // As it was again.
        Files.writeString(manifest, list);
        assertThat(database.cli("task", "rerun", "1").exitCode()).isZero();
        assertThat(database.cli("worker", "--until-idle", "--slots", "1").exitCode()).isZero();
        assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("20");
    }

    @Test
    void anImportThatAnOlderProgramPreparedGoesOn() throws Exception {
        Path manifest = pictures(20);
        assertThat(run("import", manifest.toString(), "--business", "shop", "--shard-rows", "5").exitCode()).isZero();
        database.execute("CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN DELETE FROM image_library.list_segment; RETURN NULL; END$$",
                "CREATE TRIGGER forget AFTER INSERT ON image_library.import_shard EXECUTE FUNCTION forget()");
        try {
            assertThat(database.cli("worker", "--until-idle", "--slots", "2").exitCode()).isZero();
        } finally {
            database.execute("DROP FUNCTION forget CASCADE");
        }
        assertThat(value("SELECT count(*) FROM image_library.list_segment")).isEqualTo("0");
        assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("20");
    }

    @Test
    void aLibraryOfAnOlderProgramIsToldOfAtOnce() throws Exception {
        Path manifest = pictures(1);
        database.execute("DROP TABLE image_library.list_segment");
        assertThat(run("import", manifest.toString(), "--business", "shop").err())
                .contains("the image library in this database was made by an older float2; `float2 library init` brings it up to date");
        assertThat(value("SELECT count(*) FROM image_library.trigger_record")).isEqualTo("0");
    }

    @Test
    void aTarBringsPicturesIntoTheStore() throws Exception {
        Path file = directory.resolve("pictures.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 40; i++) {
                byte[] bytes = i == 31 ? "no picture".getBytes(StandardCharsets.UTF_8) : SmallPictures.png(i);
                TarArchiveEntry entry = new TarArchiveEntry("album " + i / 10 + "/" + SmallPictures.name(i));
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        Path store = directory.resolve("store");
        Cli.Result result = run("import", file.toString(), "--business", "shop", "--store", store.toString(), "--shard-rows", "12", "--workers", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("different pictures +39").containsPattern("shards +4 of 4");
        assertThat(value("SELECT string_agg(name, ' ') FROM image_library.reject")).isEqualTo("album 3/00031.png");
        assertThat(value("SELECT count(place) || ' of ' || count(*) FROM image_library.list_segment")).as("segments that are read without what is before them")
                .isEqualTo("39 of 40");
        for (int i = 0; i < 40; i++) {
            if (i != 31) {
                String key = md5(SmallPictures.png(i));
                assertThat(value("SELECT value FROM image_library.attribute WHERE key = '" + key + "' AND business = 'shop' AND attribute = 'imported_as'"))
                        .isEqualTo("album " + i / 10 + "/" + SmallPictures.name(i));
                Path stored = Path.of(URI.create(value("SELECT uri FROM image_library.asset WHERE key = '" + key + "'")));
                assertThat(stored).hasBinaryContent(SmallPictures.png(i)).startsWith(store.toRealPath());
            }
        }
    }

    @Test
    void embeddingsComeFromAFile() throws Exception {
        pictures(30);
        StringBuilder csv = new StringBuilder("picture,vector\n");
        for (int i = 0; i < 29; i++) {
            csv.append(SmallPictures.name(i)).append(",\"[").append(i).append(',').append(i % 3).append(",1]\"\n");
        }
        Path vectors = directory.resolve("vectors.csv");
        Files.writeString(vectors, csv);
        Cli.Result result = run("import", directory.resolve("pictures").toString(), "--business", "shop", "--shard-rows", "10", "--workers", "2",
                "--embeddings", vectors.toString(), "--embeddings-key", "picture");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(value("SELECT count(embedding) FROM image_library.asset")).isEqualTo("29");
        assertThat(value("SELECT embedding FROM image_library.asset JOIN image_library.location USING (key) WHERE name = '00007.png'")).isEqualTo("{7,1,1}");
        assertThat(value("SELECT to_regclass('image_library.vector_1')")).isNull();
        assertThat(value("SELECT amname FROM pg_am JOIN pg_class ON relam = pg_am.oid WHERE pg_class.oid = 'image_library.asset_embedding'::regclass")).isEqualTo("ann");
        String key = value("SELECT key FROM image_library.location WHERE name = '00007.png'");
        String found = run("find", "--like", key, "--limit", "2").out();
        assertThat(found).containsPattern(key + " +0 .*imported_as=00007.png");
        assertThat(run("find", "--vector", "{7,1}").exitCode()).isEqualTo(1);
        String without = value("SELECT key FROM image_library.location WHERE name = '00029.png'");
        assertThat(run("find", "--like", without).err()).contains("has no embedding");
    }

    @Test
    void theIndexAnswersSearchesByEmbedding() throws Exception {
        database.execute("INSERT INTO image_library.asset (key, size, width, height, format, embedding) SELECT md5(i::text)::uuid, 9, i % 100 + 1, 9, 'png', "
                + "ARRAY[sin(i), cos(i), sin(i * 7), cos(i * 3)]::float4[]::float2[] FROM generate_series(1, 4000) AS i",
                "INSERT INTO image_library.attribute (key, business, attribute, value) SELECT md5(i::text)::uuid, 'shop', 'half', (i % 2)::text "
                + "FROM generate_series(1, 4000) AS i",
                "SELECT image_library.index_embeddings()", "ANALYZE image_library.asset, image_library.attribute");
        assertThat(value("SELECT image_library.index_embeddings()")).as("a second one is not made").isEqualTo("f");
        Cli.Result result = run("find", "--vector", "{1,0,0,1}", "--business", "shop", "--attribute", "half=1", "--where", "width > 3", "--limit", "5", "--explain");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("5 pictures", "_embedding_idx on asset_", "Order By: (embedding <=>");
    }

    @Test
    void embeddingsComeFromACommand() throws Exception {
        pictures(20);
        Path command = directory.resolve("embed");
        // Cannot do picture 4, and not two at once when it is among them.
        Files.writeString(command, "#!/bin/sh\nfor f; do case $(md5sum <\"$f\") in " + md5(SmallPictures.png(4)) + "*) echo 'too grey' >&2; exit 3;; esac; "
                + "wc -c <\"$f\" | sed 's/.*/[&, 1.5, -2]/'; done\n");
        command.toFile().setExecutable(true);
        Cli.Result result = run("import", directory.resolve("pictures").toString(), "--business", "shop", "--workers", "1",
                "--embed-command", command.toString(), "--embed-batch", "7");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(value("SELECT count(*) FROM image_library.asset")).isEqualTo("20");
        assertThat(value("SELECT count(*) FROM image_library.asset WHERE embedding[1] = size::float4::float2 AND embedding[3] = '-2'")).isEqualTo("19");
        assertThat(database.values("SELECT name || ': ' || reason FROM image_library.reject"))
                .containsExactly("00004.png: imported without a vector: the command ended with 3: too grey");
        Cli.Result none = run("import", directory.resolve("pictures").toString(), "--business", "map", "--workers", "1", "--embed-command", "/no/such/program");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("the command that makes vectors cannot be run");
        Path two = directory.resolve("two");
        SmallPictures.write(two, 2);
        Cli.Result slow = run("import", two.toString(), "--business", "slow", "--workers", "1", "--embed-command",
                "sleep 30; true", "--embed-timeout", "1", "--embed-batch", "100");
        assertThat(value("SELECT count(*) FROM image_library.reject WHERE reason LIKE '%the command took more than 1 s'")).as(slow.err()).isEqualTo("2");
    }

    private Cli.Result run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "library";
        System.arraycopy(args, 0, all, 1, args.length);
        return database.cli(all);
    }

    private String value(String query) throws SQLException {
        return database.value(query);
    }

    /** Pictures in a folder, and the manifest that lists them. */
    private Path pictures(int count) throws IOException {
        Path folder = directory.resolve("pictures");
        SmallPictures.write(folder, count);
        Path manifest = directory.resolve("list.csv");
        SmallPictures.writeManifest(manifest, folder, count);
        return manifest;
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    /** A small file that says it has 60,000 by 60,000 pixels. */
    private static byte[] hugePng() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(png, "IHDR", new byte[] {0, 0, (byte) 0xea, 0x60, 0, 0, (byte) 0xea, 0x60, 8, 0, 0, 0, 0});
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1 << 20]);
        deflater.finish();
        byte[] data = new byte[1 << 16];
        chunk(png, "IDAT", Arrays.copyOf(data, deflater.deflate(data)));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(OutputStream png, String type, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(StandardCharsets.US_ASCII));
        sum.update(content);
        png.write(ByteBuffer.allocate(4).putInt(content.length).array());
        png.write(type.getBytes(StandardCharsets.US_ASCII));
        png.write(content);
        png.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
