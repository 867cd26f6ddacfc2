package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format into every type of column, and the options that say which rows go where. */
@WithDatabase
class LoadFormatsIT {

    private final TestDatabase database;

    @TempDir
    Path directory;

    LoadFormatsIT(TestDatabase database) {
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.fvecs", "x.fvecs.gz", "x.fbin", "x.f4.npy", "x.f8.npy", "x.big.npy", "x.csv", "x.tsv", "x.jsonl",
        "ann.hdf5", "snappy.parquet"})
    void everyFormatMakesATableOfEveryType(String name) throws SQLException {
        Path file = SourceFiles.file(directory, name);
        for (String type : List.of("float2", "float4", "halfvec", "vector")) {
            List<String> command = new ArrayList<>(List.of("load", file.toString(), "-t", "made", "--create", "--drop", "--type", type,
                    "--vector", "v"));
            if (name.endsWith(".tsv")) {
                command.addAll(List.of("--vector-column", "x0.."));
            }
            database.execute("DROP TABLE IF EXISTS made", "CREATE TABLE made ()");
            Cli.Result result = database.cli(command.toArray(String[]::new));
            assertThat(result.exitCode()).as(result.err()).isZero();
            String id = name.endsWith("parquet") ? "id - 100" : "id";
            assertThat(database.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'made'::regclass "
                    + "AND attname = 'v'")).isEqualTo(Map.of("float2", "float2[]", "float4", "real[]", "halfvec", "halfvec(6)",
                    "vector", "vector(6)").get(type));
            assertThat(database.value("SELECT count(*) FROM (SELECT " + id + " AS id, v::float4[] AS v FROM made) AS m WHERE v = "
                    + SourceFiles.EXPECTED)).as(type).isEqualTo(String.valueOf(SourceFiles.ROWS));
            assertThat(database.value("SELECT attstorage FROM pg_attribute WHERE attrelid = 'made'::regclass AND attname = 'v'"))
                    .isEqualTo("p");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"float2[]|0", "halfvec(6)|1", "vector|1", "smallint[]|0"})
    void bytesGoIntoAnExistingColumnOfAnyType(String type, int first) throws SQLException {
        byte[] rows = {3, 0, 0, 0, 6, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, (byte) 128, (byte) 255, 0, 0, 1};
        Path file = VectorFiles.write(directory.resolve("x.u8bin"), rows);
        database.execute("DROP TABLE IF EXISTS there", "CREATE TABLE there (id int, v " + type + ")");
        Cli.Result result = database.cli("load", file.toString(), "-t", "there", "--id", "id", "--vector", "v");
        assertThat(result.exitCode()).as(result.err()).isZero();
        String separator = first == 0 ? "{%s}" : "[%s]";
        assertThat(database.values("SELECT v FROM there ORDER BY id")).containsExactly(
                String.format(separator, "1,2,3,4,5,6"), String.format(separator, "7,8,9,10,11,12"),
                String.format(separator, "0,128,255,0,0,1"));
    }

    @Test
    void typesOfColumnsAreInferredFromParquet() throws SQLException {
        Cli.Result result = database.cli("load", SourceFiles.resource("zstd.parquet").toString(), "-t", "inferred", "--create");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("\"id\" bigint", "\"name\" text", "\"score\" double precision", "\"flag\" boolean",
                "\"made\" timestamp with time zone", "\"v\" float2[]");
        assertThat(database.value("SELECT (id, name, score, flag, made AT TIME ZONE 'UTC')::text FROM inferred WHERE id = 101"))
                .isEqualTo("(101,n1,0.25,f,\"2024-01-01 01:00:00\")");
        assertThat(database.value("SELECT count(*) - count(name) FROM inferred")).isEqualTo("8");
    }

    @Test
    void metadataOfAnyFormatIsJoinedByRowNumber() throws SQLException {
        Path vectors = SourceFiles.file(directory, "x.f4.npy");
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < SourceFiles.ROWS; row++) {
            lines.append("{\"tag\": \"t").append(row).append("\", \"more\": {\"n\": ").append(row).append("}}\n");
        }
        Path metadata = VectorFiles.write(directory.resolve("m.jsonl.gz"), SourceFiles.gzip(lines.toString().getBytes()));
        Cli.Result result = database.cli("load", vectors.toString(), "--metadata", metadata.toString(), "-t", "joined", "--create", "-j", "2",
                "--shard-rows", "20");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.value("SELECT count(*) FROM joined WHERE tag = 't' || id AND (more->>'n')::int = id")).isEqualTo("50");
        Path longer = VectorFiles.text(directory.resolve("longer.jsonl"), lines + "{\"tag\": \"one too many\"}\n");
        Cli.Result refused = database.cli("load", vectors.toString(), "--metadata", longer.toString(), "-t", "longer", "--create");
        assertThat(refused.err()).contains("longer.jsonl has 51 rows, but " + vectors + " holds 50 vectors");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void rowsThatAreWrongAreRejectedAndCanBeMendedAndLoaded() throws Exception {
        Path file = SourceFiles.resource("broken.parquet");
        Path rejects = directory.resolve("rejects.csv");
        Cli.Result result = database.cli("load", file.toString(), "-t", "mended", "--create", "--on-error", "reject", "--rejects",
                rejects.toString(), "-j", "2", "--shard-rows", "8");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("4 rows, in " + rejects);
        assertThat(database.value("SELECT count(*) FROM mended WHERE v::float4[] = " + SourceFiles.EXPECTED)).isEqualTo("46");
        assertThat(Files.readString(rejects).lines()).containsExactlyInAnyOrder("id,v,float2_rejected",
                "3,\"[-7.75,-7.625,-7.5,-7.375,-7.25]\",\"" + file + ", row 4: the dimension is 5, but that of row 1 is 6\"",
                "7,,\"" + file + ", row 8: the column v holds no vector\"",
                "9,\"[-3.25,-3.125,NULL,-2.875,-2.75,-2.625]\",\"" + file + ", row 10: the column v holds a vector whose value 3 is NULL\"",
                "11,,\"" + file + ", row 12: the column v holds no vector\"");
        List<String> lines = new ArrayList<>(Files.readAllLines(rejects));
        lines.replaceAll(line -> line.replaceAll("^(\\d+),(\"[^\"]*\")?,", "$1,\"[0,0,0,0,0,0]\","));
        Files.write(rejects, lines);
        assertThat(database.cli("load", rejects.toString(), "-t", "mended").exitCode()).isZero();
        assertThat(database.value("SELECT count(*) FROM mended")).isEqualTo("50");
        assertThat(database.values("SELECT id FROM mended WHERE v = '{0,0,0,0,0,0}' ORDER BY id")).containsExactly("3", "7", "9", "11");
    }

    @Test
    void valuesThatTheTableDoesNotTakeAreRejectedWithTheRest() throws Exception {
        Path file = VectorFiles.text(directory.resolve("x.csv"),
                "n,name,v\n1,a,\"[1,2]\"\nx,b,\"[1,2]\"\n3,,\"[1e6,2]\"\n4,\"\",\"[1e9,z]\"\n5,e,\"[1e50,2]\"\n6,f,\"[5,6]\"\n");
        Path rejects = directory.resolve("rejects.csv");
        database.execute("CREATE TABLE strict (number bigint, n int, name text, v float2[])");
        Cli.Result result = database.cli("load", file.toString(), "-t", "strict", "--id", "number", "--on-overflow", "reject",
                "--rejects", rejects.toString(), "-j", "1");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.values("SELECT strict::text FROM strict ORDER BY n")).containsExactly("(0,1,a,\"{1,2}\")", "(5,6,f,\"{5,6}\")");
        assertThat(Files.readString(rejects)).isEqualTo("n,name,number,v,float2_rejected\n"
                + "x,b,1,\"[1.0,2.0]\",\"" + file + ", row 2: the column n has \"\"x\"\", which is no integer\"\n"
                + "3,,2,\"[1000000.0,2.0]\",\"" + file
                + ", row 3: the value 1 of the vector, 1000000.0, is too large for float2, which ends at 65504\"\n"
                + "4,\"\",3,\"[1e9,z]\",\"" + file + ", row 4: the column v holds a vector whose value 2 is no number: z\"\n"
                + "5,e,4,\"[3.4028235E38,2.0]\",\"" + file
                + ", row 5: the value 1 of the vector, 3.4028235E38, is too large for float2, which ends at 65504\"\n");
        Cli.Result stopped = database.cli("load", file.toString(), "-t", "strict", "--id", "number", "--on-error", "stop");
        assertThat(stopped.exitCode()).isEqualTo(1);
    }

    @Test
    void valuesThatAreTooLargeAreClamped() throws SQLException {
        Path file = VectorFiles.fvecs(directory.resolve("x.fvecs"), new float[] {1e6f, -70000, 65519, 1}, new float[] {1, 2, 3, 4});
        Cli.Result result = database.cli("load", file.toString(), "-t", "clamped", "--create", "--type", "halfvec", "--on-overflow", "clamp");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("2 values were too large for the type and are its largest one now");
        assertThat(database.value("SELECT vector FROM clamped WHERE id = 0")).isEqualTo("[65504,-65504,65504,1]");
        Cli.Result refused = database.cli("load", file.toString(), "-t", "infinite", "--create", "--type", "halfvec");
        assertThat(refused.err()).contains("row 1: the value 1 of the vector, 1000000.0, is too large for halfvec, which ends at 65504 and "
                + "has no Infinity; --on-overflow clamp makes it that");
        Path notNumbers = VectorFiles.fvecs(directory.resolve("y.fvecs"), new float[] {1, Float.NaN});
        assertThat(database.cli("load", notNumbers.toString(), "-t", "infinite", "--create", "--type", "vector").err())
                .contains("y.fvecs, row 1: the value 2 of the vector, NaN, is none that vector holds");
        assertThat(database.cli("load", file.toString(), "-t", "infinite", "--create", "--type", "smallint").err())
                .contains("row 1: the value 1 of the vector, 1000000.0, is too large for smallint[], which ends at 32767");
    }

    @Test
    void aPartOfTheRowsKeepsItsNumbers() throws SQLException {
        Path file = SourceFiles.file(directory, "x.fvecs");
        assertThat(database.cli("load", file.toString(), "-t", "part", "--create", "--skip", "30", "--limit", "15").exitCode()).isZero();
        assertThat(database.value("SELECT min(id) || ' ' || max(id) || ' ' || count(*) FROM part")).isEqualTo("30 44 15");
        Path photos = SampleData.photos().resolve("base.bvecs");
        for (String table : List.of("one", "two")) {
            Cli.Result result = database.cli("load", photos.toString(), "-t", table, "--create", "--sample", "0.1", "--seed", "7", "-j",
                    table.equals("one") ? "1" : "2", "--shard-rows", table.equals("one") ? "100000" : "3000");
            assertThat(result.exitCode()).as(result.err()).isZero();
        }
        assertThat(Integer.parseInt(database.value("SELECT count(*) FROM one JOIN two USING (id, vector)"))).isBetween(1800, 2200);
        assertThat(database.value("SELECT (SELECT count(*) FROM one) = (SELECT count(*) FROM two)")).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aNewTableIsPartitionedAndUnlogged(String jobs) throws SQLException {
        Path file = SourceFiles.file(directory, "x.csv");
        String table = "spread" + jobs;
        Cli.Result result = database.cli("load", file.toString(), "-t", table, "--create", "--partitions", "4", "--unlogged", "-j", jobs,
                "--shard-rows", jobs.equals("1") ? "1000" : "20");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.values("SELECT relname || ' ' || relpersistence::text FROM pg_partition_tree('" + table + "') JOIN pg_class "
                + "ON oid = relid WHERE isleaf ORDER BY 1")).containsExactly(table + "_p0 u", table + "_p1 u", table + "_p2 u", table + "_p3 u");
        assertThat(database.value("SELECT count(*) FROM " + table + " WHERE v::float4[] = " + SourceFiles.EXPECTED)).isEqualTo("50");
        assertThat(database.value("SELECT count(DISTINCT attstorage) || max(attstorage::text) FROM pg_partition_tree('" + table
                + "') JOIN pg_attribute ON attrelid = relid AND attname = 'v'")).isEqualTo("1p");
        assertThat(database.value("SELECT count(*) FROM pg_constraint WHERE contype = 'p' AND conrelid = '" + table + "'::regclass"))
                .isEqualTo("1");
        assertThat(database.cli("load", file.toString(), "-t", "no", "--create", "--partitions", "3").err())
                .contains("a table has a power of two of partitions");
    }

    /** As word vectors come: a word, and numbers behind blanks. */
    @Test
    void textWithoutNamesIsLoaded() throws Exception {
        Path file = VectorFiles.text(directory.resolve("glove.2d.txt"), "the 0.5 -1\n\" 1 2\n1984 3 4\nof 5\n");
        String[] load = {"load", file.toString(), "--delimiter", "space", "--no-header", "--columns", "column1=word", "-t", "words", "--create"};
        assertThat(database.cli(load).err()).contains("glove.2d.txt, row 4: the number of fields is 2, but row 1 has 3");
        Path rejects = directory.resolve("rejects.csv");
        String[] reject = Arrays.copyOf(load, load.length + 2);
        reject[load.length] = "--rejects";
        reject[load.length + 1] = rejects.toString();
        Cli.Result result = database.cli(reject);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Files.readString(rejects))
                .contains("of,3,[5.0],").contains("glove.2d.txt, row 4: the number of fields is 2, but row 1 has 3");
        assertThat(database.values("SELECT id || ' ' || word || ' ' || vector::text FROM words ORDER BY id"))
                .containsExactly("0 the {0.5,-1}", "1 \" {1,2}", "2 1984 {3,4}");
    }

    @Test
    void metadataMayBeWithoutNamesAndVectorsInAnArchive() throws Exception {
        Path file = directory.resolve("x.npz");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("vectors", "others")) {
                out.putNextEntry(new ZipEntry(name + ".npy"));
                out.write(VectorFiles.read(SourceFiles.file(directory, "x.f4.npy")));
            }
        }
        Path words = VectorFiles.text(directory.resolve("words.txt"),
                IntStream.range(0, SourceFiles.ROWS).mapToObj(row -> "w" + row + "|" + row + "\n").collect(Collectors.joining()));
        Cli.Result result = database.cli("load", file.toString(), "--vector-column", "vectors", "--metadata", words.toString(), "--delimiter", "|",
                "--no-header", "--columns", "column1=word,column2=number", "-t", "archived", "--create", "--vector", "v", "-j", "2",
                "--shard-rows", "20");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.value("SELECT count(*) FROM archived WHERE word = 'w' || number AND number = id AND v::float4[] = "
                + SourceFiles.EXPECTED)).isEqualTo("50");
        assertThat(database.cli("load", SourceFiles.file(directory, "x.f4.npy").toString(), "--no-header", "-t", "archived").err())
                .contains("--delimiter, --quote and --no-header are for CSV and TSV, and none of the files is of these formats");
    }

    @Test
    void standardInputIsASource() throws Exception {
        Path file = SourceFiles.file(directory, "x.jsonl");
        Process load = CommandProcess.builder(Map.of(), "load", "-", "--format", "jsonl", "-t", "piped", "--create", "--dsn", database.url())
                .redirectInput(file.toFile()).redirectErrorStream(true).start();
        String output = new String(load.getInputStream().readAllBytes());
        assertThat(load.waitFor()).as(output).isZero();
        Matcher kept = Pattern.compile("keep standard input in (\\S+)  " + String.format(Locale.ROOT, "%,d", Files.size(file)) + " bytes").matcher(output);
        assertThat(kept.find()).as(output).isTrue();
        assertThat(Path.of(kept.group(1))).doesNotExist();
        assertThat(database.value("SELECT count(*) FROM piped WHERE v::float4[] = " + SourceFiles.EXPECTED)).isEqualTo("50");
        assertThat(database.cli("load", "-", "-t", "piped").err()).contains("standard input has no ending that tells its format: give --format");
    }
}
