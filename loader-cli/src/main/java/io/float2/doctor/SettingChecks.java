package io.float2.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings that make index builds and searches slow, or parallel builds fail. */
final class SettingChecks {

    private static final long MB = 1L << 20;
    private static final long USUAL_SHARED_BUFFERS = 1024 * MB;
    private static final long USUAL_MAINTENANCE_WORK_MEM = 512 * MB;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final ServerSettingValues values;
    private final boolean local;

    SettingChecks(ServerSettingValues values, boolean local) {
        this.values = values;
        this.local = local;
    }

    Finding sharedBuffers() {
        long wanted = local ? Math.min(USUAL_SHARED_BUFFERS, memory() / 4) : USUAL_SHARED_BUFFERS;
        String text = megabytes(values.sharedBuffers());
        return values.sharedBuffers() >= wanted * 9 / 10
                ? Finding.ok("shared_buffers", text)
                : Finding.warn("shared_buffers", text + " is little: an index that does not fit is read again and again",
                        "ALTER SYSTEM SET shared_buffers = '" + megabytes(wanted) + "', then restart the server");
    }

    Finding maintenanceWorkMem() {
        long wanted = local ? Math.min(USUAL_MAINTENANCE_WORK_MEM, memory() / 8) : USUAL_MAINTENANCE_WORK_MEM;
        String text = megabytes(values.maintenanceWorkMem());
        return values.maintenanceWorkMem() >= wanted * 9 / 10
                ? Finding.ok("maintenance_work_mem", text)
                : Finding.warn("maintenance_work_mem", text + " is little: an HNSW build that outgrows it gets many times slower",
                        "ALTER SYSTEM SET maintenance_work_mem = '" + megabytes(wanted) + "', then SELECT pg_reload_conf()");
    }

    Finding parallelMaintenanceWorkers() {
        int workers = values.parallelMaintenanceWorkers();
        int wanted = local ? Math.max(0, Runtime.getRuntime().availableProcessors() - 1) : 1;
        return workers >= Math.min(wanted, 2)
                ? Finding.ok("max_parallel_maintenance_workers", String.valueOf(workers))
                : Finding.warn("max_parallel_maintenance_workers", workers + ": an index is built by fewer processes than there are processors",
                        "ALTER SYSTEM SET max_parallel_maintenance_workers = " + wanted + ", then SELECT pg_reload_conf()");
    }

    /** Parallel builds take maintenance_work_mem as one piece of shared memory. */
    Finding sharedMemory() {
        String subject = SHARED_MEMORY.toString();
        if (!values.sharedMemoryType().equals("posix")) {
            return Finding.ok(subject, "not used (dynamic_shared_memory_type is " + values.sharedMemoryType() + ")");
        }
        if (!local) {
            return Finding.ok(subject, "not looked at: the server runs on another machine");
        }
        try {
            FileStore store = Files.getFileStore(SHARED_MEMORY);
            String text = megabytes(store.getUsableSpace()) + " free of " + megabytes(store.getTotalSpace());
            return store.getUsableSpace() > values.maintenanceWorkMem()
                    ? Finding.ok(subject, text)
                    : Finding.warn(subject, text + " is less than maintenance_work_mem: parallel index builds fail",
                            "give the container more (docker run --shm-size), or set dynamic_shared_memory_type = mmap "
                                    + "and restart, or lower maintenance_work_mem");
        } catch (IOException e) {
            return Finding.ok(subject, "not there");
        }
    }

    private static long memory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    private static String megabytes(long bytes) {
        return bytes / MB + "MB";
    }
}
