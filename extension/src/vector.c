/*
 * vector.c - the rules of a vector, each in one place with one message, and
 * new arrays.
 */
#include "vector.h"

#include <math.h>

#include "utils/lsyscache.h"

/*
 * CheckVectorSlow - the rules, for an array that may break one.
 *
 * An array may carry a NULL bitmap without having a NULL.
 */
void
CheckVectorSlow(const ArrayType *array)
{
	const bits8 *bitmap = ARR_NULLBITMAP(array);

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("a vector must have one dimension, but the array has %d", ARR_NDIM(array))));
	if (bitmap == NULL)
		return;
	for (int i = 0; i < VectorDim(array); i++)
		if (!(bitmap[i / 8] & (1 << (i % 8))))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("a vector must not have NULL elements, but element %d is NULL", i + 1)));
}

/*
 * CheckSameDim - error unless both vectors have the same length.
 */
void
CheckSameDim(int left, int right)
{
	if (unlikely(left != right))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("different vector dimensions %d and %d", left, right)));
}

/*
 * FirstNonFinite - position of the first NaN or infinite element from 0, or -1.
 */
int
FirstNonFinite(const ArrayType *array)
{
	int			dim = VectorDim(array);

	if (VectorElementOf(array) == VECTOR_FLOAT2)
	{
		const uint16_t *values = (const uint16_t *) ARR_DATA_PTR(array);

		for (int i = 0; i < dim; i++)
			if (!Float2IsFinite(values[i]))
				return i;
	}
	else if (VectorElementOf(array) == VECTOR_FLOAT4)
	{
		const float *values = (const float *) ARR_DATA_PTR(array);

		for (int i = 0; i < dim; i++)
			if (!isfinite(values[i]))
				return i;
	}
	return -1;
}

/*
 * CheckFiniteVector - error when an element is NaN or infinite.
 */
void
CheckFiniteVector(const ArrayType *array)
{
	int			bad = FirstNonFinite(array);

	if (bad >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("an indexed vector must be finite, but element %d is NaN or infinite", bad + 1)));
}

/*
 * BeginVector - make an array of fixed-size elements, which the caller fills,
 * in memory that is there.
 */
ArrayType *
BeginVector(void *memory, int dim, Oid element, int elementSize)
{
	ArrayType  *array = (ArrayType *) memory;

	SET_VARSIZE(array, ARR_OVERHEAD_NONULLS(1) + (Size) dim * elementSize);
	array->ndim = 1;
	array->dataoffset = 0;
	array->elemtype = element;
	ARR_DIMS(array)[0] = dim;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

/*
 * NewVector - an array of fixed-size elements, which the caller fills.
 */
ArrayType *
NewVector(int dim, Oid element, int elementSize)
{
	if (dim == 0)
		return construct_empty_array(element);
	return BeginVector(palloc(ARR_OVERHEAD_NONULLS(1) + (Size) dim * elementSize), dim, element, elementSize);
}

/*
 * NewVectorLike - the same for the length and lower bound of another vector.
 */
ArrayType *
NewVectorLike(const ArrayType *shape, Oid element, int elementSize)
{
	ArrayType  *array = NewVector(VectorDim(shape), element, elementSize);

	if (ARR_NDIM(array) == 1)
		ARR_LBOUND(array)[0] = ARR_LBOUND(shape)[0];
	return array;
}

/*
 * ResultElement - element type of the array that the running function returns.
 *
 * Read from the function's own declaration, once a call site: float2's OID is
 * not a constant, and its schema is anybody's choice.
 */
Oid
ResultElement(FunctionCallInfo fcinfo)
{
	FmgrInfo   *flinfo = fcinfo->flinfo;
	Oid		   *cached = (Oid *) flinfo->fn_extra;

	if (cached == NULL)
	{
		Oid			element = get_element_type(get_func_rettype(flinfo->fn_oid));

		if (!OidIsValid(element))
			elog(ERROR, "function %u does not return an array", flinfo->fn_oid);
		cached = (Oid *) MemoryContextAlloc(flinfo->fn_mcxt, sizeof(Oid));
		*cached = element;
		flinfo->fn_extra = cached;
	}
	return *cached;
}
