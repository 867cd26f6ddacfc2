/*
 * vector_distance.c - distances between vectors of any two element types.
 *
 * One C function serves all SQL signatures of its name: the arrays say what
 * they hold.  An ANN index therefore gets the query as the user wrote it,
 * float4[] or float2[].
 */
#include "vector.h"

#include <math.h>

PG_FUNCTION_INFO_V1(l2_distance);
PG_FUNCTION_INFO_V1(l2_squared_distance);
PG_FUNCTION_INFO_V1(inner_product);
PG_FUNCTION_INFO_V1(negative_inner_product);
PG_FUNCTION_INFO_V1(cosine_distance);
PG_FUNCTION_INFO_V1(cosine_similarity);
PG_FUNCTION_INFO_V1(l1_distance);

/* One kernel operation in its three mixes; all of them are symmetric. */
typedef struct KernelReduce
{
	float		(*f16_f16) (const uint16_t *a, const uint16_t *b, size_t n);
	float		(*f16_f32) (const uint16_t *a, const float *b, size_t n);
	float		(*f32_f32) (const float *a, const float *b, size_t n);
} KernelReduce;

static const KernelReduce l2sq = {float2_l2sq_f16_f16, float2_l2sq_f16_f32, float2_l2sq_f32_f32};
static const KernelReduce dot = {float2_dot_f16_f16, float2_dot_f16_f32, float2_dot_f32_f32};
static const KernelReduce l1 = {float2_l1_f16_f16, float2_l1_f16_f32, float2_l1_f32_f32};

/* The two arguments of a distance as the kernel takes them. */
typedef struct Operands
{
	const void *a;
	const void *b;
	size_t		dim;
	bool		a_is_float4;	/* else halves */
	bool		b_is_float4;
} Operands;

/*
 * Integers as float4, which holds all 65,536 of them exactly.
 */
static const float *
WidenIntegers(const ArrayType *array)
{
	int			dim = VectorDim(array);
	const int16 *from = (const int16 *) ARR_DATA_PTR(array);
	float	   *to = (float *) palloc(sizeof(float) * Max(dim, 1));

	for (int i = 0; i < dim; i++)
		to[i] = from[i];
	return to;
}

static inline const void *
ValuesOf(const ArrayType *array, bool *is_float4)
{
	VectorElement element = VectorElementOf(array);

	*is_float4 = element != VECTOR_FLOAT2;
	return unlikely(element == VECTOR_INT2) ? (const void *) WidenIntegers(array) : (const void *) ARR_DATA_PTR(array);
}

static inline Operands
GetOperands(FunctionCallInfo fcinfo)
{
	ArrayType  *a = PG_GETARG_VECTOR(0);
	ArrayType  *b = PG_GETARG_VECTOR(1);
	Operands	operands;

	CheckSameDim(VectorDim(a), VectorDim(b));
	operands.dim = VectorDim(a);
	operands.a = ValuesOf(a, &operands.a_is_float4);
	operands.b = ValuesOf(b, &operands.b_is_float4);
	return operands;
}

static inline float8
Reduce(FunctionCallInfo fcinfo, const KernelReduce *op)
{
	Operands	v = GetOperands(fcinfo);

	if (!v.a_is_float4)
		return v.b_is_float4 ? op->f16_f32(v.a, v.b, v.dim) : op->f16_f16(v.a, v.b, v.dim);
	return v.b_is_float4 ? op->f32_f32(v.a, v.b, v.dim) : op->f16_f32(v.b, v.a, v.dim);
}

/*
 * Cosine of the angle, NaN when a vector has no length; never outside [-1, 1],
 * where rounding could take it.
 */
static float8
Cosine(FunctionCallInfo fcinfo)
{
	Operands	v = GetOperands(fcinfo);
	float		sums[3];
	float8		cosine;

	if (!v.a_is_float4 && !v.b_is_float4)
		float2_cos_f16_f16(v.a, v.b, v.dim, sums);
	else if (v.a_is_float4 && v.b_is_float4)
		float2_cos_f32_f32(v.a, v.b, v.dim, sums);
	else if (v.b_is_float4)
		float2_cos_f16_f32(v.a, v.b, v.dim, sums);
	else
		float2_cos_f16_f32(v.b, v.a, v.dim, sums);

	cosine = (float8) sums[0] / sqrt((float8) sums[1] * (float8) sums[2]);
	if (cosine > 1)
		return 1;
	return cosine < -1 ? -1 : cosine;
}

Datum
l2_distance(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(sqrt(Reduce(fcinfo, &l2sq)));
}

Datum
l2_squared_distance(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(Reduce(fcinfo, &l2sq));
}

Datum
inner_product(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(Reduce(fcinfo, &dot));
}

Datum
negative_inner_product(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(-Reduce(fcinfo, &dot));
}

Datum
cosine_distance(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(1 - Cosine(fcinfo));
}

Datum
cosine_similarity(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(Cosine(fcinfo));
}

Datum
l1_distance(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(Reduce(fcinfo, &l1));
}
