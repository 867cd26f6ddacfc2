package io.float2.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fingerprints of rows that are taken several at a time, against the same picture shrunk as a whole, sample by sample. */
class FingerprintsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "8, 8", "9, 4", "33, 5", "100, 6", "101, 7", "640, 33", "1, 50"})
    void rowsMakeWhatTheWholePictureDoes(int width, int height) {
        Random random = new Random(width * 1000L + height);
        for (int round = 0; round < 5; round++) {
            int[][] picture = new int[height][];
            Fingerprints fingerprints = new Fingerprints(width, height);
            for (int y = 0; y < height; y++) {
                picture[y] = random.ints(width, 0, 256).toArray();
                assertThat(fingerprints.complete()).isFalse();
                int[] reused = picture[y].clone();
                fingerprints.row(reused);
                Arrays.fill(reused, 77);
            }
            assertThat(fingerprints.complete()).isTrue();
            assertThat(fingerprints.average()).isEqualTo(average(shrunk(picture, width, 8, 8)));
            assertThat(fingerprints.difference()).isEqualTo(difference(shrunk(picture, width, 9, 8)));
        }
    }

    @Test
    void thereIsNoRowBelowTheLastOne() {
        Fingerprints fingerprints = new Fingerprints(1, 1);
        fingerprints.row(new int[1]);
        assertThatThrownBy(() -> fingerprints.row(new int[1])).isInstanceOf(IllegalStateException.class);
    }

    private static int[][] shrunk(int[][] picture, int width, int columns, int lines) {
        Lanczos across = Lanczos.of(width, columns);
        Lanczos down = Lanczos.of(picture.length, lines);
        int[][] narrow = new int[picture.length][columns];
        for (int y = 0; y < picture.length; y++) {
            for (int i = 0; i < columns; i++) {
                long sum = Lanczos.HALF;
                for (int n = across.offset[i]; n < across.offset[i + 1]; n++) {
                    sum += (long) across.weights[n] * picture[y][across.start[i] + n - across.offset[i]];
                }
                narrow[y][i] = (int) Math.max(0, Math.min(255, sum >> Lanczos.PRECISION));
            }
        }
        int[][] small = new int[lines][columns];
        for (int j = 0; j < lines; j++) {
            for (int i = 0; i < columns; i++) {
                long sum = Lanczos.HALF;
                for (int n = down.offset[j]; n < down.offset[j + 1]; n++) {
                    sum += (long) down.weights[n] * narrow[down.start[j] + n - down.offset[j]][i];
                }
                small[j][i] = (int) Math.max(0, Math.min(255, sum >> Lanczos.PRECISION));
            }
        }
        return small;
    }

    private static long average(int[][] samples) {
        int sum = 0;
        for (int[] line : samples) {
            for (int sample : line) {
                sum += sample;
            }
        }
        long bits = 0;
        for (int[] line : samples) {
            for (int sample : line) {
                bits = bits << 1 | (sample * 64 > sum ? 1 : 0);
            }
        }
        return bits;
    }

    private static long difference(int[][] samples) {
        long bits = 0;
        for (int[] line : samples) {
            for (int i = 1; i < line.length; i++) {
                bits = bits << 1 | (line[i] > line[i - 1] ? 1 : 0);
            }
        }
        return bits;
    }
}
