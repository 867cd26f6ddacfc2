/*
 * reduce.h - the loops that all distances share, one a tier.
 *
 * A distance file defines a step per tier (how one vector of terms joins an
 * accumulator) and asks for its three mixes.  Four accumulators keep the
 * additions of one another's way: a single one would wait for each sum.  They
 * also bound the error: with L lanes a sum of n terms is off by at most
 * n / L * 2^-24 of the terms' magnitudes, below 1e-6 * sqrt(n) up to 17,000
 * elements even with the 8 lanes of the serial tier.
 *
 * Tails are padded with zeros on both sides, which adds nothing to any of the
 * sums.
 */
#ifndef FLOAT2_REDUCE_H
#define FLOAT2_REDUCE_H

#include "scalar.h"

/* --- serial: 8 lanes ----------------------------------------------------- */

#define serial_get_f16(p, i) widen(((const uint16_t *) (p))[i])
#define serial_get_f32(p, i) (((const float *) (p))[i])

#define REDUCE_SERIAL(op, ta, tb) \
static float \
op##_##ta##_##tb##_serial(const void *a, const void *b, size_t n) \
{ \
	float		sum[8] = {0}; \
	size_t		i = 0; \
	\
	for (; i + 8 <= n; i += 8) \
		for (size_t lane = 0; lane < 8; lane++) \
			sum[lane] += op##_term(serial_get_##ta(a, i + lane), serial_get_##tb(b, i + lane)); \
	for (size_t lane = 0; i < n; i++, lane++) \
		sum[lane] += op##_term(serial_get_##ta(a, i), serial_get_##tb(b, i)); \
	return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7])); \
}

#ifdef FLOAT2_X86

/* --- F16C and FMA: 8 lanes, 4 accumulators ------------------------------- */

TARGET_F16C ALWAYS_INLINE __m256
f16c_load_f16(const void *p, size_t i)
{
	return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *) ((const uint16_t *) p + i)));
}

TARGET_F16C ALWAYS_INLINE __m256
f16c_load_f32(const void *p, size_t i)
{
	return _mm256_loadu_ps((const float *) p + i);
}

/* the last 1 to 7 elements, the rest zero */
TARGET_F16C ALWAYS_INLINE __m256
f16c_tail_f16(const void *p, size_t i, size_t n)
{
	uint16_t	padded[8] = {0};

	for (size_t k = 0; k < n - i; k++)
		padded[k] = ((const uint16_t *) p)[i + k];
	return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *) padded));
}

TARGET_F16C ALWAYS_INLINE __m256
f16c_tail_f32(const void *p, size_t i, size_t n)
{
	float		padded[8] = {0};

	for (size_t k = 0; k < n - i; k++)
		padded[k] = ((const float *) p)[i + k];
	return _mm256_loadu_ps(padded);
}

TARGET_F16C ALWAYS_INLINE float
f16c_sum(__m256 sum_f32x8)
{
	__m128		sum_f32x4 = _mm_add_ps(_mm256_castps256_ps128(sum_f32x8),
									   _mm256_extractf128_ps(sum_f32x8, 1));

	sum_f32x4 = _mm_add_ps(sum_f32x4, _mm_movehl_ps(sum_f32x4, sum_f32x4));
	return _mm_cvtss_f32(_mm_add_ss(sum_f32x4, _mm_movehdup_ps(sum_f32x4)));
}

/* The loop over 256-bit vectors; the tail is the target's own. */
#define REDUCE_F32X8(target, name, tail, op, ta, tb) \
target static float \
name(const void *a, const void *b, size_t n) \
{ \
	__m256		sum0_f32x8 = _mm256_setzero_ps(); \
	__m256		sum1_f32x8 = _mm256_setzero_ps(); \
	__m256		sum2_f32x8 = _mm256_setzero_ps(); \
	__m256		sum3_f32x8 = _mm256_setzero_ps(); \
	size_t		i = 0; \
	\
	for (; i + 32 <= n; i += 32) \
	{ \
		sum0_f32x8 = op##_step_f16c(sum0_f32x8, f16c_load_##ta(a, i), f16c_load_##tb(b, i)); \
		sum1_f32x8 = op##_step_f16c(sum1_f32x8, f16c_load_##ta(a, i + 8), f16c_load_##tb(b, i + 8)); \
		sum2_f32x8 = op##_step_f16c(sum2_f32x8, f16c_load_##ta(a, i + 16), f16c_load_##tb(b, i + 16)); \
		sum3_f32x8 = op##_step_f16c(sum3_f32x8, f16c_load_##ta(a, i + 24), f16c_load_##tb(b, i + 24)); \
	} \
	for (; i + 8 <= n; i += 8) \
		sum0_f32x8 = op##_step_f16c(sum0_f32x8, f16c_load_##ta(a, i), f16c_load_##tb(b, i)); \
	if (i < n) \
		sum1_f32x8 = op##_step_f16c(sum1_f32x8, tail##_##ta(a, i, n), tail##_##tb(b, i, n)); \
	return f16c_sum(_mm256_add_ps(_mm256_add_ps(sum0_f32x8, sum1_f32x8), \
								  _mm256_add_ps(sum2_f32x8, sum3_f32x8))); \
}

