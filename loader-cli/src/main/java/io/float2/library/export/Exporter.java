package io.float2.library.export;

import io.float2.UserException;
import io.float2.progress.Progress;
import io.float2.sql.ConnectionSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes a view into files. A shard is written beside its place and moved there when it is whole, so that a run that was broken off,
 * however it was, can be repeated: it writes what is missing or is not as it was written.
 */
public final class Exporter {

    private final ExportPlan plan;
    private final ViewRows rows;
    private final Progress progress;

    private Exporter(ConnectionSource connections, ExportPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        rows = new ViewRows(connections, plan);
    }

    /**
     * Carries out a plan, or what is left of it.
     *
     * @throws UserException when the folder has something else, or a picture is not in its store
     * @throws SQLException when the view cannot be read
     */
    public static ExportReport export(ConnectionSource connections, ExportPlan plan, Progress progress) throws Exception {
        return new Exporter(connections, plan, progress).run();
    }

    private ExportReport run() throws Exception {
        long begun = System.nanoTime();
        Files.createDirectories(plan.folder());
        try (FileChannel lock = FileChannel.open(plan.folder().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(lock);
            ExportManifest manifest = ExportManifest.open(plan, () -> rows.cut(plan.shardRows()));
            ExportManifest.Done[] done = new ExportManifest.Done[manifest.shards()];
            AtomicInteger kept = new AtomicInteger();
            progress.phase("export " + plan.view(), "pictures", Progress.UNKNOWN);
            complete(manifest, done, kept);
            progress.done();
            List<ExportManifest.Done> all = Arrays.asList(done);
            manifest.complete(all);
            return new ExportReport(plan.folder().toString(), done.length, kept.get(), all.stream().mapToLong(ExportManifest.Done::rows).sum(),
                    all.stream().mapToLong(ExportManifest.Done::bytes).sum(), (System.nanoTime() - begun) / 1e9);
        }
    }

    private void lock(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // By another thread of this process.
        }
        if (lock == null) {
            throw new UserException("another export is writing into " + plan.folder());
        }
    }

    private void complete(ExportManifest manifest, ExportManifest.Done[] done, AtomicInteger kept) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(plan.jobs());
        try {
            List<Future<?>> shards = new ArrayList<>();
            for (int i = 0; i < done.length; i++) {
                int shard = i;
                shards.add(threads.submit(() -> {
                    done[shard] = manifest.done(shard);
                    if (done[shard] == null) {
                        done[shard] = write(manifest, shard);
                    } else {
                        kept.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> shard : shards) {
                shard.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    private ExportManifest.Done write(ExportManifest manifest, int shard) throws Exception {
        Path file = manifest.file(shard);
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        MessageDigest digest = ExportManifest.digest();
        long[] count = new long[1];
        UUID after = manifest.after(shard);
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), digest);
                ShardWriter writer = ShardWriter.of(plan, out)) {
            rows.read(after, manifest.last(shard), picture -> {
                // The range of a view has both its ends.
                if (!picture.key().equals(after)) {
                    writer.write(picture);
                    count[0]++;
                    progress.advance(1, 0);
                }
            });
        }
        ExportManifest.Done done = new ExportManifest.Done(file.getFileName().toString(), count[0], Files.size(part), HexFormat.of().formatHex(digest.digest()));
        manifest.finish(shard, part, done);
        return done;
    }
}
