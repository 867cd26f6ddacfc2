package io.float2.kernel;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Values at which a conversion can go wrong. */
final class Samples {

    private static final int HALF_INFINITY = 0x7C00;

    private Samples() {
    }

    static short[] allHalves() {
        short[] halves = new short[1 << 16];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) i;
        }
        return halves;
    }

    /** Every half and every midpoint between two, each with its neighbours, NaN payloads, and a million random patterns. */
    static float[] floats(long seed) {
        IntStream boundaries = boundaries()
                .mapToInt(value -> Float.floatToRawIntBits((float) value))
                .flatMap(bits -> IntStream.of(bits - 1, bits, bits + 1).filter(near -> near >= 0));
        IntStream magnitudes = IntStream.concat(boundaries, specialFloats());
        IntStream bothSigns = magnitudes.flatMap(bits -> IntStream.of(bits, bits | 0x8000_0000));
        return toFloats(IntStream.concat(bothSigns, new Random(seed).ints(1_000_000)).toArray());
    }

    /** As {@link #floats}, at the finer steps of double: a value that float would round onto a midpoint is among them. */
    static double[] doubles(long seed) {
        DoubleStream near = boundaries().flatMap(value -> DoubleStream.of(
                Math.nextDown(value), value, Math.nextUp(value), value * (1 - 0x1p-40), value * (1 + 0x1p-40)));
        DoubleStream special = DoubleStream.of(Double.POSITIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE, 1e300,
                Double.longBitsToDouble(0x7FF0_0000_0000_0001L), Double.longBitsToDouble(0x7FF5_5555_5555_5555L),
                Double.longBitsToDouble(0x7FFF_FFFF_FFFF_FFFFL), 1 + 0x1p-11 + 0x1p-40);
        DoubleStream random = new Random(seed).ints(1_000_000)
                .mapToDouble(bits -> Float.intBitsToFloat(bits) * (1 + 0x1p-30));
        return DoubleStream.concat(DoubleStream.concat(near, special).flatMap(x -> DoubleStream.of(x, -x)), random)
                .toArray();
    }

    private static DoubleStream boundaries() {
        return IntStream.range(0, HALF_INFINITY).mapToObj(i -> {
            double half = exactly(i);
            double next = i + 1 == HALF_INFINITY ? 65536 : exactly(i + 1);
            return DoubleStream.of(half, (half + next) / 2);
        }).flatMapToDouble(pair -> pair);
    }

    private static double exactly(int half) {
        return Float.intBitsToFloat(HalfReference.widenToBits((short) half));
    }

    private static IntStream specialFloats() {
        IntStream singleBits = IntStream.range(0, 23).map(bit -> 0x7F80_0000 | 1 << bit);
        IntStream others = IntStream.of(0x7F80_0000, 0x7FFF_FFFF, 0x7FC0_0000, 0x7FA5_5555, 0x7F80_1FFF, 0x7F80_2000,
                1, 0x007F_FFFF, 0x0080_0000,                        // subnormal floats
                Float.floatToRawIntBits(65504f), Float.floatToRawIntBits(65519.996f), Float.floatToRawIntBits(65520f),
                Float.floatToRawIntBits(65536f), Float.floatToRawIntBits(Float.MAX_VALUE));
        return IntStream.concat(singleBits, others);
    }

    private static float[] toFloats(int[] bits) {
        float[] floats = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            floats[i] = Float.intBitsToFloat(bits[i]);
        }
        return floats;
    }
}
