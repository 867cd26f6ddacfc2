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

/* One kernel operation in its three mixes; all of them are symmetric. */
typedef struct KernelReduce
{
	float		(*f16_f16) (const uint16_t *a, const uint16_t *b, size_t n);
	float		(*f16_f32) (const uint16_t *a, const float *b, size_t n);
	float		(*f32_f32) (const float *a, const float *b, size_t n);
} KernelReduce;

static const KernelReduce l2sq = {float2_l2sq_f16_f16, float2_l2sq_f16_f32, float2_l2sq_f32_f32};

/*
 * Apply the operation to both arguments of the call.
 */
static inline float8
Reduce(FunctionCallInfo fcinfo, const KernelReduce *op)
{
	ArrayType  *a = PG_GETARG_VECTOR(0);
	ArrayType  *b = PG_GETARG_VECTOR(1);
	int			dim = VectorDim(a);
	bool		a_is_float4 = VectorElementOf(a) == VECTOR_FLOAT4;
	bool		b_is_float4 = VectorElementOf(b) == VECTOR_FLOAT4;
	void	   *a_values = ARR_DATA_PTR(a);
	void	   *b_values = ARR_DATA_PTR(b);

	CheckSameDim(dim, VectorDim(b));
	if (!a_is_float4 && !b_is_float4)
		return op->f16_f16(a_values, b_values, dim);
	if (a_is_float4 && b_is_float4)
		return op->f32_f32(a_values, b_values, dim);
	return a_is_float4 ? op->f16_f32(b_values, a_values, dim) : op->f16_f32(a_values, b_values, dim);
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
