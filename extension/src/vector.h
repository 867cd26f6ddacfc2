/*
 * vector.h - arrays as vectors: one dimension, no NULL elements.
 */
#ifndef FLOAT2_VECTOR_H
#define FLOAT2_VECTOR_H

#include "float2.h"

#include "catalog/pg_type_d.h"
#include "utils/array.h"

/* Most elements of a vector that functions here build. */
#define VECTOR_MAX_DIM 16000

typedef enum VectorElement
{
	VECTOR_FLOAT2,
	VECTOR_FLOAT4,
	VECTOR_INT2
} VectorElement;

/*
 * The SQL signatures let three element types in; float2's OID differs from
 * database to database, the others' never do.
 */
static inline VectorElement
VectorElementOf(const ArrayType *array)
{
	if (ARR_ELEMTYPE(array) == FLOAT4OID)
		return VECTOR_FLOAT4;
	if (ARR_ELEMTYPE(array) == INT2OID)
		return VECTOR_INT2;
	return VECTOR_FLOAT2;
}

/* Number of elements; an empty array is a vector without any. */
static inline int
VectorDim(const ArrayType *array)
{
	return ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
}

/* An element; where speed counts, the kernel does without. */
static inline float8
VectorValue(const ArrayType *array, VectorElement element, int i)
{
	const void *values = ARR_DATA_PTR(array);

	return element == VECTOR_FLOAT4 ? ((const float4 *) values)[i]
		: element == VECTOR_INT2 ? ((const int16 *) values)[i]
		: float2_to_f32(((const uint16_t *) values)[i]);
}

extern void CheckVectorSlow(const ArrayType *array);

/*
 * CheckVector - error unless the array is a vector.
 */
static inline void
CheckVector(const ArrayType *array)
{
	if (unlikely(ARR_NDIM(array) > 1 || ARR_HASNULL(array)))
		CheckVectorSlow(array);
}

extern void CheckSameDim(int left, int right);
extern int	FirstNonFinite(const ArrayType *array);
extern void CheckFiniteVector(const ArrayType *array);

extern ArrayType *BeginVector(void *memory, int dim, Oid element, int elementSize);
extern ArrayType *NewVector(int dim, Oid element, int elementSize);
extern ArrayType *NewVectorLike(const ArrayType *shape, Oid element, int elementSize);
extern Oid	ResultElement(FunctionCallInfo fcinfo);

extern void CheckRandomVector(int32 max, int32 dim);
extern double ServerRandom(void);

#define PG_GETARG_VECTOR(n) GetVector(PG_GETARG_ARRAYTYPE_P(n))

static inline ArrayType *
GetVector(ArrayType *array)
{
	CheckVector(array);
	return array;
}

#endif							/* FLOAT2_VECTOR_H */
