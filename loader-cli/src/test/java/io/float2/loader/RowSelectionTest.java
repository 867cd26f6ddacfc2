package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.float2.UserException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSelectionTest {

    private static final int ROWS = 100_000;

    /** Six standard deviations. */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5, 0.999})
    void aSampleHasAboutTheShareThatIsAskedFor(double share) {
        for (long seed : new long[] {0, 1, -1, Long.MAX_VALUE}) {
            RowSelection selection = new RowSelection(0, share, seed);
            long rows = LongStream.range(0, ROWS).filter(selection::samples).count();
            assertThat((double) rows).isCloseTo(ROWS * share, offset(6 * Math.sqrt(ROWS * share * (1 - share))));
        }
    }

    @Test
    void anotherSeedTakesOtherRows() {
        RowSelection one = new RowSelection(0, 0.5, 1);
        RowSelection two = new RowSelection(0, 0.5, 2);
        long both = LongStream.range(0, ROWS).filter(one::samples).filter(two::samples).count();
        assertThat(both).isBetween(ROWS / 4 - 900L, ROWS / 4 + 900L);
    }

    @Test
    void allOfTheRowsIsAllOfThem() {
        assertThat(LongStream.range(0, 1000).allMatch(RowSelection.ALL::samples)).isTrue();
    }

    @Test
    void sharesThatMakeNoSenseAreRefused() {
        for (double share : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new RowSelection(0, share, 0)).isInstanceOf(UserException.class)
                    .hasMessage("a sample is a share above 0 and up to 1, not " + share);
        }
        assertThatThrownBy(() -> new RowSelection(-1, 1, 0)).hasMessage("a load skips 0 rows or more, not -1");
    }
}
