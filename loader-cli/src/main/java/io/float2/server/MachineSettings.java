package io.float2.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Server settings that suit a machine.
 *
 * @param memoryBytes main memory, or what the container may use of it
 * @param cores processors that may be used
 * @param sharedMemoryBytes free space of /dev/shm; 0 when there is none
 * @param diskBytes free space where the data are
 */
record MachineSettings(long memoryBytes, int cores, long sharedMemoryBytes, long diskBytes) {

    private static final long MB = 1L << 20;

    static MachineSettings ofThisMachine(Path data) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MachineSettings(
                system.getTotalMemorySize(), Runtime.getRuntime().availableProcessors(),
                freeSpace(Path.of("/dev/shm")), freeSpace(data));
    }

    /** Settings by name, with their unit. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("shared_buffers", megabytes(sharedBuffers()));
        settings.put("maintenance_work_mem", megabytes(maintenanceWorkMem()));
        settings.put("effective_cache_size", megabytes(Math.max(memoryBytes / 2, sharedBuffers())));
        settings.put("max_parallel_maintenance_workers", String.valueOf(maintenanceWorkers()));
        settings.put("max_parallel_workers", String.valueOf(Math.max(8, cores)));
        settings.put("max_worker_processes", String.valueOf(Math.max(8, cores + 4)));
        settings.put("max_wal_size", megabytes(clamp(diskBytes / 10, 256 * MB, 4096 * MB)));
        // A replica that is down for long is copied anew; the disk is not filled for it.
        settings.put("max_slot_wal_keep_size", megabytes(clamp(diskBytes / 4, 512 * MB, 65536 * MB)));
        settings.put("dynamic_shared_memory_type", sharedMemoryFits() ? "posix" : "mmap");
        return settings;
    }

    private long sharedBuffers() {
        return clamp(memoryBytes / 4, 64 * MB, 1024 * MB);
    }

    private long maintenanceWorkMem() {
        return clamp(memoryBytes / 8, 64 * MB, 1024 * MB);
    }

    /** The leader builds too, so one worker fewer than there are cores. */
    private int maintenanceWorkers() {
        return (int) clamp(cores - 1L, 1, 7);
    }

    /** A parallel index build takes maintenance_work_mem as one piece of shared memory; in a container /dev/shm is often just 64 MB. */
    private boolean sharedMemoryFits() {
        return sharedMemoryBytes > maintenanceWorkMem() + 64 * MB;
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(high, value));
    }

    private static String megabytes(long bytes) {
        return bytes / MB + "MB";
    }

    private static long freeSpace(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
