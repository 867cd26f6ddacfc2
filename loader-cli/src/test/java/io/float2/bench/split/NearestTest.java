package io.float2.bench.split;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void keepsTheNearestInOrderAndOfThoseAsNearTheFirst() {
        Nearest nearest = new Nearest(3);
        double[] distances = {5, 1, 4, 1, 3, 0, 9};
        for (int number = 0; number < distances.length; number++) {
            nearest.offer(number, distances[number]);
        }
        assertThat(nearest.numbers()).containsExactly(5, 1, 3);
    }

    @Test
    void fewerThanKAreAllKept() {
        Nearest nearest = new Nearest(5);
        nearest.offer(7, 2);
        nearest.offer(8, 1);
        assertThat(nearest.numbers()).containsExactly(8, 7);
    }
}
