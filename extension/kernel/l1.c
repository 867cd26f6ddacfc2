/*
 * l1.c - taxicab distance: sum |a[i] - b[i]|.
 */
#include "reduce.h"

ALWAYS_INLINE float
l1_term(float a, float b)
{
	return __builtin_fabsf(a - b);
}

#ifdef FLOAT2_X86

TARGET_F16C ALWAYS_INLINE __m256
l1_step_f16c(__m256 sum_f32x8, __m256 a_f32x8, __m256 b_f32x8)
{
	__m256		sign_f32x8 = _mm256_set1_ps(-0.0f);

	return _mm256_add_ps(sum_f32x8, _mm256_andnot_ps(sign_f32x8, _mm256_sub_ps(a_f32x8, b_f32x8)));
}

TARGET_AVX512 ALWAYS_INLINE __m512
l1_step_avx512(__m512 sum_f32x16, __m512 a_f32x16, __m512 b_f32x16)
{
	return _mm512_add_ps(sum_f32x16, _mm512_abs_ps(_mm512_sub_ps(a_f32x16, b_f32x16)));
}

#endif

#ifdef FLOAT2_NEON

ALWAYS_INLINE float32x4_t
l1_step_neon(float32x4_t sum_f32x4, float32x4_t a_f32x4, float32x4_t b_f32x4)
{
	return vaddq_f32(sum_f32x4, vabdq_f32(a_f32x4, b_f32x4));
}

#endif

REDUCE_ALL_TIERS(l1)
