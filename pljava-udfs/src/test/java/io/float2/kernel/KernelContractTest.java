package io.float2.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider must do, on each instruction set that it can be made to use on this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KernelContractTest {

    private static final int[] SIZES = {0, 1, 7, 8, 9, 15, 16, 17, 1535, 1536, 1537};
    private static final long SEED = Long.getLong("float2.test.seed", System.nanoTime());

    private KernelBinding binding;
    private CheckedKernel kernel;

    /** Skips the class where the provider cannot work. */
    abstract KernelBinding open() throws Throwable;

    @BeforeAll
    void openProvider() throws Throwable {
        binding = open();
        kernel = new CheckedKernel(binding);
        binding.setCap("auto");         // whatever the environment says
    }

    @AfterEach
    void liftTheCap() {
        if (binding != null) {
            binding.setCap("auto");
        }
    }

    List<String> tiers() {
        return List.of(binding.available().split(" "));
    }

    Stream<Arguments> tiersAndSizes() {
        return tiers().stream().flatMap(tier -> Arrays.stream(SIZES).mapToObj(size -> Arguments.of(tier, size)));
    }

    private void use(String tier) {
        assertThat(binding.setCap(tier)).isZero();
        assertThat(binding.isa()).isEqualTo(tier);
        assertThat(binding.cap()).isEqualTo(tier);
    }

    // --- which kernel this is

    @Test
    void the_interface_has_the_version_that_the_bindings_were_written_for() {
        assertThat(binding.abi()).isEqualTo(KernelBinding.ABI);
    }

    @Test
    void without_a_cap_the_best_available_tier_is_in_use() {
        assertThat(binding.cap()).isEqualTo("auto");
        assertThat(binding.isa()).isEqualTo(tiers().get(tiers().size() - 1));
    }

    @Test
    void an_unknown_cap_is_refused_and_changes_nothing() {
        String before = binding.isa();

        assertThat(binding.setCap("abacus")).isEqualTo(-1);

        assertThat(binding.isa()).isEqualTo(before);
        assertThat(binding.cap()).isEqualTo("auto");
    }

    // --- conversions

    @ParameterizedTest
    @MethodSource("tiers")
    void every_half_widens_to_the_defined_bits(String tier) {
        use(tier);
        short[] halves = Samples.allHalves();

        float[] floats = kernel.toFloat(halves);

        for (int i = 0; i < halves.length; i++) {
            int expected = HalfReference.widenToBits(halves[i]);
            if (Float.floatToRawIntBits(floats[i]) != expected) {
                assertThat(hex(Float.floatToRawIntBits(floats[i]))).as("half %04X", i).isEqualTo(hex(expected));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tiers")
    void every_half_survives_widening_and_narrowing_and_a_nan_becomes_quiet(String tier) {
        use(tier);
        short[] halves = Samples.allHalves();
        short[] expected = halves.clone();
        for (int i = 0; i < expected.length; i++) {
            if ((expected[i] & 0x7FFF) > 0x7C00) {
                expected[i] |= 0x0200;
            }
        }

        assertThat(kernel.toHalf(kernel.toFloat(halves))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("tiers")
    void floats_narrow_to_the_nearest_half(String tier) {
        use(tier);
        float[] floats = Samples.floats(SEED);

        short[] halves = kernel.toHalf(floats);

        for (int i = 0; i < floats.length; i++) {
            short expected = HalfReference.narrow(floats[i]);
            if (halves[i] != expected) {
                assertThat(hex(halves[i])).as("float %s, seed %d", hex(Float.floatToRawIntBits(floats[i])), SEED)
                        .isEqualTo(hex(expected));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tiers")
    void the_jdk_converts_the_same_way_but_for_nan(String tier) throws Throwable {
        Optional<JdkConversions> found = JdkConversions.find();
        assumeTrue(found.isPresent(), "Java " + Runtime.version().feature() + " has no Float.floatToFloat16");
        JdkConversions jdk = found.get();
        use(tier);
        short[] allHalves = Samples.allHalves();
        float[] widened = kernel.toFloat(allHalves);
        float[] floats = Samples.floats(SEED);
        short[] narrowed = kernel.toHalf(floats);

        for (int i = 0; i < allHalves.length; i++) {
            if (!Float.isNaN(widened[i]) && jdk.toFloat(allHalves[i]) != widened[i]) {
                assertThat(widened[i]).as("half %04X", i).isEqualTo(jdk.toFloat(allHalves[i]));
            }
        }
        for (int i = 0; i < floats.length; i++) {
            if (!Float.isNaN(floats[i]) && jdk.toHalf(floats[i]) != narrowed[i]) {
                assertThat(hex(narrowed[i])).as("float %s, seed %d", hex(Float.floatToRawIntBits(floats[i])), SEED)
                        .isEqualTo(hex(jdk.toHalf(floats[i])));
            }
        }
    }

    @Test
    void single_values_convert_like_arrays() {
        for (short half : Samples.allHalves()) {
            int bits = Float.floatToRawIntBits(binding.toF32(half));
            if (bits != HalfReference.widenToBits(half)) {
                assertThat(hex(bits)).as("half %s", hex(half)).isEqualTo(hex(HalfReference.widenToBits(half)));
            }
        }
        for (float value : Samples.floats(SEED)) {
            short half = binding.fromF32(value);
            if (half != HalfReference.narrow(value)) {
                assertThat(hex(half)).as("float %s", hex(Float.floatToRawIntBits(value)))
                        .isEqualTo(hex(HalfReference.narrow(value)));
            }
        }
    }

    @Test
    void doubles_are_rounded_once() {
        assertThat(binding.fromF64(1 + 0x1p-11 + 0x1p-40)).isEqualTo((short) 0x3C01);
        for (double value : Samples.doubles(SEED)) {
            short half = binding.fromF64(value);
            if (half != HalfReference.narrow(value)) {
                assertThat(hex(half)).as("double %a (%016X), seed %d", value, Double.doubleToRawLongBits(value), SEED)
                        .isEqualTo(hex(HalfReference.narrow(value)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tiersAndSizes")
    void a_range_converts_without_touching_what_lies_around_it(String tier, int size) {
        use(tier);
        float[] floats = randomFloats(new Random(SEED), size + 5);
        short[] halves = new short[size + 7];
        Arrays.fill(halves, (short) 0x5A5A);
        short[] expected = halves.clone();
        for (int i = 0; i < size; i++) {
            expected[4 + i] = HalfReference.narrow(floats[3 + i]);
        }

        kernel.toHalf(floats, 3, halves, 4, size);

        assertThat(halves).isEqualTo(expected);

        float[] back = new float[size + 5];
        Arrays.fill(back, -1);
        kernel.toFloat(halves, 4, back, 3, size);

        for (int i = 0; i < back.length; i++) {
            boolean inside = i >= 3 && i < 3 + size;
            int bits = inside ? HalfReference.widenToBits(halves[4 + i - 3]) : Float.floatToRawIntBits(-1);
            assertThat(Float.floatToRawIntBits(back[i])).as("element %d", i).isEqualTo(bits);
        }
    }

    @Test
    void a_block_longer_than_one_call_converts_completely() {
        int length = 2 * CheckedKernel.ELEMENTS_A_CALL + 17;
        float[] floats = randomFloats(new Random(SEED), length + 2);
        short[] halves = new short[length + 3];

        kernel.toHalf(floats, 1, halves, 2, length);

        for (int i = 0; i < length; i++) {
            assertThat(halves[2 + i]).as("element %d", i).isEqualTo(HalfReference.narrow(floats[1 + i]));
        }

        float[] back = new float[length];
        kernel.toFloat(halves, 2, back, 0, length);

        for (int i = 0; i < length; i++) {
            assertThat(Float.floatToRawIntBits(back[i])).as("element %d", i)
                    .isEqualTo(HalfReference.widenToBits(halves[2 + i]));
        }
    }

    @Test
    void a_range_outside_its_array_is_refused_and_nothing_is_written() {
        float[] floats = {1, 2, 3, 4};
        short[] halves = {9, 9, 9, 9};

        assertOutOfBounds("source range of 4 elements from 1 is not within an array of 4",
                () -> kernel.toHalf(floats, 1, halves, 0, 4));
        assertOutOfBounds("destination range of 3 elements from 2 is not within an array of 4",
                () -> kernel.toHalf(floats, 0, halves, 2, 3));
        assertOutOfBounds("source range of 1 elements from -1 is not within an array of 4",
                () -> kernel.toHalf(floats, -1, halves, 0, 1));
        assertOutOfBounds("source range of -1 elements from 0 is not within an array of 4",
                () -> kernel.toHalf(floats, 0, halves, 0, -1));
        assertOutOfBounds("source range of 2147483647 elements from 2147483647 is not within an array of 4",
                () -> kernel.toHalf(floats, Integer.MAX_VALUE, halves, 0, Integer.MAX_VALUE));
        assertOutOfBounds("source range of 4 elements from 1 is not within an array of 4",
                () -> kernel.toFloat(halves, 1, floats, 0, 4));
        assertOutOfBounds("destination range of 1 elements from 4 is not within an array of 4",
                () -> kernel.toFloat(halves, 0, floats, 4, 1));

        assertThat(halves).containsOnly((short) 9);
        assertThat(floats).containsExactly(1, 2, 3, 4);
    }

    private static void assertOutOfBounds(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class).hasMessage(message);
    }

    // --- distances

    @ParameterizedTest
    @MethodSource("tiersAndSizes")
    void distances_are_within_the_stated_error_in_every_mix(String tier, int size) {
        use(tier);
        Random random = new Random(SEED);
        VectorPair pair = VectorPair.random(random, size);

        pair.expectL2Squared(kernel.l2Squared(pair.halvesA(), pair.halvesB()), "halves");
        pair.expectL2Squared(kernel.l2Squared(pair.halvesA(), pair.floatsB()), "halves and floats");
        pair.expectL2Squared(kernel.l2Squared(pair.floatsA(), pair.halvesB()), "floats and halves");
        pair.expectL2Squared(kernel.l2Squared(pair.floatsA(), pair.floatsB()), "floats");

        pair.expectInnerProduct(kernel.innerProduct(pair.halvesA(), pair.halvesB()), "halves");
        pair.expectInnerProduct(kernel.innerProduct(pair.halvesA(), pair.floatsB()), "halves and floats");
        pair.expectInnerProduct(kernel.innerProduct(pair.floatsA(), pair.halvesB()), "floats and halves");
        pair.expectInnerProduct(kernel.innerProduct(pair.floatsA(), pair.floatsB()), "floats");

        pair.expectL1(kernel.l1(pair.halvesA(), pair.halvesB()), "halves");
        pair.expectL1(kernel.l1(pair.halvesA(), pair.floatsB()), "halves and floats");
        pair.expectL1(kernel.l1(pair.floatsA(), pair.halvesB()), "floats and halves");
        pair.expectL1(kernel.l1(pair.floatsA(), pair.floatsB()), "floats");

        pair.expectCosine(kernel.cosine(pair.halvesA(), pair.halvesB()), "halves");
        pair.expectCosine(kernel.cosine(pair.halvesA(), pair.floatsB()), "halves and floats");
        pair.expectCosine(kernel.cosine(pair.floatsA(), pair.halvesB()), "floats and halves");
        pair.expectCosine(kernel.cosine(pair.floatsA(), pair.floatsB()), "floats");
    }

    @ParameterizedTest
    @MethodSource("tiers")
    void the_three_sums_of_the_cosine_belong_to_their_vectors(String tier) {
        use(tier);
        float[] a = {1, 2, 2};
        float[] b = {0, 4, 3};
        float[] expected = {14, 9, 25};
        float[] sums = new float[3];

        binding.cosF32F32(a, b, 3, sums);
        assertThat(sums).isEqualTo(expected);
        binding.cosF16F32(kernel.toHalf(a), b, 3, sums);
        assertThat(sums).isEqualTo(expected);
        binding.cosF16F16(kernel.toHalf(a), kernel.toHalf(b), 3, sums);
        assertThat(sums).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("tiers")
    void the_cosine_distance_stays_between_0_and_2_and_is_nan_without_a_direction(String tier) {
        use(tier);
        float[] vector = randomFloats(new Random(SEED), 333);
        float[] opposite = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            opposite[i] = -vector[i];
        }

        assertThat(kernel.cosine(vector, vector)).isBetween(0.0, 1e-6);
        assertThat(kernel.cosine(vector, opposite)).isBetween(2 - 1e-6, 2.0);
        assertThat(kernel.cosine(vector, new float[vector.length])).isNaN();
        assertThat(kernel.cosine(new short[0], new short[0])).isNaN();
    }

    @Test
    void vectors_of_unequal_length_are_refused_with_both_lengths() {
        short[] halves = new short[3];
        float[] floats = new float[4];
        List<Runnable> calls = List.of(
                () -> kernel.l2Squared(halves, new short[4]),
                () -> kernel.l2Squared(halves, floats),
                () -> kernel.l2Squared(new float[3], new short[4]),
                () -> kernel.l2Squared(new float[3], floats),
                () -> kernel.innerProduct(halves, new short[4]),
                () -> kernel.innerProduct(halves, floats),
                () -> kernel.innerProduct(new float[3], new short[4]),
                () -> kernel.innerProduct(new float[3], floats),
                () -> kernel.l1(halves, new short[4]),
                () -> kernel.l1(halves, floats),
                () -> kernel.l1(new float[3], new short[4]),
                () -> kernel.l1(new float[3], floats),
                () -> kernel.cosine(halves, new short[4]),
                () -> kernel.cosine(halves, floats),
                () -> kernel.cosine(new float[3], new short[4]),
                () -> kernel.cosine(new float[3], floats));

        for (Runnable call : calls) {
            assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("different vector lengths 3 and 4");
        }
    }

    @Test
    void inputs_are_left_alone() {
        VectorPair pair = VectorPair.random(new Random(SEED), 40);
        float[] floats = pair.floatsA().clone();
        short[] halves = pair.halvesA().clone();

        kernel.l2Squared(halves, floats);
        kernel.cosine(floats, halves);
        kernel.toHalf(floats);
        kernel.toFloat(halves);

        assertThat(floats).isEqualTo(pair.floatsA());
        assertThat(halves).isEqualTo(pair.halvesA());
    }

    @Test
    void several_threads_get_their_own_results() throws InterruptedException {
        boolean[] right = new boolean[4];
        Thread[] threads = new Thread[right.length];
        for (int t = 0; t < threads.length; t++) {
            int index = t;
            threads[t] = new Thread(() -> right[index] = converts(new Random(SEED + index)));
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(right).containsOnly(true);
    }

    private boolean converts(Random random) {
        for (int round = 0; round < 200; round++) {
            float[] floats = randomFloats(random, 1 + random.nextInt(3000));
            short[] halves = kernel.toHalf(floats);
            for (int i = 0; i < floats.length; i++) {
                if (halves[i] != HalfConversion.fromFloat(floats[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float[] randomFloats(Random random, int size) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    private static String hex(int bits) {
        return String.format("%08X", bits);
    }

    private static String hex(short bits) {
        return String.format("%04X", bits);
    }
}
