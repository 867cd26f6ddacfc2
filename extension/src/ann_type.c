/*
 * ann_type.c - what pgvector's code asks of our types: lengths, directions,
 * and of graphs the check of a value.
 */
#include "ann.h"
#include "ann_pgvector.h"
#include "vector.h"

#include <math.h>

PG_FUNCTION_INFO_V1(ann_float2_support);
PG_FUNCTION_INFO_V1(ann_float4_support);
PG_FUNCTION_INFO_V1(ann_int2_support);
PG_FUNCTION_INFO_V1(ann_norm);

static void
CheckIndexedValue(Pointer value)
{
	CheckVector((ArrayType *) value);
	CheckFiniteVector((ArrayType *) value);
}

/*
 * AnnLength - Euclidean length, added up in float8: float4's squares can leave
 * its range.
 */
float8
AnnLength(const ArrayType *vector)
{
	int			dim = VectorDim(vector);
	VectorElement element = VectorElementOf(vector);
	float8		sum = 0;

	for (int i = 0; i < dim; i++)
	{
		float8		value = VectorValue(vector, element, i);

		sum += value * value;
	}
	return sqrt(sum);
}

/*
 * ann_norm - a vector of length 0 has no direction and is not indexed by it.
 */
Datum
ann_norm(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(AnnLength(PG_GETARG_VECTOR(0)));
}

/*
 * AnnNormalize - the vector, of an index or a query, with length 1; zeros
 * stay zeros.
 *
 * Its element type stays too, but for smallint[], of which it makes a
 * float4[].
 */
Datum
AnnNormalize(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	VectorElement element = VectorElementOf(from);
	float8		length = AnnLength(from);
	float8		scale = length > 0 ? length : 1;
	ArrayType  *to;

	if (element == VECTOR_FLOAT2)
	{
		to = NewVectorLike(from, ARR_ELEMTYPE(from), sizeof(float2));
		for (int i = 0; i < VectorDim(from); i++)
			((uint16_t *) ARR_DATA_PTR(to))[i] =
				float2_from_f64(float2_to_f32(((uint16_t *) ARR_DATA_PTR(from))[i]) / scale);
	}
	else
	{
		to = NewVectorLike(from, FLOAT4OID, sizeof(float4));
		for (int i = 0; i < VectorDim(from); i++)
			((float4 *) ARR_DATA_PTR(to))[i] =
				(element == VECTOR_FLOAT4 ? ((float4 *) ARR_DATA_PTR(from))[i] : ((int16 *) ARR_DATA_PTR(from))[i]) / scale;
	}
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * One answer in both layouts.
 */
#define ANN_TYPE_SUPPORT(name, max_dim) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	static const HnswTypeInfo080 info080 = { \
		.maxDimensions = max_dim, \
		.normalize = AnnNormalize, \
		.checkValue = CheckIndexedValue \
	}; \
	static const HnswTypeInfo087 info087 = { \
		.maxDimensions = max_dim, \
		.dims = float2_vector_dims, \
		.normalize = AnnNormalize, \
		.checkValue = CheckIndexedValue \
	}; \
	\
	if (AnnHnswTypeInfoHasDims()) \
		PG_RETURN_POINTER(&info087); \
	PG_RETURN_POINTER(&info080); \
}

ANN_TYPE_SUPPORT(ann_float2_support, ANN_FLOAT2_MAX_DIM)
ANN_TYPE_SUPPORT(ann_float4_support, ANN_FLOAT4_MAX_DIM)
ANN_TYPE_SUPPORT(ann_int2_support, ANN_FLOAT2_MAX_DIM)
