package io.float2.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardsTest {

    @ParameterizedTest
    @CsvSource({"150000000, 4000000, 38", "0, 10, 0", "1, 10, 1", "10, 10, 1", "11, 10, 2", "99, 7, 15", "10000000, 10000000, 1", "1000000000, 10000000, 100"})
    void shardsCoverTheListWithinTheBound(long pictures, long rows, int count) {
        Shards shards = new Shards(pictures, rows);
        assertThat(shards.count()).isEqualTo(count);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < count; i++) {
            long length = shards.first(i + 1) - shards.first(i);
            shortest = Math.min(shortest, length);
            longest = Math.max(longest, length);
        }
        assertThat(shards.first(0)).isZero();
        assertThat(shards.first(count)).isEqualTo(pictures);
        assertThat(longest).isLessThanOrEqualTo(rows);
        assertThat(count == 0 ? 0 : longest - shortest).isLessThanOrEqualTo(1);
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> new Shards(1, 10_000_001)).isInstanceOf(UserException.class).hasMessageContaining("1 to 10000000");
        assertThatThrownBy(() -> new Shards(1, 0)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Shards(-1, 10)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Shards(100_001, 1)).isInstanceOf(UserException.class).hasMessageContaining("give larger ones");
    }
}
