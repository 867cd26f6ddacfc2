package io.float2.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/** Two vectors whose elements are halves exactly, and their distances summed in double. */
record VectorPair(float[] floatsA, float[] floatsB, short[] halvesA, short[] halvesB) {

    static VectorPair random(Random random, int size) {
        float[] floatsA = new float[size];
        float[] floatsB = new float[size];
        short[] halvesA = new short[size];
        short[] halvesB = new short[size];
        for (int i = 0; i < size; i++) {
            halvesA[i] = HalfReference.narrow(random.nextGaussian());
            halvesB[i] = HalfReference.narrow(random.nextGaussian());
            floatsA[i] = Float.intBitsToFloat(HalfReference.widenToBits(halvesA[i]));
            floatsB[i] = Float.intBitsToFloat(HalfReference.widenToBits(halvesB[i]));
        }
        return new VectorPair(floatsA, floatsB, halvesA, halvesB);
    }

    void expectL2Squared(double actual, String mix) {
        double sum = 0;
        for (int i = 0; i < floatsA.length; i++) {
            double difference = (double) floatsA[i] - floatsB[i];
            sum += difference * difference;
        }
        expect("squared L2 of " + mix, actual, sum, relative() * sum);
    }

    void expectL1(double actual, String mix) {
        double sum = 0;
        for (int i = 0; i < floatsA.length; i++) {
            sum += Math.abs((double) floatsA[i] - floatsB[i]);
        }
        expect("L1 of " + mix, actual, sum, relative() * sum);
    }

    void expectInnerProduct(double actual, String mix) {
        expect("inner product of " + mix, actual, dot(), relative() * dotMagnitude());
    }

    /** Each of the three sums may be off by its own error; the square root halves those of the two norms. */
    void expectCosine(double actual, String mix) {
        double norms = Math.sqrt(squares(floatsA) * squares(floatsB));
        if (norms == 0) {
            assertThat(actual).as("cosine of %s", mix).isNaN();
            return;
        }
        double similarity = dot() / norms;
        double error = relative() * (dotMagnitude() / norms + Math.abs(similarity));
        expect("cosine of " + mix, actual, 1 - similarity, error * (1 + 1e-3));
    }

    private void expect(String what, double actual, double expected, double error) {
        assertThat(Math.abs(actual - expected)).as("%s: %s instead of %s", what, actual, expected)
                .isLessThanOrEqualTo(error);
    }

    /** The kernel's error bound, as a part of the sum of the terms' magnitudes. */
    private double relative() {
        return 1e-6 * Math.sqrt(floatsA.length);
    }

    private double dot() {
        double sum = 0;
        for (int i = 0; i < floatsA.length; i++) {
            sum += (double) floatsA[i] * floatsB[i];
        }
        return sum;
    }

    private double dotMagnitude() {
        double sum = 0;
        for (int i = 0; i < floatsA.length; i++) {
            sum += Math.abs((double) floatsA[i] * floatsB[i]);
        }
        return sum;
    }

    private static double squares(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum;
    }
}
