package io.float2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineSettingsTest {

    private static final long MB = 1L << 20;

    @Test
    void aLargeMachineGetsBoundedBuffers() {
        Map<String, String> settings = new MachineSettings(64_000 * MB, 16, 32_000 * MB, 500_000 * MB).settings();
        assertThat(settings)
                .containsEntry("shared_buffers", "1024MB")
                .containsEntry("maintenance_work_mem", "1024MB")
                .containsEntry("max_parallel_maintenance_workers", "7")
                .containsEntry("max_wal_size", "4096MB")
                .containsEntry("dynamic_shared_memory_type", "posix");
    }

    @Test
    void aSmallContainerBuildsInMappedFilesBecauseItsSharedMemoryIsTooSmall() {
        Map<String, String> settings = new MachineSettings(2_000 * MB, 1, 64 * MB, 10_000 * MB).settings();
        assertThat(settings)
                .containsEntry("shared_buffers", "500MB")
                .containsEntry("maintenance_work_mem", "250MB")
                .containsEntry("max_parallel_maintenance_workers", "1")
                .containsEntry("max_wal_size", "1000MB")
                .containsEntry("dynamic_shared_memory_type", "mmap");
    }
}