#define REDUCE_F16C(op, ta, tb) \
	REDUCE_F32X8(TARGET_F16C, op##_##ta##_##tb##_f16c, f16c_tail, op, ta, tb)

/* --- AVX-512: 16 lanes, 4 accumulators, masked tails --------------------- *
 *
 * Short vectors take the same instructions at half the width: a few 512-bit
 * operations now and then are enough to lower the clock of all the code
 * around them on several CPU generations, and cannot win that back.
 */

#define AVX512_SHORT 256

TARGET_AVX512 ALWAYS_INLINE __m512
avx512_load_f16(const void *p, size_t i)
{
	return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) ((const uint16_t *) p + i)));
}

TARGET_AVX512 ALWAYS_INLINE __m512
avx512_load_f32(const void *p, size_t i)
{
	return _mm512_loadu_ps((const float *) p + i);
}

TARGET_AVX512 ALWAYS_INLINE __m512
avx512_tail_f16(const void *p, size_t i, size_t n)
{
	__mmask16	rest = (__mmask16) ((1u << (n - i)) - 1);

	return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(rest, (const uint16_t *) p + i));
}

TARGET_AVX512 ALWAYS_INLINE __m512
avx512_tail_f32(const void *p, size_t i, size_t n)
{
	__mmask16	rest = (__mmask16) ((1u << (n - i)) - 1);

	return _mm512_maskz_loadu_ps(rest, (const float *) p + i);
}

/* half the width: the last 1 to 7 elements */
TARGET_AVX512 ALWAYS_INLINE __m256
avx512_short_tail_f16(const void *p, size_t i, size_t n)
{
	__mmask8	rest = (__mmask8) ((1u << (n - i)) - 1);

	return _mm256_cvtph_ps(_mm_maskz_loadu_epi16(rest, (const uint16_t *) p + i));
}

TARGET_AVX512 ALWAYS_INLINE __m256
avx512_short_tail_f32(const void *p, size_t i, size_t n)
{
	__mmask8	rest = (__mmask8) ((1u << (n - i)) - 1);

	return _mm256_maskz_loadu_ps(rest, (const float *) p + i);
}

/* The loop over 512-bit vectors. */
#define REDUCE_F32X16(op, ta, tb) \
TARGET_AVX512 static float \
op##_##ta##_##tb##_avx512_long(const void *a, const void *b, size_t n) \
{ \
	__m512		sum0_f32x16 = _mm512_setzero_ps(); \
	__m512		sum1_f32x16 = _mm512_setzero_ps(); \
	__m512		sum2_f32x16 = _mm512_setzero_ps(); \
	__m512		sum3_f32x16 = _mm512_setzero_ps(); \
	size_t		i = 0; \
	\
	for (; i + 64 <= n; i += 64) \
	{ \
		sum0_f32x16 = op##_step_avx512(sum0_f32x16, avx512_load_##ta(a, i), avx512_load_##tb(b, i)); \
		sum1_f32x16 = op##_step_avx512(sum1_f32x16, avx512_load_##ta(a, i + 16), avx512_load_##tb(b, i + 16)); \
		sum2_f32x16 = op##_step_avx512(sum2_f32x16, avx512_load_##ta(a, i + 32), avx512_load_##tb(b, i + 32)); \
		sum3_f32x16 = op##_step_avx512(sum3_f32x16, avx512_load_##ta(a, i + 48), avx512_load_##tb(b, i + 48)); \
	} \
	for (; i + 16 <= n; i += 16) \
		sum0_f32x16 = op##_step_avx512(sum0_f32x16, avx512_load_##ta(a, i), avx512_load_##tb(b, i)); \
	if (i < n) \
		sum1_f32x16 = op##_step_avx512(sum1_f32x16, avx512_tail_##ta(a, i, n), avx512_tail_##tb(b, i, n)); \
	return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(sum0_f32x16, sum1_f32x16), \
											  _mm512_add_ps(sum2_f32x16, sum3_f32x16))); \
}


