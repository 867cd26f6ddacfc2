package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    @Test
    void everyJobGetsItsShare() {
        assertThat(MemoryBudget.of(10_000_000, 4).batchBytes()).isEqualTo(500_000);
        assertThat(MemoryBudget.of(10_000_000_000L, 4).batchBytes()).isEqualTo(1 << 20);
    }

    @Test
    void tooLittleIsRefused() {
        assertThatThrownBy(() -> MemoryBudget.of(1_000_000, 4)).isInstanceOf(UserException.class)
                .hasMessage("--memory 1000000 is too little for 4 jobs: each takes 327680 bytes or more");
    }

    @Test
    void aBatchKeepsToItsSizeButTakesOneRow() {
        assertThat(new VectorBatch(128, 0, 64 * 1024).capacity()).isEqualTo(128);
        assertThat(new VectorBatch(128, 3, 64 * 1024).capacity()).isEqualTo(64);
        assertThat(new VectorBatch(16_000, 0, 1_000).capacity()).isEqualTo(1);
    }
}
