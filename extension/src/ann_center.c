/*
 * ann_center.c - the centres of an index's lists, as pgvector's k-means wants
 * to have them.
 *
 * A centre of float2[] or float4[] rows is of their type.  One of smallint[]
 * rows is a float4[], for the mean of integers is none; the distance
 * functions take any mix.
 */
#include "ann.h"
#include "ann_pgvector.h"
#include "vector.h"

#include "storage/bufpage.h"
#include "utils/lsyscache.h"

PG_FUNCTION_INFO_V1(ann_ivfflat_float2_support);
PG_FUNCTION_INFO_V1(ann_ivfflat_float4_support);
PG_FUNCTION_INFO_V1(ann_ivfflat_int2_support);

/*
 * The index that centres are made for: k-means runs in one process, and its
 * callbacks are told of the vector only.
 */
static Relation building;
static Oid	building_element;

/*
 * AnnBeginCenters - note the index whose centres come next.
 */
void
AnnBeginCenters(Relation index)
{
	building = index;
	building_element = get_element_type(AnnColumnType(index));
}

/* --- sizes --------------------------------------------------------------- */

/* A page holds one item at least, a vector or centre behind 8 bytes of pgvector's or the server's. */
#define PAGE_SPECIAL 8
#define ITEM_HEADER 8
#define MAX_ITEM_SIZE \
	(MAXALIGN_DOWN(BLCKSZ - MAXALIGN(SizeOfPageHeaderData) - MAXALIGN(PAGE_SPECIAL) - sizeof(ItemIdData)) - ITEM_HEADER)

/*
 * Room for a vector.  An array without a NULL may still carry a bitmap of
 * them, so there is room for one unless the page is too small for it
 * (ann_below.c).
 */
static Size
ItemSize(int dim, Size element_size)
{
	Size		size = ARR_OVERHEAD_WITHNULLS(1, dim) + dim * element_size;

	return size <= MAX_ITEM_SIZE ? size : ARR_OVERHEAD_NONULLS(1) + dim * element_size;
}

static Size
Float2ItemSize(int dim)
{
	return ItemSize(dim, sizeof(float2));
}

static Size
Float4ItemSize(int dim)
{
	return ItemSize(dim, sizeof(float4));
}

/*
 * AnnIvfflatMaxDim - longest vector of a type that fits on a page.
 */
int
AnnIvfflatMaxDim(Oid type)
{
	return type == FLOAT4ARRAYOID || type == INT2ARRAYOID ? ANN_FLOAT4_MAX_DIM : ANN_FLOAT2_MAX_DIM;
}

/* --- means --------------------------------------------------------------- */

/*
 * The mean of large halves, added up in float4, can come out a little larger
 * than the largest half.
 */
static void
Float2UpdateCenter(Pointer center, int dim, float *means)
{
	uint16_t   *values = (uint16_t *) ARR_DATA_PTR(BeginVector(center, dim, building_element, sizeof(float2)));

	for (int i = 0; i < dim; i++)
		values[i] = float2_from_f32(Max(-FLOAT2_MAX_FINITE, Min(FLOAT2_MAX_FINITE, means[i])));
}

static void
Float4UpdateCenter(Pointer center, int dim, float *means)
{
	memcpy(ARR_DATA_PTR(BeginVector(center, dim, FLOAT4OID, sizeof(float4))), means, dim * sizeof(float4));
}

/*
 * Add a vector, or a centre, to sums of a length.
 *
 * All rows were checked before, but a concurrent build may meet a row that
 * came later.
 */
static void
AddToSums(const ArrayType *vector, int dim, float *sums)
{
	AnnCheckIndexedDim(building, VectorDim(vector), dim);
	CheckFiniteVector(vector);
	switch (VectorElementOf(vector))
	{
		case VECTOR_FLOAT2:
			for (int i = 0; i < dim; i++)
				sums[i] += float2_to_f32(((const uint16_t *) ARR_DATA_PTR(vector))[i]);
			break;
		case VECTOR_FLOAT4:
			for (int i = 0; i < dim; i++)
				sums[i] += ((const float4 *) ARR_DATA_PTR(vector))[i];
			break;
		case VECTOR_INT2:
			for (int i = 0; i < dim; i++)
				sums[i] += ((const int16 *) ARR_DATA_PTR(vector))[i];
			break;
	}
}

static void
SumCenter080(Pointer vector, float *sums)
{
	AddToSums((const ArrayType *) vector, AnnStoredDim(building), sums);
}

static void
SumCenter087(Pointer vector, int dim, float *sums)
{
	AddToSums((const ArrayType *) vector, dim, sums);
}

/*
 * The vector with length 1.
 *
 * The mean of opposite vectors is zero and has no direction, but a list needs
 * one: any is as good, so it gets that of the first element.
 */
static Datum
NormalizeCenter(PG_FUNCTION_ARGS)
{
	ArrayType  *unit = DatumGetArrayTypeP(AnnNormalize(fcinfo));

	if (unlikely(AnnLength(unit) == 0 && VectorDim(unit) > 0))
	{
		if (VectorElementOf(unit) == VECTOR_FLOAT2)
			*(uint16_t *) ARR_DATA_PTR(unit) = float2_from_f32(1);
		else
			*(float4 *) ARR_DATA_PTR(unit) = 1;
	}
	PG_RETURN_ARRAYTYPE_P(unit);
}

/*
 * One answer in both layouts.
 */
#define ANN_IVFFLAT_SUPPORT(name, max_dim, item_size, update_center) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	static const IvfflatTypeInfo080 info080 = { \
		.maxDimensions = max_dim, \
		.normalize = NormalizeCenter, \
		.itemSize = item_size, \
		.updateCenter = update_center, \
		.sumCenter = SumCenter080 \
	}; \
	static const IvfflatTypeInfo087 info087 = { \
		.maxDimensions = max_dim, \
		.dims = float2_vector_dims, \
		.normalize = NormalizeCenter, \
		.itemSize = item_size, \
		.updateCenter = update_center, \
		.sumCenter = SumCenter087 \
	}; \
	\
	if (AnnIvfflatTypeInfoHasDims()) \
		PG_RETURN_POINTER(&info087); \
	PG_RETURN_POINTER(&info080); \
}

ANN_IVFFLAT_SUPPORT(ann_ivfflat_float2_support, ANN_FLOAT2_MAX_DIM, Float2ItemSize, Float2UpdateCenter)
ANN_IVFFLAT_SUPPORT(ann_ivfflat_float4_support, ANN_FLOAT4_MAX_DIM, Float4ItemSize, Float4UpdateCenter)
ANN_IVFFLAT_SUPPORT(ann_ivfflat_int2_support, ANN_FLOAT4_MAX_DIM, Float4ItemSize, Float4UpdateCenter)
