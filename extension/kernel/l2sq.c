/*
 * l2sq.c - squared Euclidean distance: sum (a[i] - b[i])^2.
 */
#include "reduce.h"

ALWAYS_INLINE float
l2sq_term(float a, float b)
{
	float		difference = a - b;

	return difference * difference;
}

#ifdef FLOAT2_X86

TARGET_F16C ALWAYS_INLINE __m256
l2sq_step_f16c(__m256 sum_f32x8, __m256 a_f32x8, __m256 b_f32x8)
{
	__m256		difference_f32x8 = _mm256_sub_ps(a_f32x8, b_f32x8);

	return _mm256_fmadd_ps(difference_f32x8, difference_f32x8, sum_f32x8);
}

TARGET_AVX512 ALWAYS_INLINE __m512
l2sq_step_avx512(__m512 sum_f32x16, __m512 a_f32x16, __m512 b_f32x16)
{
	__m512		difference_f32x16 = _mm512_sub_ps(a_f32x16, b_f32x16);

	return _mm512_fmadd_ps(difference_f32x16, difference_f32x16, sum_f32x16);
}

#endif

#ifdef FLOAT2_NEON

ALWAYS_INLINE float32x4_t
l2sq_step_neon(float32x4_t sum_f32x4, float32x4_t a_f32x4, float32x4_t b_f32x4)
{
	float32x4_t difference_f32x4 = vsubq_f32(a_f32x4, b_f32x4);

	return vfmaq_f32(sum_f32x4, difference_f32x4, difference_f32x4);
}

#endif

REDUCE_ALL_TIERS(l2sq)
