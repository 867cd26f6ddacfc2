/*
 * vector_distance.c - distances between vectors of any two element types.
 *
 * One C function serves all SQL signatures of its name: the arrays say what
 * they hold.  An ANN index therefore gets the query as the user wrote it,
 * float4[] or float2[].
 */
#include "vector.h"

#include <float.h>
#include <math.h>

PG_FUNCTION_INFO_V1(l2_distance);
PG_FUNCTION_INFO_V1(l2_squared_distance);
PG_FUNCTION_INFO_V1(inner_product);
PG_FUNCTION_INFO_V1(negative_inner_product);
PG_FUNCTION_INFO_V1(cosine_distance);
PG_FUNCTION_INFO_V1(cosine_similarity);
PG_FUNCTION_INFO_V1(l1_distance);
PG_FUNCTION_INFO_V1(ann_spherical_distance);

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

/* The two arguments of a distance. */
typedef struct Operands
{
	ArrayType  *a;
	ArrayType  *b;
	VectorElement a_element;
	VectorElement b_element;
	size_t		dim;
} Operands;

static inline Operands
GetOperands(FunctionCallInfo fcinfo)
{
	Operands	v;

	v.a = PG_GETARG_VECTOR(0);
	v.b = PG_GETARG_VECTOR(1);
	CheckSameDim(VectorDim(v.a), VectorDim(v.b));
	v.dim = VectorDim(v.a);
	v.a_element = VectorElementOf(v.a);
	v.b_element = VectorElementOf(v.b);
	return v;
}

/*
 * Part of a vector as float4, which holds every half and every smallint
 * exactly.
 */
#define BLOCK_SIZE 256

static const float *
BlockAsFloat4(ArrayType *array, VectorElement element, size_t start, size_t n, float *block)
{
	if (element == VECTOR_FLOAT4)
		return (const float *) ARR_DATA_PTR(array) + start;
	if (element == VECTOR_FLOAT2)
		float2_f16_to_f32((const uint16_t *) ARR_DATA_PTR(array) + start, block, n);
	else
	{
		const int16 *integers = (const int16 *) ARR_DATA_PTR(array) + start;

		for (size_t i = 0; i < n; i++)
			block[i] = integers[i];
	}
	return block;
}

/*
 * Any mix with a smallint[] in it: block by block through float4, so that
 * nothing is allocated.
 */
static pg_noinline float8
ReduceBlocks(const Operands *v, const KernelReduce *op)
{
	float		a_block[BLOCK_SIZE];
	float		b_block[BLOCK_SIZE];
	float8		sum = 0;

	for (size_t start = 0; start < v->dim; start += BLOCK_SIZE)
	{
		size_t		n = Min(BLOCK_SIZE, v->dim - start);

		sum += op->f32_f32(BlockAsFloat4(v->a, v->a_element, start, n, a_block),
						   BlockAsFloat4(v->b, v->b_element, start, n, b_block), n);
	}
	return sum;
}

static inline float8
ReduceOperands(const Operands *v, const KernelReduce *op)
{
	const void *a = ARR_DATA_PTR(v->a);
	const void *b = ARR_DATA_PTR(v->b);

	if (v->a_element == VECTOR_FLOAT2 && v->b_element == VECTOR_FLOAT2)
		return op->f16_f16(a, b, v->dim);
	if (unlikely(v->a_element == VECTOR_INT2 || v->b_element == VECTOR_INT2))
		return ReduceBlocks(v, op);
	if (v->a_element == VECTOR_FLOAT2)
		return op->f16_f32(a, b, v->dim);
	if (v->b_element == VECTOR_FLOAT2)
		return op->f16_f32(b, a, v->dim);
	return op->f32_f32(a, b, v->dim);
}

/*
 * An index compares without a memory context of its own, and small vectors
 * are unpacked for it: so what was unpacked is freed.
 */
static inline float8
Reduce(FunctionCallInfo fcinfo, const KernelReduce *op)
{
	Operands	v = GetOperands(fcinfo);
	float8		result = ReduceOperands(&v, op);

	PG_FREE_IF_COPY(v.a, 0);
	PG_FREE_IF_COPY(v.b, 1);
	return result;
}

/*
 * The three sums of the cosine: a.b, a.a, b.b (the last two in either order).
 */
static void
CosineSums(const Operands *v, float8 *sums)
{
	const void *a = ARR_DATA_PTR(v->a);
	const void *b = ARR_DATA_PTR(v->b);
	float		part[3] = {0};

	sums[0] = sums[1] = sums[2] = 0;
	if (v->a_element == VECTOR_INT2 || v->b_element == VECTOR_INT2)
	{
		float		a_block[BLOCK_SIZE];
		float		b_block[BLOCK_SIZE];

		for (size_t start = 0; start < v->dim; start += BLOCK_SIZE)
		{
			size_t		n = Min(BLOCK_SIZE, v->dim - start);

			float2_cos_f32_f32(BlockAsFloat4(v->a, v->a_element, start, n, a_block),
							   BlockAsFloat4(v->b, v->b_element, start, n, b_block), n, part);
			for (int i = 0; i < 3; i++)
				sums[i] += part[i];
		}
		return;
	}
	if (v->a_element == VECTOR_FLOAT2 && v->b_element == VECTOR_FLOAT2)
		float2_cos_f16_f16(a, b, v->dim, part);
	else if (v->a_element == VECTOR_FLOAT2)
		float2_cos_f16_f32(a, b, v->dim, part);
	else if (v->b_element == VECTOR_FLOAT2)
		float2_cos_f16_f32(b, a, v->dim, part);
	else
		float2_cos_f32_f32(a, b, v->dim, part);
	for (int i = 0; i < 3; i++)
		sums[i] = part[i];
}

/*
 * Could squares of the elements have left the range of float4?  The lower end
 * leaves room for what those that vanished would have added.
 */
static inline bool
IsOutOfRange(const float8 *sums)
{
	return !(sums[1] > 1e-26 && sums[1] <= FLT_MAX && sums[2] > 1e-26 && sums[2] <= FLT_MAX);
}

/*
 * The same sums, in float8 throughout.
 */
static void
WideCosineSums(const Operands *v, float8 *sums)
{
	sums[0] = sums[1] = sums[2] = 0;
	for (size_t i = 0; i < v->dim; i++)
	{
		float8		a = VectorValue(v->a, v->a_element, i);
		float8		b = VectorValue(v->b, v->b_element, i);

		sums[0] += a * b;
		sums[1] += a * a;
		sums[2] += b * b;
	}
}

/*
 * Cosine of the angle, NaN when a vector has no length; never outside [-1, 1],
 * where rounding could take it.
 */
static float8
Cosine(FunctionCallInfo fcinfo)
{
	Operands	v = GetOperands(fcinfo);
	float8		sums[3];
	float8		cosine;

	CosineSums(&v, sums);
	if (unlikely(IsOutOfRange(sums)))
		WideCosineSums(&v, sums);
	cosine = sums[0] / sqrt(sums[1] * sums[2]);
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

/*
 * ann_spherical_distance - angle between two vectors of length 1, half a turn
 * being 1.  Unlike the cosine distance it obeys the triangle inequality, which
 * k-means saves comparisons by.
 */
Datum
ann_spherical_distance(PG_FUNCTION_ARGS)
{
	float8		cosine = Reduce(fcinfo, &dot);

	PG_RETURN_FLOAT8(acos(Max(-1, Min(1, cosine))) / M_PI);
}
