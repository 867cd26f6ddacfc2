package io.float2.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of tests/campaigns/worker-kill. */
class WorkerKillIT {

    private static final long SEED = 8;

    @Test
    @Timeout(120)
    void everyInstanceIsRunAsItHasToBe() throws Exception {
        Path log = SampleData.output().resolve("worker-kill-it.log");
        Files.deleteIfExists(log);
        try (CrashServer server = CrashServer.create()) {
            new WorkerKills(server, SEED, log).run(100, 3, 1);
        }
    }
}
