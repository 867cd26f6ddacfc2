package io.float2.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Kills workers and servers under many graphs of instances. Run by tests/campaigns/worker-kill. */
class WorkerKillCampaign {

    private final int rounds = Integer.getInteger("float2.kill.rounds", 10);
    private final int shards = Integer.getInteger("float2.kill.shards", 1000);
    private final long seed = Long.getLong("float2.kill.seed", System.currentTimeMillis() % 1_000_000);

    @Test
    void everyInstanceIsRunAsItHasToBe() throws Exception {
        Path log = SampleData.output().resolve("worker-kill.log");
        Files.deleteIfExists(log);
        System.out.printf(Locale.ROOT, "seed %d%n", seed);
        try (CrashServer server = CrashServer.create()) {
            for (int round = 1; round <= rounds; round++) {
                System.out.printf(Locale.ROOT, "round %d: %s%n", round, new WorkerKills(server, seed * 1_000_003 + round, log).run(shards, 8, 2));
            }
        }
        System.out.printf(Locale.ROOT, "%d rounds: every instance succeeded once each time%n", rounds);
    }
}
