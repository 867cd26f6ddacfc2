package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransientFailureTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "40001", "40P01", "53100", "53300", "57P01", "57P02", "57P03"})
    void whatMayPassIsTriedAgain(String state) {
        assertThat(TransientFailure.is(new SQLException("", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22003", "23505", "42P01", "42501", "28P01", "57014", "XX000"})
    void whatStaysIsNot(String state) {
        assertThat(TransientFailure.is(new SQLException("", state))).isFalse();
    }

    @Test
    void aFailureWithoutAStateIsNot() {
        assertThat(TransientFailure.is(new SQLException("no state"))).isFalse();
    }

    @Test
    void pausesGrowToALimit() {
        assertThat(TransientFailure.pause(1)).isEqualTo(500);
        assertThat(TransientFailure.pause(4)).isEqualTo(4_000);
        assertThat(TransientFailure.pause(100)).isEqualTo(10_000);
    }
}