#define REDUCE_AVX512(op, ta, tb) \
	REDUCE_F32X8(TARGET_AVX512, op##_##ta##_##tb##_avx512_short, avx512_short_tail, op, ta, tb) \
	REDUCE_F32X16(op, ta, tb) \
TARGET_AVX512 static float \
op##_##ta##_##tb##_avx512(const void *a, const void *b, size_t n) \
{ \
	return n < AVX512_SHORT ? op##_##ta##_##tb##_avx512_short(a, b, n) : op##_##ta##_##tb##_avx512_long(a, b, n); \
}

#endif							/* FLOAT2_X86 */

#ifdef FLOAT2_NEON

/* --- NEON: 4 lanes, 4 accumulators --------------------------------------- */

ALWAYS_INLINE float32x4_t
neon_load_f16(const void *p, size_t i)
{
	return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16((const uint16_t *) p + i)));
}

ALWAYS_INLINE float32x4_t
neon_load_f32(const void *p, size_t i)
{
	return vld1q_f32((const float *) p + i);
}

/* the last 1 to 3 elements, the rest zero */
ALWAYS_INLINE float32x4_t
neon_tail_f16(const void *p, size_t i, size_t n)
{
	uint16_t	padded[4] = {0};

	for (size_t k = 0; k < n - i; k++)
		padded[k] = ((const uint16_t *) p)[i + k];
	return neon_load_f16(padded, 0);
}

ALWAYS_INLINE float32x4_t
neon_tail_f32(const void *p, size_t i, size_t n)
{
	float		padded[4] = {0};

	for (size_t k = 0; k < n - i; k++)
		padded[k] = ((const float *) p)[i + k];
	return vld1q_f32(padded);
}

#define REDUCE_NEON(op, ta, tb) \
static float \
op##_##ta##_##tb##_neon(const void *a, const void *b, size_t n) \
{ \
	float32x4_t sum0_f32x4 = vdupq_n_f32(0); \
	float32x4_t sum1_f32x4 = vdupq_n_f32(0); \
	float32x4_t sum2_f32x4 = vdupq_n_f32(0); \
	float32x4_t sum3_f32x4 = vdupq_n_f32(0); \
	size_t		i = 0; \
	\
	for (; i + 16 <= n; i += 16) \
	{ \
		sum0_f32x4 = op##_step_neon(sum0_f32x4, neon_load_##ta(a, i), neon_load_##tb(b, i)); \
		sum1_f32x4 = op##_step_neon(sum1_f32x4, neon_load_##ta(a, i + 4), neon_load_##tb(b, i + 4)); \
		sum2_f32x4 = op##_step_neon(sum2_f32x4, neon_load_##ta(a, i + 8), neon_load_##tb(b, i + 8)); \
		sum3_f32x4 = op##_step_neon(sum3_f32x4, neon_load_##ta(a, i + 12), neon_load_##tb(b, i + 12)); \
	} \
	for (; i + 4 <= n; i += 4) \
		sum0_f32x4 = op##_step_neon(sum0_f32x4, neon_load_##ta(a, i), neon_load_##tb(b, i)); \
	if (i < n) \
		sum1_f32x4 = op##_step_neon(sum1_f32x4, neon_tail_##ta(a, i, n), neon_tail_##tb(b, i, n)); \
	return vaddvq_f32(vaddq_f32(vaddq_f32(sum0_f32x4, sum1_f32x4), vaddq_f32(sum2_f32x4, sum3_f32x4))); \
}

#endif							/* FLOAT2_NEON */

/* --- a distance's three mixes in every tier ------------------------------ */

#define REDUCE_TIER(TIER, isa, op) \
	REDUCE_##TIER(op, f16, f16) \
	REDUCE_##TIER(op, f16, f32) \
	REDUCE_##TIER(op, f32, f32) \
	const reduce_fn float2_##op##_##isa[MIX_COUNT] = { \
		op##_f16_f16_##isa, op##_f16_f32_##isa, op##_f32_f32_##isa \
	};

#if defined(FLOAT2_X86)
#define REDUCE_ALL_TIERS(op) \
	REDUCE_TIER(SERIAL, serial, op) \
	REDUCE_TIER(F16C, f16c, op) \
	REDUCE_TIER(AVX512, avx512, op)
#elif defined(FLOAT2_NEON)
#define REDUCE_ALL_TIERS(op) \
	REDUCE_TIER(SERIAL, serial, op) \
	REDUCE_TIER(NEON, neon, op)
#else
#define REDUCE_ALL_TIERS(op) REDUCE_TIER(SERIAL, serial, op)
#endif

#endif							/* FLOAT2_REDUCE_H */
