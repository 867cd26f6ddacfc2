package io.float2.loader.source;

import java.util.List;
import java.util.Random;

/**
 * Random choices that a seed repeats. {@code -Dfloat2.test.seed=N} chooses the seed, {@code -Dfloat2.test.seed=random} a new one in
 * every run; without it the choices are always the same. A failure has to name {@link #seed()}.
 */
final class Choices {

    private static final String PROPERTY = "float2.test.seed";

    private static final long BASE = base();

    private final long seed;
    private final Random random;

    private Choices(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    /** Those of one case of a test. The first has the seed that the property names, so that it alone can be run again. */
    static Choices of(int number) {
        return new Choices(BASE + number);
    }

    private static long base() {
        String wanted = System.getProperty(PROPERTY, "0");
        return wanted.equals("random") ? System.nanoTime() : Long.parseLong(wanted);
    }

    /** For a failure's message. */
    String seed() {
        return "-D" + PROPERTY + "=" + seed;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    int anyInt() {
        return random.nextInt();
    }

    long anyLong() {
        return random.nextLong();
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** From 0 up to 1. */
    double share() {
        return random.nextDouble();
    }

    /** Whether to take what is wanted so many times in ten. */
    boolean inTen(int times) {
        return random.nextInt(10) < times;
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
