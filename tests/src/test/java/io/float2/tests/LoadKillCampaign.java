package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Kills a load, or the server under it, at random moments, lets it go on, and looks whether every row is there once. Run by
 * tests/campaigns/load-kill; each round has a number from which its choices follow, though not the moment within the load's work.
 */
class LoadKillCampaign {

    private static final int ROWS = 300_000;
    private static final int DIMENSION = 96;
    private static final long PATIENCE_SECONDS = 120;

    /** Where the rows go. */
    private enum Target {
        /** A table that the load makes. */
        NEW,
        /** One that is there, without a key that would keep a row from coming twice. */
        EXISTING,
        /** The same, emptied by every crash of the server. */
        UNLOGGED
    }

    /** What is ended. */
    private enum Victim {
        /** SIGKILL to the command. */
        COMMAND,
        /** {@code pg_ctl stop -m immediate}, and up again. */
        SERVER,
        /** SIGKILL to all processes of the server, and up again. */
        SERVER_PROCESSES
    }

    private final int wantedKills = Integer.getInteger("float2.kill.kills", 20);
    private final long seed = Long.getLong("float2.kill.seed", System.currentTimeMillis() % 1_000_000);

    private CrashServer server;
    private TestDatabase database;
    private Path file;
    private long wholeMillis;
    private int rounds;
    private int kills;
    private int packedKills;

    @Test
    void everyRowIsThereOnce() throws Exception {
        file = SampleData.output().resolve("load-kill.bvecs");
        writeFile();
        try (CrashServer crashing = CrashServer.create()) {
            server = crashing;
            database = crashing.database();
            // Two loads that are left alone; the second tells how long one takes.
            for (int i = 0; i < 2; i++) {
                long begun = System.nanoTime();
                assertThat(start(Target.NEW, "calm" + i, List.of("--drop")).waitFor()).isZero();
                wholeMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                check("calm" + i);
            }
            System.out.printf(Locale.ROOT, "seed %d, %d kills; a load takes %d ms when it is left alone%n", seed, wantedKills, wholeMillis);
            for (; kills < wantedKills; rounds++) {
                run(rounds + 1, new Random(seed * 1_000_003 + rounds));
            }
        } finally {
            Files.delete(file);
        }
        System.out.printf(Locale.ROOT, "%d rounds, %d kills, %d of them in loads of packed vectors: every row was there once each time%n", rounds, kills, packedKills);
    }

    private void run(int round, Random random) throws Exception {
        Target target = Target.values()[random.nextInt(Target.values().length)];
        List<String> options = new ArrayList<>(List.of("-j", String.valueOf(1 + random.nextInt(3)),
                "--shard-rows", String.valueOf(5_000 + random.nextInt(60_000)), "--transfer", random.nextBoolean() ? "packed" : "arrays"));
        if (target == Target.NEW) {
            options.add("--drop");
        }
        String id = "round " + round;
        makeTable(target);
        List<String> story = new ArrayList<>();
        int wanted = 1 + random.nextInt(3);
        for (int i = 0; i < wanted && !isFinished(id); i++) {
            Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
            int before = kills;
            story.add(kill(start(target, id, options), id, victim, random));
            packedKills += options.contains("packed") ? kills - before : 0;
        }
        int exitCode = -1;
        for (int attempt = 0; attempt < 3 && exitCode != 0; attempt++) {
            exitCode = await(start(target, id, options));
        }
        assertThat(exitCode).as("round %d with seed %d: the last run", round, seed).isZero();
        check(id);
        System.out.printf(Locale.ROOT, "round %d: %s, %s; %s%n", round, target.name().toLowerCase(Locale.ROOT), String.join(" ", options),
                String.join(", then ", story));
    }

