/*
 * ann_below.c - what pgvector gets of the rows of a build that is left to it.
 *
 * An array that lost its NULLs keeps their bitmap, for which a page has no room
 * beside a long vector.  It is taken off before pgvector gets the vector.
 *
 * Lists are made of a sample of the rows, for which pgvector has room as the
 * dimension says, and until 0.8.7 it does not look at the rows' own lengths.
 * All have been checked before, but a concurrent build meets rows that came
 * later: those of another length are left out of the sample, and said to be
 * wrong afterwards (AnnAfterBuild).
 */
#include "ann.h"
#include "vector.h"

#include "catalog/pg_operator_d.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

/* As large as an indexed vector becomes: as much room there is on a page. */
#define LARGEST_VECTOR (ARR_OVERHEAD_NONULLS(1) + ANN_FLOAT2_MAX_DIM * sizeof(float2))

/*
 * AnnBitmapFits - is there room for a vector of this array type and length with
 * a bitmap?
 */
bool
AnnBitmapFits(Oid type, int dim)
{
	Size		element_size = type == FLOAT4ARRAYOID ? sizeof(float4) : sizeof(int16);

	return ARR_OVERHEAD_WITHNULLS(1, dim) + dim * element_size <= LARGEST_VECTOR;
}

/*
 * AnnHasBitmap - of a vector that may be toasted.
 */
bool
AnnHasBitmap(Datum value)
{
	ArrayType  *header = (ArrayType *) PG_DETOAST_DATUM_SLICE(value, 0, ARR_OVERHEAD_NONULLS(1) - VARHDRSZ);
	bool		result = ARR_HASNULL(header);

	if ((Pointer) header != DatumGetPointer(value))
		pfree(header);
	return result;
}

/*
 * AnnWithoutBitmap - the vector, not toasted, without a bitmap.
 */
Datum
AnnWithoutBitmap(Datum value)
{
	ArrayType  *array = DatumGetArrayTypeP(value);
	ArrayType  *plain;
	int			size;

	if (likely(!ARR_HASNULL(array)))
		return PointerGetDatum(array);
	CheckVector(array);
	size = ARR_ELEMTYPE(array) == FLOAT4OID ? sizeof(float4) : sizeof(int16);
	plain = NewVectorLike(array, ARR_ELEMTYPE(array), size);
	memcpy(ARR_DATA_PTR(plain), ARR_DATA_PTR(array), (Size) VectorDim(array) * size);
	return PointerGetDatum(plain);
}

/*
 * What an index is built of, as an expression.
 */
static Expr *
IndexedExpression(Relation heap, const IndexInfo *info)
{
	AttrNumber	column = info->ii_IndexAttrNumbers[0];
	Form_pg_attribute attribute;

	if (column == 0)
		return (Expr *) linitial(info->ii_Expressions);
	attribute = TupleDescAttr(RelationGetDescr(heap), column - 1);
	return (Expr *) makeVar(1, column, attribute->atttypid, attribute->atttypmod, attribute->attcollation, 0);
}

/*
 * The vector without a bitmap: each element is taken as it is, and the array
 * made anew.  COALESCE keeps the executor from seeing that nothing is to be
 * done.
 */
static Expr *
ExpressionWithoutBitmap(Relation index, Expr *vector)
{
	ArrayCoerceExpr *array = makeNode(ArrayCoerceExpr);
	CoalesceExpr *same = makeNode(CoalesceExpr);
	CaseTestExpr *element = makeNode(CaseTestExpr);

	array->arg = vector;
	array->resulttype = AnnColumnType(index);
	array->resulttypmod = -1;
	element->typeId = get_element_type(array->resulttype);
	element->typeMod = -1;
	same->coalescetype = element->typeId;
	same->args = list_make2(element, element);
	array->elemexpr = (Expr *) same;
	array->coerceformat = COERCE_IMPLICIT_CAST;
	array->location = -1;
	return (Expr *) array;
}

/*
 * Does a function of an array give this number?
 */
static Expr *
Gives(Oid function, Expr *array, int number)
{
	return make_opclause(Int4EqualOperator, BOOLOID, false,
						 (Expr *) makeFuncExpr(function, INT4OID, list_make1(array), InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL),
						 (Expr *) makeConst(INT4OID, -1, InvalidOid, sizeof(int32), Int32GetDatum(number), false, true),
						 InvalidOid, InvalidOid);
}

/*
 * AnnBuildBelow - have pgvector build the index; of vectors without bitmaps,
 * where some row has one that does not fit.
 *
 * Then by one process: others read from the catalog what the index is of.  The
 * sample is drawn by this one in any case.
 */
IndexBuildResult *
AnnBuildBelow(const IndexAmRoutine *below, Relation heap, Relation index, IndexInfo *info, bool bitmaps)
{
	AttrNumber	column = info->ii_IndexAttrNumbers[0];
	List	   *expressions = info->ii_Expressions;
	List	   *predicate = info->ii_Predicate;
	Expr	   *vector = IndexedExpression(heap, info);
	int			workers = max_parallel_maintenance_workers;
	IndexBuildResult *volatile result = NULL;

	if (info->ii_Concurrent)
		info->ii_Predicate = list_concat_copy(predicate, list_make2(Gives(F_ARRAY_NDIMS, vector, 1),
																	Gives(F_CARDINALITY, vector, AnnStoredDim(index))));
	if (bitmaps)
	{
		info->ii_Expressions = list_make1(ExpressionWithoutBitmap(index, vector));
		info->ii_IndexAttrNumbers[0] = 0;
		max_parallel_maintenance_workers = 0;
	}
	PG_TRY();
	{
		result = below->ambuild(heap, index, info);
	}
	PG_FINALLY();
	{
		info->ii_Predicate = predicate;
		info->ii_Expressions = expressions;
		info->ii_IndexAttrNumbers[0] = column;
		max_parallel_maintenance_workers = workers;
	}
	PG_END_TRY();
	return result;
}
