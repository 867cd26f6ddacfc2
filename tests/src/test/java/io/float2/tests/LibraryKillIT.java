package io.float2.tests;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small import whose workers are killed, and whose server goes away once. The large one is tests/campaigns/library-kill. */
class LibraryKillIT {

    private static final int PICTURES = 600;

    @TempDir
    private Path directory;

    @Test
    void everyPictureIsThereOnce() throws Exception {
        try (LibraryKill kill = new LibraryKill(directory, PICTURES)) {
            kill.run(new Random(1), 100, 3, 1, 1000);
            kill.check(kill.story());
        }
    }
}
