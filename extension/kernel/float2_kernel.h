/*
 * float2_kernel.h - C interface of the half-precision kernel.
 *
 * The kernel converts between IEEE 754 binary16 ("half", float2) and binary32
 * (float4) and computes distances over both.  It is plain C without any
 * PostgreSQL type: the same objects are linked into the extension and into
 * libfloat2kernel.so, which Java calls.
 *
 * Halves travel as uint16_t bit patterns.  Lengths count elements.  No pointer
 * needs any alignment beyond its element's own, none is kept, and no byte
 * outside the n elements is touched.  Source and destination must not overlap.
 * Every function is thread safe; none allocates.
 *
 * The instruction set ("tier") is chosen once, from what the CPU has and the
 * operating system saves, and can be capped; see float2_kernel_set_cap.
 */
#ifndef FLOAT2_KERNEL_H
#define FLOAT2_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* Raised whenever a signature or the meaning of one changes. */
#define FLOAT2_KERNEL_ABI 1

/*
 * The extension links the kernel in and keeps the symbols to itself, so that a
 * library loaded beside it (by Java, in the same process) finds its own.
 */
#ifdef FLOAT2_KERNEL_LINKED_IN
#define FLOAT2_EXPORT __attribute__((visibility("hidden")))
#else
#define FLOAT2_EXPORT __attribute__((visibility("default")))
#endif

/* --- which kernel this is ------------------------------------------------ */

/* FLOAT2_KERNEL_ABI as compiled into the library. */
FLOAT2_EXPORT int float2_kernel_abi(void);

/* Name of the tier in use: "serial", "f16c", "avx512" or "neon". */
FLOAT2_EXPORT const char *float2_kernel_isa(void);

/*
 * Tiers that this build has and this CPU and operating system can run, worst
 * first, separated by one space, e.g. "serial f16c avx512".
 */
FLOAT2_EXPORT const char *float2_kernel_available(void);

/* The cap in force: a tier's name, or "auto" when there is none. */
FLOAT2_EXPORT const char *float2_kernel_cap(void);

/*
 * Cap the tier: the best available one that is not above the cap is used from
 * the next call on.  "auto" lifts the cap.  Returns 0, or -1 and changes
 * nothing when the name is not one of auto, serial, f16c, avx512, neon.
 *
 * Before the first call the environment variable FLOAT2_KERNEL_CAP is read;
 * an unknown name in it leaves the tier uncapped and shows in
 * float2_kernel_error.
 */
FLOAT2_EXPORT int float2_kernel_set_cap(const char *name);

/* What was wrong with FLOAT2_KERNEL_CAP, or NULL. */
FLOAT2_EXPORT const char *float2_kernel_error(void);

/* --- conversions: bit-identical on every tier ---------------------------- */

/*
 * Narrow to half, once, to nearest even.  Magnitudes of 65520 and above become
 * infinity, NaN keeps its sign and the upper bits of its payload, quieted.
 */
FLOAT2_EXPORT void float2_f32_to_f16(const float *src, uint16_t *dst, size_t n);

/* Widen to float4, exactly; a signalling NaN is quieted. */
FLOAT2_EXPORT void float2_f16_to_f32(const uint16_t *src, float *dst, size_t n);

/* One double to half with one rounding (by way of float4 it would be two). */
FLOAT2_EXPORT uint16_t float2_from_f64(double value);

/* The scalar twins of the two array conversions. */
FLOAT2_EXPORT uint16_t float2_from_f32(float value);
FLOAT2_EXPORT float float2_to_f32(uint16_t half);

/* --- distances: float4 lanes, result as float4 --------------------------- *
 *
 * Terms are computed and summed in float4 in several lanes.  The error against
 * a float8 sum is at most 1e-6 * sqrt(n) of the sum of the terms' magnitudes.
 * n may be 0 (the sum is then 0).  The suffix names both element types.
 */

/* sum (a[i] - b[i])^2 */
FLOAT2_EXPORT float float2_l2sq_f16_f16(const uint16_t *a, const uint16_t *b, size_t n);
FLOAT2_EXPORT float float2_l2sq_f16_f32(const uint16_t *a, const float *b, size_t n);
FLOAT2_EXPORT float float2_l2sq_f32_f32(const float *a, const float *b, size_t n);

/* sum a[i] * b[i] */
FLOAT2_EXPORT float float2_dot_f16_f16(const uint16_t *a, const uint16_t *b, size_t n);
FLOAT2_EXPORT float float2_dot_f16_f32(const uint16_t *a, const float *b, size_t n);
FLOAT2_EXPORT float float2_dot_f32_f32(const float *a, const float *b, size_t n);

/* sum |a[i] - b[i]| */
FLOAT2_EXPORT float float2_l1_f16_f16(const uint16_t *a, const uint16_t *b, size_t n);
FLOAT2_EXPORT float float2_l1_f16_f32(const uint16_t *a, const float *b, size_t n);
FLOAT2_EXPORT float float2_l1_f32_f32(const float *a, const float *b, size_t n);

/*
 * The three sums of the cosine in one pass: sums[0] = a.b, sums[1] = a.a,
 * sums[2] = b.b.  The cosine is sums[0] / sqrt(sums[1] * sums[2]), to be
 * computed in float8.
 */
FLOAT2_EXPORT void float2_cos_f16_f16(const uint16_t *a, const uint16_t *b, size_t n, float *sums);
FLOAT2_EXPORT void float2_cos_f16_f32(const uint16_t *a, const float *b, size_t n, float *sums);
FLOAT2_EXPORT void float2_cos_f32_f32(const float *a, const float *b, size_t n, float *sums);

#ifdef __cplusplus
}
#endif

#endif							/* FLOAT2_KERNEL_H */