    /** Three of four times while rows are on their way; else at any moment, the start included. Returns what happened, in words. */
    private String kill(Process load, String id, Victim victim, Random random) throws Exception {
        boolean whileCopying = random.nextInt(4) > 0;
        while (whileCopying && load.isAlive() && number("state = 'running'", id) == 0) {
            Thread.sleep(5);
        }
        long moment = (long) (random.nextDouble() * (whileCopying ? wholeMillis / 2 : wholeMillis));
        if (load.waitFor(moment, TimeUnit.MILLISECONDS)) {
            return "ended by itself";
        }
        kills++;
        switch (victim) {
            case COMMAND -> load.destroyForcibly();
            case SERVER -> server.stopImmediately();
            case SERVER_PROCESSES -> server.killServer();
        }
        int exitCode = await(load);
        return victim.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (whileCopying ? " in the copy" : "") + " at " + moment
                + " ms, exit code " + exitCode + ", " + number("state = 'done'", id) + " rows in the table";
    }

    private boolean isFinished(String id) throws SQLException {
        return database.value("SELECT count(*) FROM float2_admin.load_import WHERE state = 'finished' AND id = '" + id + "'").equals("1");
    }

    /** One for a shard that runs, and the rows of those that are done. */
    private long number(String condition, String id) throws SQLException {
        return Long.parseLong(database.value("SELECT coalesce(sum(CASE state WHEN 'running' THEN 1 ELSE rows END), 0) FROM "
                + "(SELECT * FROM float2_admin.load_shard UNION ALL SELECT * FROM float2_admin.load_shard_unlogged) AS s WHERE "
                + condition + " AND import = '" + id + "'"));
    }

    private static int await(Process load) throws InterruptedException {
        assertThat(load.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the command ends").isTrue();
        return load.exitValue();
    }

    private void makeTable(Target target) throws SQLException {
        database.execute("DROP TABLE IF EXISTS loaded");
        if (target != Target.NEW) {
            database.execute("CREATE " + (target == Target.UNLOGGED ? "UNLOGGED " : "") + "TABLE loaded (id bigint, vector float2[])");
        }
    }

    private Process start(Target target, String id, List<String> options) throws IOException {
        List<String> args = new ArrayList<>(List.of("load", file.toString(), "-t", "loaded", "--id", "id", "--import-id", id,
                "--dsn", database.url()));
        args.addAll(options);
        if (target == Target.NEW) {
            args.addAll(List.of("--create", "--no-key"));
        }
        return CommandProcess.builder(Map.of(), args.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(SampleData.output().resolve("load-kill.log").toFile())).start();
    }

    /** The values of a row follow from its number. */
    private static int value(int row, int i) {
        return (row * 7 + row / 256 + i * 13) & 0xff;
    }

    private void writeFile() throws IOException {
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[ROWS * (4 + DIMENSION)];
        int at = 0;
        for (int row = 0; row < ROWS; row++) {
            bytes[at] = DIMENSION;
            at += 4;
            for (int i = 0; i < DIMENSION; i++) {
                bytes[at++] = (byte) value(row, i);
            }
        }
        VectorFiles.write(file, bytes);
    }

    private void check(String id) throws SQLException {
        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || min(id) || ' ' || max(id) FROM loaded"))
                .as("%s with seed %d: rows, different ids, least and greatest", id, seed)
                .isEqualTo(ROWS + " " + ROWS + " 0 " + (ROWS - 1));
        assertThat(database.value("SELECT count(*) FROM loaded WHERE vector[1] <> ((id * 7 + id / 256) & 255)::float4::float2 "
                + "OR vector[" + DIMENSION + "] <> ((id * 7 + id / 256 + " + (DIMENSION - 1) * 13 + ") & 255)::float4::float2"))
                .as("%s with seed %d: rows with other values", id, seed).isEqualTo("0");
        assertThat(database.values("SELECT relname FROM pg_class WHERE relname LIKE 'loaded\\_\\_loading\\_%'"))
                .as("%s with seed %d: tables left behind", id, seed).isEmpty();
        assertThat(database.value("SELECT state FROM float2_admin.load_import WHERE id = '" + id + "'")).isEqualTo("finished");
    }
}
