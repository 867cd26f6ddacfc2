package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** float2 library export: what is in the files, and that a run which was broken off is completed. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryExportIT {

    private static final int PICTURES = 70;

    private final TestDatabase database;

    @TempDir
    private static Path directory;

    LibraryExportIT(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void fill() throws Exception {
        assertThat(database.cli("library", "init", "--buckets", "4").exitCode()).isZero();
        Path folder = directory.resolve("pictures");
        SmallPictures.write(folder, PICTURES);
        Path manifest = directory.resolve("list.csv");
        SmallPictures.writeManifest(manifest, folder, PICTURES);
        Cli.Result result = database.cli("library", "import", manifest.toString(), "--business", "shop", "--store", store(), "--workers", "2");
        assertThat(result.exitCode()).as(result.err()).isZero();
        database.execute("UPDATE image_library.asset SET embedding = ARRAY[size / 1000.0, 0.5, -1]::float4[]::float2[] WHERE key < '80000000-0000-0000-0000-000000000000'",
                "SELECT image_library.create_view('shop_city', 'shop', $$attributes->>'city' = city OR city IS NULL$$, '{city text = city 3}')",
                "SELECT image_library.create_view('shop_all', 'shop', 'true')",
                "SELECT image_library.create_view('shop_vectors', 'shop', 'embedding IS NOT NULL')", "SELECT image_library.create_view('shop_none', 'shop', 'false')",
                "CREATE ROLE export_user LOGIN PASSWORD 'export'", "GRANT image_library_shop TO export_user");
    }

    @AfterAll
    void dropRoles() throws SQLException {
        database.execute("DROP SCHEMA image_library, image_library_view CASCADE", "DROP ROLE export_user", "DROP ROLE image_library_shop");
    }

    private static String store() {
        return directory.resolve("store").toString();
    }

    @Test
    void parquetReadsBackAsItWas() throws Exception {
        Path folder = directory.resolve("parquet");
        Cli.Result result = export("shop_vectors", folder, "--format", "parquet", "--shard-rows", "15");
        assertThat(result.exitCode()).as(result.err()).isZero();
        int rows = Integer.parseInt(database.value("SELECT count(embedding) FROM image_library.asset"));
        List<String> parquet = files(folder).stream().filter(name -> name.endsWith(".parquet")).toList();
        assertThat(parquet).hasSize((rows + 14) / 15);
        List<String> args = new ArrayList<>(List.of("load"));
        parquet.forEach(name -> args.add(folder.resolve(name).toString()));
        args.addAll(List.of("-t", "back", "--create", "--no-key", "--vector-column", "embedding", "--vector", "embedding"));
        Cli.Result loaded = database.cli(args.toArray(String[]::new));
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        assertThat(database.value("SELECT count(*) FROM back AS b JOIN image_library.asset AS a ON a.key::text = b.key::text "
                + "WHERE (b.size, b.width, b.height, b.format, b.uri) = (a.size, a.width, a.height, a.format, a.uri) "
                + "AND (b.phash, b.dhash, b.ahash) = (a.phash, a.dhash, a.ahash) AND b.embedding = a.embedding AND b.imported_at = a.imported_at "
                + "AND b.attributes::jsonb = (SELECT jsonb_object_agg(attribute, value) FROM image_library.attribute AS t WHERE t.key = a.key)"))
                .isEqualTo(String.valueOf(rows));
        assertThat(export("shop_all", directory.resolve("parquet-all"), "--format", "parquet").out()).contains("70 pictures in 1 file ");
    }

    @Test
    void csvHasEveryValue() throws Exception {
        Path folder = directory.resolve("csv");
        assertThat(export("shop_city", folder, "--param", "city=city 5", "--format", "csv", "--shard-rows", "4").out()).contains("10 pictures in 3 files");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<String> lines = Files.readAllLines(folder.resolve("00000" + i + ".csv"));
            assertThat(lines.get(0)).isEqualTo("key,business,size,width,height,format,uri,phash,dhash,ahash,embedding,imported_at,attributes");
            rows.addAll(lines.subList(1, lines.size()));
        }
        assertThat(rows).hasSize(10).allMatch(line -> line.contains("\"\"city\"\": \"\"city 5\"\"")).isSorted();
        // Without the parameter the view's own value counts.
        assertThat(export("shop_city", directory.resolve("csv3"), "--format", "csv").out()).contains("10 pictures in 1 file ");
        assertThat(Files.readString(directory.resolve("csv3").resolve("000000.csv"))).contains("city 3").doesNotContain("city 5");
    }

    @Test
    void tarHasThePictures() throws Exception {
        Path folder = directory.resolve("tar");
        assertThat(export("shop_all", folder, "--format", "webdataset").err()).contains("give --store");
        assertThat(export("shop_all", folder, "--format", "webdataset", "--store", store(), "--shard-rows", "50").out()).contains("70 pictures in 2 files");
        Map<String, byte[]> entries = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (String file : List.of("000000.tar", "000001.tar")) {
            try (InputStream in = Files.newInputStream(folder.resolve(file)); TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    entries.put(entry.getName(), tar.readAllBytes());
                    names.add(entry.getName());
                }
            }
        }
        assertThat(entries).hasSize(2 * PICTURES);
        for (int i = 0; i < names.size(); i += 2) {
            String key = names.get(i).substring(0, names.get(i).indexOf('.'));
            assertThat(names.get(i + 1)).isEqualTo(key + ".json");
            assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(entries.get(names.get(i))))).isEqualTo(key.replace("-", ""));
            assertThat(new String(entries.get(key + ".json"))).startsWith("{\"key\":\"" + key + "\"").contains("\"attributes\":{\"city\": \"city ");
        }
    }

    @Test
    void onlyWhatIsMissingIsWritten() throws Exception {
        Path folder = directory.resolve("again");
        assertThat(export("shop_all", folder, "--shard-rows", "10", "--format", "csv").exitCode()).isZero();
        String manifest = Files.readString(folder.resolve("_manifest.json"));
        FileTime old = FileTime.fromMillis(0);
        for (int i = 0; i < 7; i++) {
            Files.setLastModifiedTime(folder.resolve("00000" + i + ".csv"), old);
        }
        Files.delete(folder.resolve("000002.csv"));
        Files.write(folder.resolve("000004.csv"), new byte[3]);
        // As long as it was.
        byte[] changed = Files.readAllBytes(folder.resolve("000006.csv"));
        changed[changed.length / 2] ^= 1;
        Files.write(folder.resolve("000006.csv"), changed);
        Files.write(folder.resolve(".000005.csv.part"), new byte[3]);
        Cli.Result result = export("shop_all", folder, "--shard-rows", "10", "--format", "csv");
        assertThat(result.out()).contains("70 pictures in 7 files", "4 of the files were there already");
        List<Integer> written = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            if (!Files.getLastModifiedTime(folder.resolve("00000" + i + ".csv")).equals(old)) {
                written.add(i);
            }
        }
        assertThat(written).containsExactly(2, 4, 6);
        assertThat(Files.readString(folder.resolve("_manifest.json"))).as("the same sums").isEqualTo(manifest);
        assertThat(export("shop_all", folder, "--shard-rows", "20", "--format", "csv").err()).contains("has another export: its shard rows is 10, not 20");
        assertThat(export("shop_city", folder, "--shard-rows", "10", "--format", "csv").err()).contains("has another export: its view is shop_all");
        assertThat(export("shop_all", directory, "--format", "csv").err()).contains("is not empty, and no export");
    }

    @Test
    void aKilledExportIsCompleted() throws Exception {
        Path folder = directory.resolve("killed");
        String[] args = {"library", "export", "--view", "shop_all", "--to", folder.toString(), "--format", "webdataset", "--store", store(), "--shard-rows", "1",
            "--jobs", "1", "--dsn", database.url()};
        Process process = CommandProcess.builder(Map.of(), args).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(folder.resolve("000005.tar")) && process.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(2);
        }
        process.destroyForcibly().waitFor();
        assertThat(folder.resolve("_manifest.json")).doesNotExist();
        Cli.Result result = export("shop_all", folder, "--format", "webdataset", "--store", store(), "--shard-rows", "1");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("70 pictures in 70 files").containsPattern("[1-6]?[0-9] of the files were there already");
        assertThat(files(folder).stream().filter(name -> name.endsWith(".tar"))).hasSize(PICTURES);
    }

    @Test
    void anEmptyViewIsAnEmptyExport() throws Exception {
        Path folder = directory.resolve("none");
        assertThat(export("shop_none", folder).out()).contains("0 pictures in 0 files");
        assertThat(files(folder)).containsExactly("_manifest.json", "_plan.json");
        assertThat(export("nosuch", directory.resolve("nosuch")).err()).contains("image_library_view.nosuch");
        assertThat(export("shop_city", directory.resolve("other"), "--param", "town=x").exitCode()).isEqualTo(1);
    }

    @Test
    void theRoleOfTheBusinessMayExport() throws Exception {
        ConnectionTarget own = database.target();
        String url = new ConnectionTarget(own.host(), own.port(), own.database(), "export_user", "export", own.settings()).url();
        Path folder = directory.resolve("role");
        Cli.Result result = Cli.run("library", "export", "--view", "shop_all", "--to", folder.toString(), "--dsn", url);
        assertThat(result.out()).as(result.err()).contains("70 pictures in 1 file ");
        assertThat(Cli.run("library", "find", "--dsn", url).err()).contains("permission denied");
    }

    private Cli.Result export(String view, Path folder, String... more) {
        List<String> args = new ArrayList<>(List.of("library", "export", "--view", view, "--to", folder.toString()));
        args.addAll(List.of(more));
        return database.cli(args.toArray(String[]::new));
    }

    /** Names that do not begin with a dot. */
    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted().toList();
        }
    }
}
