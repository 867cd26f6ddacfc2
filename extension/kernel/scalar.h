/*
 * scalar.h - one value at a time; the reference that every tier must equal.
 *
 *   float4                     half     why
 *   +0, -0                     0, 8000  the sign is kept
 *   below 2^-25, and 2^-25     0        nearest is zero, a tie goes to even
 *   2^-24                      0001     smallest subnormal
 *   2^-14                      0400     smallest normal
 *   65504                      7BFF     largest finite
 *   below 65520                7BFF
 *   65520 and above            7C00     infinity; 65520 is a tie, 7C00 is even
 *   NaN                        7Exx     sign and upper payload kept, quieted
 */
#ifndef FLOAT2_SCALAR_H
#define FLOAT2_SCALAR_H

#include "tiers.h"

ALWAYS_INLINE uint32_t
float_bits(float value)
{
	uint32_t	bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

ALWAYS_INLINE float
float_of_bits(uint32_t bits)
{
	float		value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/*
 * Both array conversions compute every case and select by masks, without a
 * branch, so that a compiler can vectorise the serial tier's loops with
 * baseline instructions.  (It makes branches of "?:" where an operand is a
 * floating-point operation.)
 */
ALWAYS_INLINE uint32_t
select_bits(int condition, uint32_t if_true, uint32_t if_false)
{
	uint32_t	mask = -(uint32_t) condition;

	return (if_true & mask) | (if_false & ~mask);
}

ALWAYS_INLINE float
widen(uint16_t half)
{
	uint32_t	sign = (uint32_t) (half & 0x8000) << 16;
	uint32_t	magnitude = half & 0x7FFF;

	/*
	 * The half's exponent and fraction read as a float4 are 2^112 too small,
	 * subnormals included; the product is exact.
	 */
	uint32_t	finite = float_bits(float_of_bits(magnitude << 13) * 0x1p112f);
	uint32_t	infinite = 0x7F800000 | (magnitude << 13);
	uint32_t	quiet = select_bits(magnitude > 0x7C00, 0x00400000, 0);

	return float_of_bits(sign | select_bits(magnitude >= 0x7C00, infinite | quiet, finite));
}

ALWAYS_INLINE uint16_t
narrow(float value)
{
	uint32_t	bits = float_bits(value);
	uint32_t	sign = (bits >> 16) & 0x8000;
	uint32_t	magnitude = bits & 0x7FFFFFFF;

	/* below 2^-14 one unit is 2^-24, the ulp of 0.5: the addition rounds */
	uint32_t	subnormal = float_bits(float_of_bits(magnitude) + 0.5f) - 0x3F000000;

	/* half a unit less one, plus the lowest kept bit: nearest, ties to even */
	uint32_t	normal = (magnitude + 0x0FFF + ((magnitude >> 13) & 1) - (112u << 23)) >> 13;
	uint32_t	nan = 0x7E00 | ((magnitude >> 13) & 0x03FF);
	uint32_t	finite = select_bits(magnitude < 0x38800000, subnormal, normal);
	uint32_t	special = select_bits(magnitude > 0x7F800000, nan, 0x7C00);

	return (uint16_t) (sign | select_bits(magnitude >= 0x47800000, special, finite));
}

ALWAYS_INLINE uint16_t
narrow_double(double value)
{
	uint64_t	bits;
	uint16_t	sign;
	uint64_t	magnitude;

	memcpy(&bits, &value, sizeof(bits));
	sign = (bits >> 48) & 0x8000;
	magnitude = bits & UINT64_C(0x7FFFFFFFFFFFFFFF);

	if (magnitude > UINT64_C(0x7FF0000000000000))
		return sign | 0x7E00 | ((magnitude >> 42) & 0x03FF);
	if (magnitude >= UINT64_C(0x40F0000000000000))	/* 65536 */
		return sign | 0x7C00;
	if (magnitude < UINT64_C(0x3F10000000000000))	/* 2^-14 */
	{
		double		shifted;

		/* 2^28 has an ulp of 2^-24: the addition rounds to whole units */
		memcpy(&shifted, &magnitude, sizeof(shifted));
		shifted += 0x1p28;
		memcpy(&magnitude, &shifted, sizeof(magnitude));
		return sign | (uint16_t) (magnitude - UINT64_C(0x41B0000000000000));
	}
	magnitude += UINT64_C(0x1FFFFFFFFFF) + ((magnitude >> 42) & 1);
	return sign | (uint16_t) ((magnitude - (UINT64_C(1008) << 52)) >> 42);
}

#endif							/* FLOAT2_SCALAR_H */
