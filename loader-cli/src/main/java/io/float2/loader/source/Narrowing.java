package io.float2.loader.source;

import io.float2.sql.VectorType;

/**
 * Makes float4 of wider numbers so that they are rounded once on the way to the column: values meant for halves are not rounded to
 * the nearest float4, but to one that lies on the same side of every middle between two halves.
 */
final class Narrowing {

    private final boolean toHalf;
    private boolean overflowed;

    Narrowing(VectorType target) {
        toHalf = target.isHalf();
    }

    /** Whether the last value was finite and too large for a float4. Values meant for halves stay finite. */
    boolean overflowed() {
        return overflowed;
    }

    float narrow(double value) {
        if (!toHalf) {
            float rounded = (float) value;
            overflowed = Float.isInfinite(rounded) && !Double.isInfinite(value);
            return rounded;
        }
        overflowed = false;
        return Double.isFinite(value) ? NumberText.roundToOdd(value) : (float) value;
    }
}
