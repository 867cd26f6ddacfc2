package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads that have little room: memory here, the disk on the server. */
@WithDatabase
@Timeout(180)
class LoadLimitsIT {

    private static final int DIMENSION = 1024;

    private final TestDatabase database;

    @TempDir
    Path directory;

    LoadLimitsIT(TestDatabase database) {
        this.database = database;
    }

    /** A hundred million bytes of vectors, ten million for rows on their way, and Java itself gets by with twenty-odd. */
    @Test
    void memoryIsBoundedWhateverTheSizeOfTheFile() throws Exception {
        int rows = 100_000;
        Path file = bvecs(rows);
        assertThat(Files.size(file)).isGreaterThan(10 * 10_000_000);
        Cli.Result result = CommandProcess.run(Map.of("JAVA_TOOL_OPTIONS", "-Xmx36m"), "load", file.toString(), "-t", "large", "--create",
                "--memory", "10MB", "-j", "2", "--dsn", database.url());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(database.value("SELECT count(*) FROM large")).isEqualTo(String.valueOf(rows));
        database.execute("DROP TABLE large");
    }

    @Test
    void tooLittleMemoryIsSaidAtOnce() {
        Cli.Result result = database.cli("load", bvecs(1).toString(), "-t", "none", "--create", "--memory", "1MB", "-j", "4");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--memory 1000000 is too little for 4 jobs: each takes 327680 bytes or more");
        assertThat(database.cli("load", "x.bvecs", "-t", "none", "--memory", "much").exitCode()).isEqualTo(2);
    }

    @Test
    @Tag(WithDatabase.MACHINE)
    void aFullDiskLeavesWholeShardsAndTheLoadGoesOn() throws Exception {
        Path disk = directory.resolve("disk");
        Files.createDirectory(disk);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=12m,mode=0777", "tmpfs", disk.toString()) == 0,
                "a small disk can only be mounted by root");
        try {
            openWay(disk);
            Path space = Files.createDirectory(disk.resolve("space"));
            Files.setOwner(space, serverUser());
            database.execute("CREATE TABLESPACE small LOCATION '" + space + "'",
                    "CREATE TABLE full_disk (id bigint, v float2[]) TABLESPACE small",
                    "ALTER TABLE full_disk ALTER v SET STORAGE PLAIN");
            Path file = bvecs(10_000);
            String[] load = {"load", file.toString(), "-t", "full_disk", "--id", "id", "--import-id", "full", "--shard-rows", "1000", "-j", "1",
                "--retries", "1"};
            Cli.Result result = database.cli(load);
            assertThat(result.exitCode()).isOne();
            assertThat(result.err()).contains("No space left on device", "trying again", "the same command again goes on");
            int there = Integer.parseInt(database.value("SELECT count(*) FROM full_disk"));
            assertThat(there).isPositive().isLessThan(10_000).isEqualTo(there / 1000 * 1000);

            assertThat(run("mount", "-o", "remount,size=60m", disk.toString())).isZero();
            Cli.Result rest = database.cli(load);
            assertThat(rest.exitCode()).as(rest.err()).isZero();
            assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT id) FROM full_disk")).isEqualTo("10000 10000");
            database.execute("DROP TABLE full_disk", "DROP TABLESPACE small");
        } finally {
            run("umount", "--lazy", disk.toString());
        }
    }

    /** The server's user has to get through to the tablespace. */
    private static void openWay(Path directory) {
        for (Path step = directory; step != null && step.getNameCount() > 1; step = step.getParent()) {
            step.toFile().setExecutable(true, false);
        }
    }

    private UserPrincipal serverUser() throws Exception {
        return Files.getOwner(Path.of(database.value("SHOW data_directory")));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private Path bvecs(int rows) {
        Path file = directory.resolve(rows + ".bvecs");
        byte[] row = ByteBuffer.allocate(Integer.BYTES + DIMENSION).order(ByteOrder.LITTLE_ENDIAN).putInt(DIMENSION).array();
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] many = new byte[row.length * 1000];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(row, 0, many, i * row.length, row.length);
            }
            for (int written = 0; written < rows; written += 1000) {
                out.write(many, 0, Math.min(1000, rows - written) * row.length);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
