package io.float2.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Kills the workers of an import at random moments, and sometimes the server, and looks whether every picture is there once with all
 * its attributes. Run by tests/campaigns/library-kill.
 */
class LibraryKillCampaign {

    private static final int SHARD_ROWS = 500;
    private static final int PAUSE_MILLIS = 3000;

    private final int pictures = Integer.getInteger("float2.kill.pictures", 10_000);
    private final int rounds = Integer.getInteger("float2.kill.rounds", 1);
    private final int crashes = Integer.getInteger("float2.kill.crashes", 3);
    private final long seed = Long.getLong("float2.kill.seed", System.currentTimeMillis() % 1_000_000);

    @Test
    void everyPictureIsThereOnce() throws Exception {
        System.out.printf("seed %d, %d pictures%n", seed, pictures);
        for (int round = 1; round <= rounds; round++) {
            try (ScratchDirectory scratch = ScratchDirectory.create()) {
                Path folder = Files.createDirectories(scratch.path().resolve("import"));
                try (LibraryKill kill = new LibraryKill(folder, pictures)) {
                    long begun = System.nanoTime();
                    kill.run(new Random(seed * 1_000_003 + round), SHARD_ROWS, Integer.MAX_VALUE, crashes, PAUSE_MILLIS);
                    double seconds = (System.nanoTime() - begun) / 1e9;
                    kill.check("round " + round + " with seed " + seed);
                    System.out.printf("round %d: every picture is there once after %.0f s; %s%n", round, seconds, kill.story());
                }
            }
        }
    }
}
