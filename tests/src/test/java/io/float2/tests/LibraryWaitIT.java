package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code float2 library import} while the server goes away: with workers of its own, and only waiting. */
@Timeout(180)
class LibraryWaitIT {

    private static final int PICTURES = 60;

    @TempDir
    private Path directory;

    @Test
    void aServerThatRestartsIsWaitedFor() throws Exception {
        Path manifest = directory.resolve("list.csv");
        SmallPictures.write(directory.resolve("pictures"), PICTURES);
        SmallPictures.writeManifest(manifest, directory.resolve("pictures"), PICTURES);
        try (CrashServer server = CrashServer.create()) {
            TestDatabase database = server.database();
            assertThat(database.cli("library", "init", "--buckets", "2").exitCode()).isZero();
            // So that it lasts.
            database.execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(0.3); RETURN new; END$$",
                    "CREATE TRIGGER slow BEFORE UPDATE OF staged ON image_library.import_shard FOR EACH ROW WHEN (new.staged > old.staged) EXECUTE FUNCTION slow()");
            // Where there is nobody else, the one with workers runs both.
            Process waiting = start(database, manifest, "map", "--wait");
            while (database.value("SELECT count(*) FROM image_library.trigger_record").equals("0")) {
                Thread.sleep(20);
            }
            Process working = start(database, manifest, "shop", "--workers", "2");
            while (database.value("SELECT count(*) FROM image_library.import_shard WHERE staged = past").equals("0")) {
                Thread.sleep(20);
            }
            server.down();
            for (String business : List.of("map", "shop")) {
                while (waiting.isAlive() && working.isAlive() && !said(business).contains("the server does not answer")) {
                    Thread.sleep(20);
                }
            }
            server.up();
            assertThat(working.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(working.exitValue()).as(said("shop")).isZero();
            assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.exitValue()).as(said("map")).isZero();
            for (String business : List.of("map", "shop")) {
                assertThat(said(business)).contains("waiting up to 600 s for it", "the server is back").containsPattern("different pictures +" + PICTURES);
            }
            assertThat(database.value("SELECT count(*) FROM image_library.asset")).isEqualTo(String.valueOf(PICTURES));
            assertThat(database.value("SELECT count(*) FROM image_library.attribute")).isEqualTo(String.valueOf(2 * 3 * PICTURES));
        }
    }

    private Process start(TestDatabase database, Path manifest, String business, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("library", "import", manifest.toString(), "--business", business, "--shard-rows", "10", "--dsn", database.url()));
        args.addAll(List.of(more));
        return CommandProcess.builder(Map.of(), args.toArray(String[]::new)).redirectErrorStream(true).redirectOutput(log(business).toFile()).start();
    }

    private Path log(String business) {
        return directory.resolve(business + ".log");
    }

    private String said(String business) throws IOException {
        return Files.readString(log(business));
    }
}
