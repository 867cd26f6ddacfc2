package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.float2.loader.source.VectorReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardPlanTest {

    @ParameterizedTest
    @CsvSource({
        "0, 4, 20000, 128, 1",          // a second's work
        "0, 1, 5000000, 128, 1",
        "0, 4, 5000000, 128, 4",
        "0, 4, 100000, 128, 3",
        "0, 1, 25000000, 128, 3",
        "0, 4, 50000000, 128, 8",       // none above 10,000,000, and as many for each job
        "1000, 4, 2500, 128, 3",
        "30000000, 2, 25000000, 128, 1",
        "0, 4, 1, 16000, 1",
    })
    void shardsAreAsManyAsThereIsUseFor(long wanted, int jobs, long rows, int dimension, long shards) {
        ShardPlan plan = ShardPlan.of(wanted, jobs, rows, dimension);
        assertThat(plan.count()).isEqualTo(shards);
        assertThat(plan.isWhole()).isEqualTo(shards == 1);
        long next = 0;
        for (int number = 1; number <= shards; number++) {
            Shard shard = plan.shard(number);
            assertThat(shard.first()).isEqualTo(next);
            assertThat(shard.last()).isEqualTo(number == shards);
            next += shard.rows();
        }
        assertThat(next).isEqualTo(rows);
    }

    @Test
    void withoutAKnownEndThereIsAlwaysAnotherShard() {
        ShardPlan plan = ShardPlan.of(0, 4, VectorReader.UNKNOWN, 128);
        assertThat(plan.count()).isEqualTo(VectorReader.UNKNOWN);
        assertThat(plan.shard(7)).isEqualTo(new Shard(7, 6L * (1 << 19), 1 << 19, false));
        assertThat(ShardPlan.of(0, 1, VectorReader.UNKNOWN, 1).shardRows()).isEqualTo(10_000_000);
        assertThat(ShardPlan.whole(VectorReader.UNKNOWN).shard(1)).isEqualTo(new Shard(1, 0, Long.MAX_VALUE, true));
    }

    @Test
    void shardsThatAreDoneAreNotDealtOut() {
        ShardQueue queue = new ShardQueue(new ShardPlan(10, 45), Set.of(1, 3));
        List<Integer> dealt = new ArrayList<>();
        for (Shard shard = queue.next(); shard != null; shard = queue.next()) {
            dealt.add(shard.number());
        }
        assertThat(dealt).containsExactly(2, 4, 5);
    }

    @Test
    void afterTheEndNothingIsDealtOut() {
        ShardQueue queue = new ShardQueue(new ShardPlan(10, VectorReader.UNKNOWN), Set.of());
        assertThat(queue.next().number()).isEqualTo(1);
        queue.end();
        assertThat(queue.next()).isNull();
        assertThat(queue.isCancelled()).isFalse();
    }
}
