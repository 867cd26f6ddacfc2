/*
 * cos.c - the three sums of the cosine, a.b, a.a and b.b, in one pass.
 *
 * One pass reads and widens each element once; two accumulators for each sum
 * make six, enough to keep the additions busy.
 */
#include "reduce.h"

#define COS_STEP_SERIAL(lane, x_value, y_value) \
	do { \
		float		x = (x_value); \
		float		y = (y_value); \
		\
		ab[lane] += x * y; \
		aa[lane] += x * x; \
		bb[lane] += y * y; \
	} while (0)

#define COS_SERIAL(ta, tb) \
static void \
cos_##ta##_##tb##_serial(const void *a, const void *b, size_t n, float *sums) \
{ \
	float		ab[8] = {0}; \
	float		aa[8] = {0}; \
	float		bb[8] = {0}; \
	size_t		i = 0; \
	\
	for (; i + 8 <= n; i += 8) \
		for (size_t lane = 0; lane < 8; lane++) \
			COS_STEP_SERIAL(lane, serial_get_##ta(a, i + lane), serial_get_##tb(b, i + lane)); \
	for (size_t lane = 0; i < n; i++, lane++) \
		COS_STEP_SERIAL(lane, serial_get_##ta(a, i), serial_get_##tb(b, i)); \
	sums[0] = serial_sum(ab); \
	sums[1] = serial_sum(aa); \
	sums[2] = serial_sum(bb); \
}

ALWAYS_INLINE float
serial_sum(const float *sum)
{
	return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

#ifdef FLOAT2_X86

/* Adds one vector of terms to the three accumulators of one half of the loop. */
#define COS_STEP_F16C(half, x_f32x8, y_f32x8) \
	do { \
		__m256		x = (x_f32x8); \
		__m256		y = (y_f32x8); \
		\
		ab_f32x8[half] = _mm256_fmadd_ps(x, y, ab_f32x8[half]); \
		aa_f32x8[half] = _mm256_fmadd_ps(x, x, aa_f32x8[half]); \
		bb_f32x8[half] = _mm256_fmadd_ps(y, y, bb_f32x8[half]); \
	} while (0)

#define COS_F32X8(target, name, tail, ta, tb) \
target static void \
name(const void *a, const void *b, size_t n, float *sums) \
{ \
	__m256		ab_f32x8[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()}; \
	__m256		aa_f32x8[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()}; \
	__m256		bb_f32x8[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()}; \
	size_t		i = 0; \
	\
	for (; i + 16 <= n; i += 16) \
	{ \
		COS_STEP_F16C(0, f16c_load_##ta(a, i), f16c_load_##tb(b, i)); \
		COS_STEP_F16C(1, f16c_load_##ta(a, i + 8), f16c_load_##tb(b, i + 8)); \
	} \
	for (; i + 8 <= n; i += 8) \
		COS_STEP_F16C(0, f16c_load_##ta(a, i), f16c_load_##tb(b, i)); \
	if (i < n) \
		COS_STEP_F16C(1, tail##_##ta(a, i, n), tail##_##tb(b, i, n)); \
	sums[0] = f16c_sum(_mm256_add_ps(ab_f32x8[0], ab_f32x8[1])); \
	sums[1] = f16c_sum(_mm256_add_ps(aa_f32x8[0], aa_f32x8[1])); \
	sums[2] = f16c_sum(_mm256_add_ps(bb_f32x8[0], bb_f32x8[1])); \
}

#define COS_F16C(ta, tb) COS_F32X8(TARGET_F16C, cos_##ta##_##tb##_f16c, f16c_tail, ta, tb)

#define COS_STEP_AVX512(half, x_f32x16, y_f32x16) \
	do { \
		__m512		x = (x_f32x16); \
		__m512		y = (y_f32x16); \
		\
		ab_f32x16[half] = _mm512_fmadd_ps(x, y, ab_f32x16[half]); \
		aa_f32x16[half] = _mm512_fmadd_ps(x, x, aa_f32x16[half]); \
		bb_f32x16[half] = _mm512_fmadd_ps(y, y, bb_f32x16[half]); \
	} while (0)

#define COS_F32X16(ta, tb) \
TARGET_AVX512 static void \
cos_##ta##_##tb##_avx512_long(const void *a, const void *b, size_t n, float *sums) \
{ \
	__m512		ab_f32x16[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()}; \
	__m512		aa_f32x16[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()}; \
	__m512		bb_f32x16[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()}; \
	size_t		i = 0; \
	\
	for (; i + 32 <= n; i += 32) \
	{ \
		COS_STEP_AVX512(0, avx512_load_##ta(a, i), avx512_load_##tb(b, i)); \
		COS_STEP_AVX512(1, avx512_load_##ta(a, i + 16), avx512_load_##tb(b, i + 16)); \
	} \
	for (; i + 16 <= n; i += 16) \
		COS_STEP_AVX512(0, avx512_load_##ta(a, i), avx512_load_##tb(b, i)); \
	if (i < n) \
		COS_STEP_AVX512(1, avx512_tail_##ta(a, i, n), avx512_tail_##tb(b, i, n)); \
	sums[0] = _mm512_reduce_add_ps(_mm512_add_ps(ab_f32x16[0], ab_f32x16[1])); \
	sums[1] = _mm512_reduce_add_ps(_mm512_add_ps(aa_f32x16[0], aa_f32x16[1])); \
	sums[2] = _mm512_reduce_add_ps(_mm512_add_ps(bb_f32x16[0], bb_f32x16[1])); \
}

#define COS_AVX512(ta, tb) \
	COS_F32X8(TARGET_AVX512, cos_##ta##_##tb##_avx512_short, avx512_short_tail, ta, tb) \
	COS_F32X16(ta, tb) \
TARGET_AVX512 static void \
cos_##ta##_##tb##_avx512(const void *a, const void *b, size_t n, float *sums) \
{ \
	if (n < AVX512_SHORT) \
		cos_##ta##_##tb##_avx512_short(a, b, n, sums); \
	else \
		cos_##ta##_##tb##_avx512_long(a, b, n, sums); \
}

#endif							/* FLOAT2_X86 */

#ifdef FLOAT2_NEON

#define COS_STEP_NEON(half, x_f32x4, y_f32x4) \
	do { \
		float32x4_t x = (x_f32x4); \
		float32x4_t y = (y_f32x4); \
		\
		ab_f32x4[half] = vfmaq_f32(ab_f32x4[half], x, y); \
		aa_f32x4[half] = vfmaq_f32(aa_f32x4[half], x, x); \
		bb_f32x4[half] = vfmaq_f32(bb_f32x4[half], y, y); \
	} while (0)

#define COS_NEON(ta, tb) \
static void \
cos_##ta##_##tb##_neon(const void *a, const void *b, size_t n, float *sums) \
{ \
	float32x4_t ab_f32x4[2] = {vdupq_n_f32(0), vdupq_n_f32(0)}; \
	float32x4_t aa_f32x4[2] = {vdupq_n_f32(0), vdupq_n_f32(0)}; \
	float32x4_t bb_f32x4[2] = {vdupq_n_f32(0), vdupq_n_f32(0)}; \
	size_t		i = 0; \
	\
	for (; i + 8 <= n; i += 8) \
	{ \
		COS_STEP_NEON(0, neon_load_##ta(a, i), neon_load_##tb(b, i)); \
		COS_STEP_NEON(1, neon_load_##ta(a, i + 4), neon_load_##tb(b, i + 4)); \
	} \
	for (; i + 4 <= n; i += 4) \
		COS_STEP_NEON(0, neon_load_##ta(a, i), neon_load_##tb(b, i)); \
	if (i < n) \
		COS_STEP_NEON(1, neon_tail_##ta(a, i, n), neon_tail_##tb(b, i, n)); \
	sums[0] = vaddvq_f32(vaddq_f32(ab_f32x4[0], ab_f32x4[1])); \
	sums[1] = vaddvq_f32(vaddq_f32(aa_f32x4[0], aa_f32x4[1])); \
	sums[2] = vaddvq_f32(vaddq_f32(bb_f32x4[0], bb_f32x4[1])); \
}

#endif							/* FLOAT2_NEON */

#define COS_TIER(TIER, isa) \
	COS_##TIER(f16, f16) \
	COS_##TIER(f16, f32) \
	COS_##TIER(f32, f32) \
	const cos_fn float2_cos_##isa[MIX_COUNT] = { \
		cos_f16_f16_##isa, cos_f16_f32_##isa, cos_f32_f32_##isa \
	};

COS_TIER(SERIAL, serial)
#ifdef FLOAT2_X86
COS_TIER(F16C, f16c)
COS_TIER(AVX512, avx512)
#endif
#ifdef FLOAT2_NEON
COS_TIER(NEON, neon)
#endif
