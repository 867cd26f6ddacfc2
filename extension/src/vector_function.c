/*
 * vector_function.c - functions of one or two float2[] vectors that are no
 * distances.  Names and results as pgvector's for halfvec, except that what
 * does not fit a half becomes Infinity, as everywhere in this type.
 */
#include "vector.h"

#include <math.h>

#include "utils/builtins.h"
#include "utils/varbit.h"

PG_FUNCTION_INFO_V1(float2_vector_dims);
PG_FUNCTION_INFO_V1(float2_l2_norm);
PG_FUNCTION_INFO_V1(float2_l2_normalize);
PG_FUNCTION_INFO_V1(float2_subvector);
PG_FUNCTION_INFO_V1(float2_vector_concat);
PG_FUNCTION_INFO_V1(float2_binary_quantize);
PG_FUNCTION_INFO_V1(float2_vector_add);
PG_FUNCTION_INFO_V1(float2_vector_sub);
PG_FUNCTION_INFO_V1(float2_vector_mul);
PG_FUNCTION_INFO_V1(float2_vector_isfinite);

static inline uint16_t *
HalvesOf(ArrayType *array)
{
	return (uint16_t *) ARR_DATA_PTR(array);
}

Datum
float2_vector_dims(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(VectorDim(PG_GETARG_VECTOR(0)));
}

/*
 * Euclidean length.  The sum of squares of 16,000 halves, the largest or the
 * smallest, is in float4's range.
 */
static float8
Norm(ArrayType *vector)
{
	return sqrt(float2_dot_f16_f16(HalvesOf(vector), HalvesOf(vector), VectorDim(vector)));
}

Datum
float2_l2_norm(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(Norm(PG_GETARG_VECTOR(0)));
}

/*
 * float2_l2_normalize - the vector with length 1; zeros stay zeros.
 */
Datum
float2_l2_normalize(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	ArrayType  *to = NewVectorLike(from, ARR_ELEMTYPE(from), sizeof(float2));
	float8		norm = Norm(from);

	for (int i = 0; i < VectorDim(from); i++)
		HalvesOf(to)[i] = norm > 0 ? float2_from_f64(float2_to_f32(HalvesOf(from)[i]) / norm) : HalvesOf(from)[i];
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * float2_subvector - count elements from start (1 is the first); what lies
 * outside the vector is left out.
 */
Datum
float2_subvector(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	int64		start = PG_GETARG_INT32(1);
	int64		count = PG_GETARG_INT32(2);
	int64		end = Min(start + count, (int64) VectorDim(from) + 1);	/* exclusive */
	ArrayType  *to;

	start = Max(start, 1);
	if (end <= start)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("subvector of %d elements from element %d is empty for a vector of %d dimensions",
						PG_GETARG_INT32(2), PG_GETARG_INT32(1), VectorDim(from))));
	to = NewVector((int) (end - start), ARR_ELEMTYPE(from), sizeof(float2));
	memcpy(HalvesOf(to), HalvesOf(from) + start - 1, (end - start) * sizeof(float2));
	PG_RETURN_ARRAYTYPE_P(to);
}

Datum
float2_vector_concat(PG_FUNCTION_ARGS)
{
	ArrayType  *a = PG_GETARG_VECTOR(0);
	ArrayType  *b = PG_GETARG_VECTOR(1);
	int			dim = VectorDim(a) + VectorDim(b);
	ArrayType  *to;

	if (dim > VECTOR_MAX_DIM)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a vector cannot have more than %d dimensions, but %d and %d make %d",
						VECTOR_MAX_DIM, VectorDim(a), VectorDim(b), dim)));
	to = NewVector(dim, ARR_ELEMTYPE(a), sizeof(float2));
	memcpy(HalvesOf(to), HalvesOf(a), VectorDim(a) * sizeof(float2));
	memcpy(HalvesOf(to) + VectorDim(a), HalvesOf(b), VectorDim(b) * sizeof(float2));
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * float2_binary_quantize - one bit an element: set where it is above zero.
 */
Datum
float2_binary_quantize(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	int			dim = VectorDim(from);
	VarBit	   *bits = (VarBit *) palloc0(VARBITTOTALLEN(dim));

	SET_VARSIZE(bits, VARBITTOTALLEN(dim));
	VARBITLEN(bits) = dim;
	for (int i = 0; i < dim; i++)
		if (float2_to_f32(HalvesOf(from)[i]) > 0)
			VARBITS(bits)[i / 8] |= 0x80 >> (i % 8);
	PG_RETURN_VARBIT_P(bits);
}

/*
 * Elementwise arithmetic.  float4 has more than twice a half's digits, so the
 * second rounding, back to half, gives what a single one would.
 */
#define ELEMENTWISE(name, operator) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	ArrayType  *a = PG_GETARG_VECTOR(0); \
	ArrayType  *b = PG_GETARG_VECTOR(1); \
	ArrayType  *to; \
	\
	CheckSameDim(VectorDim(a), VectorDim(b)); \
	to = NewVectorLike(a, ARR_ELEMTYPE(a), sizeof(float2)); \
	for (int i = 0; i < VectorDim(a); i++) \
		HalvesOf(to)[i] = float2_from_f32(float2_to_f32(HalvesOf(a)[i]) operator float2_to_f32(HalvesOf(b)[i])); \
	PG_RETURN_ARRAYTYPE_P(to); \
}

ELEMENTWISE(float2_vector_add, +)
ELEMENTWISE(float2_vector_sub, -)
ELEMENTWISE(float2_vector_mul, *)

Datum
float2_vector_isfinite(PG_FUNCTION_ARGS)
{
	ArrayType  *vector = PG_GETARG_VECTOR(0);

	PG_RETURN_BOOL(FirstNonFinite(vector) < 0);
}
