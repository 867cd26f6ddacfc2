/*
 * ann_dim.c - the checks of what is indexed and searched for, by both access
 * methods: above all its length.
 */
#include "ann.h"
#include "vector.h"

#include "access/tableam.h"

/*
 * AnnStoredDim - the dimension of an index that has been built, from its own
 * column.
 */
int
AnnStoredDim(Relation index)
{
	return TupleDescAttr(RelationGetDescr(index), 0)->atttypmod;
}

/*
 * AnnDimOfDatum - length of a vector that may be toasted; of one that is,
 * only the header is fetched.
 *
 * Leaves nothing allocated, since it is called for every row.
 */
int
AnnDimOfDatum(Datum value)
{
	struct varlena *stored = (struct varlena *) DatumGetPointer(value);
	ArrayType  *header;
	int			dim;

	if (!VARATT_IS_EXTENDED(stored))
		header = (ArrayType *) stored;
	else
		header = (ArrayType *) PG_DETOAST_DATUM_SLICE(value, 0, ARR_OVERHEAD_NONULLS(1) - VARHDRSZ);
	if (ARR_NDIM(header) > 1)
		CheckVectorSlow(header);	/* says so */
	dim = VectorDim(header);
	if ((struct varlena *) header != stored)
		pfree(header);
	return dim;
}

/*
 * AnnCheckIndexedDim - error unless a row has the index's length.
 */
void
AnnCheckIndexedDim(Relation index, int dim, int expected)
{
	if (unlikely(dim != expected))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("index \"%s\" holds vectors of %d dimensions, but the row has %d",
						RelationGetRelationName(index), expected, dim)));
}

/* --- all rows of a table ------------------------------------------------- */

typedef struct RowCheck
{
	const AnnRules *rules;
	Oid			type;
	int			dim;			/* that every row must have; of the first row, if not set */
	bool		bitmaps;		/* has a row one, for which there is no room? */
} RowCheck;

static void
RowCheckCallback(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool tupleIsAlive, void *state)
{
	RowCheck   *check = (RowCheck *) state;
	int			dim;

	if (isnull[0])
		return;
	dim = check->rules->row_dim(index, values[0]);
	if (check->dim == ANN_NOT_SET)
		check->dim = dim;
	AnnCheckIndexedDim(index, dim, check->dim);
	if (unlikely(!check->bitmaps && !AnnBitmapFits(check->type, dim)))
		check->bitmaps = AnnHasBitmap(values[0]);
}

/*
 * CheckTable - the dimension that every row to be indexed has, or else the
 * given one.
 *
 * A pass of its own over the table: pgvector compares a row with others of
 * the index, never with the option, and would say so only after much of the
 * work is done.  It costs a scan, where a build costs hundreds.
 */
static RowCheck
CheckTable(Relation heap, Relation index, IndexInfo *indexInfo, const AnnRules *rules, int dim)
{
	RowCheck	check = {.rules = rules, .type = AnnColumnType(index), .dim = dim};

	table_index_build_scan(heap, index, indexInfo, true, false, RowCheckCallback, &check, NULL);
	return check;
}

/*
 * CheckDimLimit - error when vectors of this length do not fit into the index.
 */
static void
CheckDimLimit(Relation index, int dim, const AnnRules *rules)
{
	Oid			type = AnnColumnType(index);
	int			max_dim = rules->max_dim(type);

	if (dim < 1 || dim > max_dim)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("index \"%s\" takes %s vectors of 1 to %d dimensions, not %d",
						RelationGetRelationName(index), AnnTypeName(type), max_dim, dim)));
}

/*
 * AnnBeforeBuild - check the options and the rows, and store the dimension.
 *
 * True when bitmaps of NULL elements have to be taken off the rows: some row
 * has one for which there is no room, or may come with one in a concurrent
 * build.
 */
bool
AnnBeforeBuild(Relation heap, Relation index, IndexInfo *indexInfo, const AnnRules *rules)
{
	RowCheck	check;
	int			dim;

	AnnCheckMeasure(index);
	if (AnnDimOption(index) != ANN_NOT_SET)
		CheckDimLimit(index, AnnDimOption(index), rules);
	check = CheckTable(heap, index, indexInfo, rules, AnnDimOption(index));
	dim = check.dim;
	/* an index that was built before knows, even if the table is empty now */
	if (dim == ANN_NOT_SET)
		dim = AnnStoredDim(index);
	if (dim == ANN_NOT_SET)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("index \"%s\" on a table without rows needs the option dim", RelationGetRelationName(index)),
				 errhint("Write WITH (dim = N), where N is the number of elements of every vector.")));
	CheckDimLimit(index, dim, rules);
	AnnStoreDim(index, dim);
	return check.bitmaps || (indexInfo->ii_Concurrent && !AnnBitmapFits(AnnColumnType(index), dim));
}

/*
 * AnnAfterBuild - check rows that came in between.
 *
 * A concurrent build scans what is there at each of its scans, and a row that
 * was inserted after the first one was not checked by the insert either.
 */
void
AnnAfterBuild(Relation heap, Relation index, IndexInfo *indexInfo, const AnnRules *rules)
{
	if (indexInfo->ii_Concurrent)
		(void) CheckTable(heap, index, indexInfo, rules, AnnStoredDim(index));
}

/* --- queries ------------------------------------------------------------- */

/*
 * AnnCheckQuery - error unless an index can be searched for this.
 */
void
AnnCheckQuery(Relation index, ScanKey orderbys, int norderbys)
{
	ArrayType  *query;
	int			bad;

	if (norderbys < 1 || (orderbys[0].sk_flags & SK_ISNULL))
		return;

	query = DatumGetArrayTypeP(orderbys[0].sk_argument);
	CheckVector(query);
	if (VectorDim(query) != AnnStoredDim(index))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("index \"%s\" holds vectors of %d dimensions, but the query has %d",
						RelationGetRelationName(index), AnnStoredDim(index), VectorDim(query))));
	bad = FirstNonFinite(query);
	if (bad >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("index \"%s\" is searched by finite vectors only, but element %d of the query is NaN or infinite",
						RelationGetRelationName(index), bad + 1)));
	if ((Pointer) query != DatumGetPointer(orderbys[0].sk_argument))
		pfree(query);
}
