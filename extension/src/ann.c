/*
 * ann.c - the access method ann: an HNSW graph index over vectors in arrays.
 *
 * pgvector does the work.  Our handler takes the routine that pgvector's
 * hnswhandler returns and replaces what an array needs otherwise:
 *
 * - options: pgvector's two come first in our struct, where its code reads
 *   them, ours follow;
 * - build: pgvector wants the column's type modifier to be the dimension and
 *   arrays have none, so the dimension is checked here and stored with the
 *   index's own column;
 * - insert and scan: the length of every row and query is checked against it.
 */
#include "ann.h"
#include "vector.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/pg_attribute.h"
#include "nodes/execnodes.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(ann_handler);

/* --- dimensions ---------------------------------------------------------- */

/*
 * The dimension of an index that has been built, from its own column.
 */
static int
StoredDim(Relation index)
{
	return TupleDescAttr(RelationGetDescr(index), 0)->atttypmod;
}

/*
 * Keep the dimension as the type modifier of the index's column, where
 * pgvector looks for it, parallel workers and later sessions included.
 */
static void
StoreDim(Relation index, int dim)
{
	Relation	attributes;
	HeapTuple	tuple;

	if (StoredDim(index) == dim)
		return;

	attributes = table_open(AttributeRelationId, RowExclusiveLock);
	tuple = SearchSysCacheCopy2(ATTNUM, ObjectIdGetDatum(RelationGetRelid(index)), Int16GetDatum(1));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for the column of index %u", RelationGetRelid(index));
	((Form_pg_attribute) GETSTRUCT(tuple))->atttypmod = dim;
	CatalogTupleUpdate(attributes, &tuple->t_self, tuple);
	heap_freetuple(tuple);
	table_close(attributes, RowExclusiveLock);

	CommandCounterIncrement();
	TupleDescAttr(RelationGetDescr(index), 0)->atttypmod = dim;
}

/*
 * Length of a vector that may be toasted; of one that is, only the header is
 * fetched.  Leaves nothing allocated, since it is called for every row.
 */
static int
DimOfDatum(Datum value)
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
 * CheckIndexedDim - error unless a row has the index's length.
 */
static void
CheckIndexedDim(Relation index, int dim, int expected)
{
	if (unlikely(dim != expected))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("index \"%s\" holds vectors of %d dimensions, but the row has %d",
						RelationGetRelationName(index), expected, dim)));
}

static void
DimCheckCallback(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool tupleIsAlive, void *state)
{
	int		   *expected = (int *) state;
	int			dim;

	if (isnull[0])
		return;
	dim = DimOfDatum(values[0]);
	if (*expected == ANN_NOT_SET)
		*expected = dim;
	CheckIndexedDim(index, dim, *expected);
}

/*
 * CheckTable - the dimension that every row to be indexed has.
 *
 * A pass of its own over the table: pgvector compares a row with others of
 * the index, never with the option, and would say so only after much of the
 * work is done.  It costs a scan, where a build costs hundreds.
 */
static int
CheckTable(Relation heap, Relation index, IndexInfo *indexInfo)
{
	int			dim = AnnDimOption(index);

	table_index_build_scan(heap, index, indexInfo, true, false, DimCheckCallback, &dim, NULL);
	/* an index that was built before knows, even if the table is empty now */
	if (dim == ANN_NOT_SET)
		dim = StoredDim(index);
	if (dim == ANN_NOT_SET)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("index \"%s\" on a table without rows needs the option dim", RelationGetRelationName(index)),
				 errhint("Write WITH (dim = N), where N is the number of elements of every vector.")));
	return dim;
}

/*
 * CheckDimLimit - error when vectors of this length do not fit into the index.
 */
static void
CheckDimLimit(Relation index, int dim)
{
	Oid			type = TupleDescAttr(RelationGetDescr(index), 0)->atttypid;
	int			max_dim = type == FLOAT4ARRAYOID ? ANN_FLOAT4_MAX_DIM : ANN_FLOAT2_MAX_DIM;

	if (dim < 1 || dim > max_dim)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("index \"%s\" takes %s vectors of 1 to %d dimensions, not %d",
						RelationGetRelationName(index), AnnTypeName(type), max_dim, dim)));
}

/* --- replaced callbacks -------------------------------------------------- */

static IndexBuildResult *
AnnBuild(Relation heap, Relation index, IndexInfo *indexInfo)
{
	int			dim;

	AnnCheckMeasure(index);
	if (AnnDimOption(index) != ANN_NOT_SET)
		CheckDimLimit(index, AnnDimOption(index));
	dim = CheckTable(heap, index, indexInfo);
	CheckDimLimit(index, dim);
	StoreDim(index, dim);
	return AnnHnswRoutine()->ambuild(heap, index, indexInfo);
}

static bool
AnnInsert(Relation index, Datum *values, bool *isnull, ItemPointer tid, Relation heap,
		  IndexUniqueCheck checkUnique, bool indexUnchanged, IndexInfo *indexInfo)
{
	if (!isnull[0])
		CheckIndexedDim(index, DimOfDatum(values[0]), StoredDim(index));
	return AnnHnswRoutine()->aminsert(index, values, isnull, tid, heap, checkUnique, indexUnchanged, indexInfo);
}

static void
AnnRescan(IndexScanDesc scan, ScanKey keys, int nkeys, ScanKey orderbys, int norderbys)
{
	if (norderbys > 0 && !(orderbys[0].sk_flags & SK_ISNULL))
	{
		Relation	index = scan->indexRelation;
		ArrayType  *query = DatumGetArrayTypeP(orderbys[0].sk_argument);

		CheckVector(query);
		if (VectorDim(query) != StoredDim(index))
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("index \"%s\" holds vectors of %d dimensions, but the query has %d",
							RelationGetRelationName(index), StoredDim(index), VectorDim(query))));
	}
	AnnHnswRoutine()->amrescan(scan, keys, nkeys, orderbys, norderbys);
}

Datum
ann_handler(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *routine = makeNode(IndexAmRoutine);

	*routine = *AnnHnswRoutine();
	routine->amoptions = AnnParseOptions;
	routine->ambuild = AnnBuild;
	routine->aminsert = AnnInsert;
	routine->amrescan = AnnRescan;
	routine->amvalidate = AnnValidate;
	PG_RETURN_POINTER(routine);
}
