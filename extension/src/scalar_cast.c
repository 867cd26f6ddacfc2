/*
 * scalar_cast.c - casts between float2 and the other number types.
 *
 * Widening is exact.  Narrowing rounds once, straight from the source type, to
 * nearest even; magnitudes of 65520 and above become Infinity.
 */
#include "float2.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(float2_to_float4);
PG_FUNCTION_INFO_V1(float2_to_float8);
PG_FUNCTION_INFO_V1(float4_to_float2);
PG_FUNCTION_INFO_V1(float8_to_float2);
PG_FUNCTION_INFO_V1(numeric_to_float2);
PG_FUNCTION_INFO_V1(int2_to_float2);
PG_FUNCTION_INFO_V1(int4_to_float2);
PG_FUNCTION_INFO_V1(int8_to_float2);
PG_FUNCTION_INFO_V1(float2_bits);
PG_FUNCTION_INFO_V1(float2_from_bits);

Datum
float2_to_float4(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT4(float2_to_f32(PG_GETARG_FLOAT2(0)));
}

Datum
float2_to_float8(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8((float8) float2_to_f32(PG_GETARG_FLOAT2(0)));
}

Datum
float4_to_float2(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2(float2_from_f32(PG_GETARG_FLOAT4(0)));
}

Datum
float8_to_float2(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2(float2_from_f64(PG_GETARG_FLOAT8(0)));
}

/*
 * numeric_to_float2 - by way of its text, as numeric's other float casts go.
 */
Datum
numeric_to_float2(PG_FUNCTION_ARGS)
{
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out, PG_GETARG_DATUM(0)));

	PG_RETURN_FLOAT2(Float2FromText(text, NULL));
}

Datum
int2_to_float2(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2(float2_from_f32((float4) PG_GETARG_INT16(0)));
}

Datum
int4_to_float2(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2(float2_from_f64((float8) PG_GETARG_INT32(0)));
}

/*
 * int8_to_float2 - float8 rounds only integers past 2^53, all of them Infinity.
 */
Datum
int8_to_float2(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2(float2_from_f64((float8) PG_GETARG_INT64(0)));
}

Datum
float2_bits(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT16((int16) PG_GETARG_FLOAT2(0));
}

Datum
float2_from_bits(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2((float2) PG_GETARG_INT16(0));
}
