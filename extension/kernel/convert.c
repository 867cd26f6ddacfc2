/*
 * convert.c - conversions between float4 and half, a tier after the other.
 *
 * Lengths that are no multiple of the width end with one step that overlaps
 * the last full one: converting a value twice gives the same bits.  What is
 * shorter than one width goes through masks or one at a time.
 */
#include "scalar.h"

void
float2_f32_to_f16_serial(const float *src, uint16_t *dst, size_t n)
{
	for (size_t i = 0; i < n; i++)
		dst[i] = narrow(src[i]);
}

void
float2_f16_to_f32_serial(const uint16_t *src, float *dst, size_t n)
{
	for (size_t i = 0; i < n; i++)
		dst[i] = widen(src[i]);
}

#ifdef FLOAT2_X86

/* The rounding is in the instruction: MXCSR does not matter. */
#define NEAREST (_MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)

TARGET_F16C ALWAYS_INLINE void
narrow8_f16c(const float *src, uint16_t *dst)
{
	_mm_storeu_si128((__m128i *) dst, _mm256_cvtps_ph(_mm256_loadu_ps(src), NEAREST));
}

TARGET_F16C void
float2_f32_to_f16_f16c(const float *src, uint16_t *dst, size_t n)
{
	size_t		i = 0;

	if (n < 8)
	{
		float2_f32_to_f16_serial(src, dst, n);
		return;
	}
	for (; i + 32 <= n; i += 32)
	{
		narrow8_f16c(src + i, dst + i);
		narrow8_f16c(src + i + 8, dst + i + 8);
		narrow8_f16c(src + i + 16, dst + i + 16);
		narrow8_f16c(src + i + 24, dst + i + 24);
	}
	for (; i + 8 <= n; i += 8)
		narrow8_f16c(src + i, dst + i);
	if (i < n)
		narrow8_f16c(src + n - 8, dst + n - 8);
}

TARGET_F16C ALWAYS_INLINE void
widen8_f16c(const uint16_t *src, float *dst)
{
	_mm256_storeu_ps(dst, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *) src)));
}

TARGET_F16C void
float2_f16_to_f32_f16c(const uint16_t *src, float *dst, size_t n)
{
	size_t		i = 0;

	if (n < 8)
	{
		float2_f16_to_f32_serial(src, dst, n);
		return;
	}
	for (; i + 32 <= n; i += 32)
	{
		widen8_f16c(src + i, dst + i);
		widen8_f16c(src + i + 8, dst + i + 8);
		widen8_f16c(src + i + 16, dst + i + 16);
		widen8_f16c(src + i + 24, dst + i + 24);
	}
	for (; i + 8 <= n; i += 8)
		widen8_f16c(src + i, dst + i);
	if (i < n)
		widen8_f16c(src + n - 8, dst + n - 8);
}

TARGET_AVX512 ALWAYS_INLINE void
narrow16_avx512(const float *src, uint16_t *dst)
{
	_mm256_storeu_si256((__m256i *) dst, _mm512_cvtps_ph(_mm512_loadu_ps(src), NEAREST));
}

TARGET_AVX512 void
float2_f32_to_f16_avx512(const float *src, uint16_t *dst, size_t n)
{
	size_t		i = 0;

	for (; i + 64 <= n; i += 64)
	{
		narrow16_avx512(src + i, dst + i);
		narrow16_avx512(src + i + 16, dst + i + 16);
		narrow16_avx512(src + i + 32, dst + i + 32);
		narrow16_avx512(src + i + 48, dst + i + 48);
	}
	for (; i + 16 <= n; i += 16)
		narrow16_avx512(src + i, dst + i);
	if (i < n)
	{
		__mmask16	rest = (__mmask16) ((1u << (n - i)) - 1);
		__m512		value_f32x16 = _mm512_maskz_loadu_ps(rest, src + i);

		_mm256_mask_storeu_epi16(dst + i, rest, _mm512_cvtps_ph(value_f32x16, NEAREST));
	}
}

TARGET_AVX512 ALWAYS_INLINE void
widen16_avx512(const uint16_t *src, float *dst)
{
	_mm512_storeu_ps(dst, _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) src)));
}

TARGET_AVX512 void
float2_f16_to_f32_avx512(const uint16_t *src, float *dst, size_t n)
{
	size_t		i = 0;

	for (; i + 64 <= n; i += 64)
	{
		widen16_avx512(src + i, dst + i);
		widen16_avx512(src + i + 16, dst + i + 16);
		widen16_avx512(src + i + 32, dst + i + 32);
		widen16_avx512(src + i + 48, dst + i + 48);
	}
	for (; i + 16 <= n; i += 16)
		widen16_avx512(src + i, dst + i);
	if (i < n)
	{
		__mmask16	rest = (__mmask16) ((1u << (n - i)) - 1);
		__m256i		half_u16x16 = _mm256_maskz_loadu_epi16(rest, src + i);

		_mm512_mask_storeu_ps(dst + i, rest, _mm512_cvtph_ps(half_u16x16));
	}
}

#endif							/* FLOAT2_X86 */

#ifdef FLOAT2_NEON

ALWAYS_INLINE void
narrow4_neon(const float *src, uint16_t *dst)
{
	vst1_u16(dst, vreinterpret_u16_f16(vcvt_f16_f32(vld1q_f32(src))));
}

void
float2_f32_to_f16_neon(const float *src, uint16_t *dst, size_t n)
{
	size_t		i = 0;

	if (n < 4)
	{
		float2_f32_to_f16_serial(src, dst, n);
		return;
	}
	for (; i + 16 <= n; i += 16)
	{
		narrow4_neon(src + i, dst + i);
		narrow4_neon(src + i + 4, dst + i + 4);
		narrow4_neon(src + i + 8, dst + i + 8);
		narrow4_neon(src + i + 12, dst + i + 12);
	}
	for (; i + 4 <= n; i += 4)
		narrow4_neon(src + i, dst + i);
	if (i < n)
		narrow4_neon(src + n - 4, dst + n - 4);
}

ALWAYS_INLINE void
widen4_neon(const uint16_t *src, float *dst)
{
	vst1q_f32(dst, vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(src))));
}

void
float2_f16_to_f32_neon(const uint16_t *src, float *dst, size_t n)
{
	size_t		i = 0;

	if (n < 4)
	{
		float2_f16_to_f32_serial(src, dst, n);
		return;
	}
	for (; i + 16 <= n; i += 16)
	{
		widen4_neon(src + i, dst + i);
		widen4_neon(src + i + 4, dst + i + 4);
		widen4_neon(src + i + 8, dst + i + 8);
		widen4_neon(src + i + 12, dst + i + 12);
	}
	for (; i + 4 <= n; i += 4)
		widen4_neon(src + i, dst + i);
	if (i < n)
		widen4_neon(src + n - 4, dst + n - 4);
}

#endif							/* FLOAT2_NEON */
