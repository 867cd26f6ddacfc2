/*
 * scalar_compare.c - order, equality and hashing of float2.
 *
 * As the server's own float types: NaN equals NaN and is above everything,
 * -0 equals 0 (and hashes the same).
 */
#include "float2.h"

#include "common/hashfn.h"
#include "utils/sortsupport.h"

PG_FUNCTION_INFO_V1(float2_eq);
PG_FUNCTION_INFO_V1(float2_ne);
PG_FUNCTION_INFO_V1(float2_lt);
PG_FUNCTION_INFO_V1(float2_le);
PG_FUNCTION_INFO_V1(float2_gt);
PG_FUNCTION_INFO_V1(float2_ge);
PG_FUNCTION_INFO_V1(float2_cmp);
PG_FUNCTION_INFO_V1(float2_sortsupport);
PG_FUNCTION_INFO_V1(float2_hash);
PG_FUNCTION_INFO_V1(float2_hash_extended);
PG_FUNCTION_INFO_V1(float2_smaller);
PG_FUNCTION_INFO_V1(float2_larger);
PG_FUNCTION_INFO_V1(float2_isfinite);

/*
 * A number that orders as the half does: sign and magnitude turned into two's
 * complement, one number for all NaN, one for both zeros.
 */
static inline int32
OrderKey(float2 value)
{
	int32		magnitude = value & 0x7FFF;

	if (Float2IsNan(value))
		return FLOAT2_INFINITY + 1;
	return (value & FLOAT2_SIGN) ? -magnitude : magnitude;
}

static inline int
CompareFloat2(float2 left, float2 right)
{
	return OrderKey(left) - OrderKey(right);
}

Datum
float2_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)) == 0);
}

Datum
float2_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)) != 0);
}

Datum
float2_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)) < 0);
}

Datum
float2_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)) <= 0);
}

Datum
float2_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)) > 0);
}

Datum
float2_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)) >= 0);
}

Datum
float2_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(CompareFloat2(PG_GETARG_FLOAT2(0), PG_GETARG_FLOAT2(1)));
}

static int
CompareForSort(Datum left, Datum right, SortSupport support)
{
	return CompareFloat2(DatumGetFloat2(left), DatumGetFloat2(right));
}

Datum
float2_sortsupport(PG_FUNCTION_ARGS)
{
	((SortSupport) PG_GETARG_POINTER(0))->comparator = CompareForSort;
	PG_RETURN_VOID();
}

Datum
float2_hash(PG_FUNCTION_ARGS)
{
	return hash_uint32((uint32) OrderKey(PG_GETARG_FLOAT2(0)));
}

Datum
float2_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_uint32_extended((uint32) OrderKey(PG_GETARG_FLOAT2(0)), (uint64) PG_GETARG_INT64(1));
}

Datum
float2_smaller(PG_FUNCTION_ARGS)
{
	float2		left = PG_GETARG_FLOAT2(0);
	float2		right = PG_GETARG_FLOAT2(1);

	PG_RETURN_FLOAT2(CompareFloat2(left, right) < 0 ? left : right);
}

Datum
float2_larger(PG_FUNCTION_ARGS)
{
	float2		left = PG_GETARG_FLOAT2(0);
	float2		right = PG_GETARG_FLOAT2(1);

	PG_RETURN_FLOAT2(CompareFloat2(left, right) > 0 ? left : right);
}

Datum
float2_isfinite(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(Float2IsFinite(PG_GETARG_FLOAT2(0)));
}
