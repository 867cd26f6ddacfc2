/*
 * vector_convert.c - conversions between float2[] and other arrays, on the
 * kernel.
 */
#include "vector.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(array_f32_to_f16);
PG_FUNCTION_INFO_V1(array_f16_to_f32);
PG_FUNCTION_INFO_V1(array_f64_to_f16);
PG_FUNCTION_INFO_V1(array_int2_to_f16);
PG_FUNCTION_INFO_V1(array_int4_to_f16);
PG_FUNCTION_INFO_V1(array_int8_to_f16);
PG_FUNCTION_INFO_V1(array_numeric_to_f16);
PG_FUNCTION_INFO_V1(float2_array_bits);
PG_FUNCTION_INFO_V1(float2_array_from_bits);

Datum
array_f32_to_f16(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	ArrayType  *to = NewVectorLike(from, ResultElement(fcinfo), sizeof(float2));

	float2_f32_to_f16((const float *) ARR_DATA_PTR(from), (uint16_t *) ARR_DATA_PTR(to), VectorDim(from));
	PG_RETURN_ARRAYTYPE_P(to);
}

Datum
array_f16_to_f32(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	ArrayType  *to = NewVectorLike(from, FLOAT4OID, sizeof(float4));

	float2_f16_to_f32((const uint16_t *) ARR_DATA_PTR(from), (float *) ARR_DATA_PTR(to), VectorDim(from));
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * array_f64_to_f16 - one rounding each, so not by way of float4.
 */
Datum
array_f64_to_f16(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	ArrayType  *to = NewVectorLike(from, ResultElement(fcinfo), sizeof(float2));
	const double *source = (const double *) ARR_DATA_PTR(from);
	uint16_t   *target = (uint16_t *) ARR_DATA_PTR(to);

	for (int i = 0; i < VectorDim(from); i++)
		target[i] = float2_from_f64(source[i]);
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * From integers by way of float8, which holds every one that is no Infinity.
 */
#define ARRAY_INTEGER_TO_F16(name, integer) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	ArrayType  *from = PG_GETARG_VECTOR(0); \
	ArrayType  *to = NewVectorLike(from, ResultElement(fcinfo), sizeof(float2)); \
	const integer *source = (const integer *) ARR_DATA_PTR(from); \
	uint16_t   *target = (uint16_t *) ARR_DATA_PTR(to); \
	\
	for (int i = 0; i < VectorDim(from); i++) \
		target[i] = float2_from_f64((double) source[i]); \
	PG_RETURN_ARRAYTYPE_P(to); \
}

ARRAY_INTEGER_TO_F16(array_int2_to_f16, int16)
ARRAY_INTEGER_TO_F16(array_int4_to_f16, int32)
ARRAY_INTEGER_TO_F16(array_int8_to_f16, int64)

Datum
array_numeric_to_f16(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	ArrayType  *to = NewVectorLike(from, ResultElement(fcinfo), sizeof(float2));
	uint16_t   *target = (uint16_t *) ARR_DATA_PTR(to);
	Datum	   *elements;
	int			count;

	deconstruct_array(from, NUMERICOID, -1, false, TYPALIGN_INT, &elements, NULL, &count);
	for (int i = 0; i < count; i++)
	{
		char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out, elements[i]));

		target[i] = Float2FromText(text, NULL);
		pfree(text);
	}
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * The array with another element type of the same size and alignment; the
 * bits stay as they are, shape and NULLs too.
 */
static ArrayType *
RelabelArray(ArrayType *from, Oid element)
{
	ArrayType  *to = (ArrayType *) palloc(VARSIZE(from));

	memcpy(to, from, VARSIZE(from));
	to->elemtype = element;
	return to;
}

Datum
float2_array_bits(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(RelabelArray(PG_GETARG_ARRAYTYPE_P(0), INT2OID));
}

Datum
float2_array_from_bits(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(RelabelArray(PG_GETARG_ARRAYTYPE_P(0), ResultElement(fcinfo)));
}
