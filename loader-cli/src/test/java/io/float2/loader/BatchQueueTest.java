package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchQueueTest {

    private final BatchQueue queue = new BatchQueue(List.of(new VectorBatch(1, 0), new VectorBatch(1, 0)));

    @Test
    void aFixedNumberOfBatchesGoesAround() throws Exception {
        VectorBatch first = queue.takeEmpty();
        VectorBatch second = queue.takeEmpty();
        CompletableFuture<VectorBatch> third = inThread(queue::takeEmpty);
        queue.putFull(first);
        assertThat(queue.takeFull()).isSameAs(first);
        assertThat(third).isNotDone();
        queue.putEmpty(first);
        assertThat(third.get(10, TimeUnit.SECONDS)).isSameAs(first).isNotSameAs(second);
    }

    @Test
    void theEndComesAfterTheLastBatch() throws Exception {
        queue.putFull(queue.takeEmpty());
        queue.finish();
        assertThat(queue.takeFull()).isNotNull();
        assertThat(queue.takeFull()).isNull();
        assertThat(queue.takeFull()).isNull();
    }

    @Test
    void aReadersFailureComesAfterItsLastBatch() throws Exception {
        queue.putFull(queue.takeEmpty());
        queue.fail(new UserException("row 7 is bad"));
        assertThat(queue.takeFull()).isNotNull();
        assertThatThrownBy(queue::takeFull).isInstanceOf(UserException.class).hasMessage("row 7 is bad");
    }

    @Test
    void stoppingWakesEverybodyUp() throws Exception {
        CompletableFuture<VectorBatch> consumer = inThread(queue::takeFull);
        queue.takeEmpty();
        queue.takeEmpty();
        CompletableFuture<VectorBatch> producer = inThread(queue::takeEmpty);
        queue.stop();
        assertThatThrownBy(() -> consumer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> producer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
    }

    private static CompletableFuture<VectorBatch> inThread(Callable<VectorBatch> call) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return call.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
