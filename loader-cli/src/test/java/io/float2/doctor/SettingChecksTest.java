package io.float2.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingChecksTest {

    private static final long MB = 1L << 20;

    /** As PostgreSQL is delivered. */
    private final SettingChecks defaults = new SettingChecks(new ServerSettingValues(128 * MB, 64 * MB, 2, "posix"), false);
    private final SettingChecks tuned = new SettingChecks(new ServerSettingValues(4096 * MB, 2048 * MB, 4, "mmap"), false);

    @Test
    void theDefaultSizesAreLittleAndComeWithTheStatementThatRaisesThem() {
        assertThat(defaults.sharedBuffers().level()).isEqualTo(Finding.Level.WARN);
        assertThat(defaults.sharedBuffers().mend()).startsWith("ALTER SYSTEM SET shared_buffers = '1024MB'");
        assertThat(defaults.maintenanceWorkMem().level()).isEqualTo(Finding.Level.WARN);
        assertThat(defaults.maintenanceWorkMem().mend()).startsWith("ALTER SYSTEM SET maintenance_work_mem = '512MB'");
    }

    @Test
    void aTunedServerIsFine() {
        assertThat(tuned.sharedBuffers().level()).isEqualTo(Finding.Level.OK);
        assertThat(tuned.maintenanceWorkMem().level()).isEqualTo(Finding.Level.OK);
        assertThat(tuned.parallelMaintenanceWorkers().level()).isEqualTo(Finding.Level.OK);
        assertThat(tuned.sharedMemory().level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void noParallelWorkersIsWarnedAbout() {
        Finding finding = new SettingChecks(new ServerSettingValues(1, 1, 0, "mmap"), false).parallelMaintenanceWorkers();
        assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
        assertThat(finding.mend()).startsWith("ALTER SYSTEM SET max_parallel_maintenance_workers = 1");
    }

    @Test
    void aBuildThatDoesNotFitInSharedMemoryIsWarnedAboutOnThisMachineOnly() {
        ServerSettingValues huge = new ServerSettingValues(1, 1L << 60, 1, "posix");
        assertThat(new SettingChecks(huge, false).sharedMemory().level()).isEqualTo(Finding.Level.OK);
        assumeTrue(Files.isDirectory(Path.of("/dev/shm")), "no /dev/shm here");
        assertThat(new SettingChecks(huge, true).sharedMemory().level()).isEqualTo(Finding.Level.WARN);
    }
}
