package io.float2.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What a running load has come to so far. Thread safe. */
final class RunCounts {

    /** What has been sent of a shard. */
    record Sent(long rows, long bytes) {

        static final Sent NOTHING = new Sent(0, 0);

        Sent plus(Sent other) {
            return new Sent(rows + other.rows, bytes + other.bytes);
        }
    }

    private final Map<Integer, Sent> sent = new ConcurrentHashMap<>();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final List<ShardFailure> failures = new ArrayList<>();
    private Exception firstFailure;
    private CopyResult copied = CopyResult.NOTHING;
    private long shards;
    private String transfer;

    /** A shard has been begun: nothing of it has been sent. */
    void begin(int shard) {
        sent.put(shard, Sent.NOTHING);
    }

    void sent(int shard, long rows, long bytesOfFiles) {
        sent.merge(shard, new Sent(rows, bytesOfFiles), Sent::plus);
        bytes.addAndGet(bytesOfFiles);
    }

    /** A shard is in the table. */
    void end(int shard) {
        sent.remove(shard);
    }

    /** A shard is not on its way any more; returns what had been sent of it. */
    Sent takeBack(int shard) {
        Sent gone = sent.remove(shard);
        if (gone == null) {
            return Sent.NOTHING;
        }
        bytes.addAndGet(-gone.bytes);
        return gone;
    }

    /** Rows sent of every shard that is on its way. */
    Map<Integer, Long> running() {
        return sent.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, shard -> shard.getValue().rows));
    }

    void retry() {
        retries.incrementAndGet();
    }

    synchronized void done(CopyResult result, String way) {
        copied = copied.plus(result);
        shards++;
        transfer = way;
    }

    synchronized void failed(ShardFailure failure, Exception cause) {
        failures.add(failure);
        if (firstFailure == null) {
            firstFailure = cause;
        }
    }

    synchronized CopyResult copied() {
        return copied;
    }

    /** Shards that are in the table. */
    synchronized long shards() {
        return shards;
    }

    synchronized String transfer() {
        return transfer;
    }

    synchronized List<ShardFailure> failures() {
        return List.copyOf(failures);
    }

    /** What ended the first of the failed shards, or null. */
    synchronized Exception firstFailure() {
        return firstFailure;
    }

    long retries() {
        return retries.get();
    }

    /** Of files. */
    long bytes() {
        return bytes.get();
    }
}
