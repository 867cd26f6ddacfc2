/*
 * ann.c - the access method ann: an HNSW graph index over vectors in arrays.
 *
 * An index is pgvector's, page by page.  Our handler takes the routine that
 * pgvector's hnswhandler returns and replaces what an array needs otherwise:
 *
 * - options: pgvector's two come first in our struct, where its code reads
 *   them, ours follow;
 * - build: pgvector wants the column's type modifier to be the dimension and
 *   arrays have none, so the dimension is checked here and stored with the
 *   index's own column; the graph is built by code of our own as long as it
 *   fits into memory (ann_build.c);
 * - insert: the length of every row is checked against it, and that of every
 *   query where a scan begins (ann_scan.c).
 */
#include "ann.h"
#include "ann_build.h"
#include "ann_scan.h"
#include "vector.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "catalog/pg_type_d.h"
#include "nodes/execnodes.h"

PG_FUNCTION_INFO_V1(ann_handler);

static int
MaxDim(Oid type)
{
	return type == FLOAT4ARRAYOID ? ANN_FLOAT4_MAX_DIM : ANN_FLOAT2_MAX_DIM;
}

/*
 * The length alone: pgvector has every element checked (CheckIndexedValue).
 */
static int
RowDim(Relation index, Datum value)
{
	return AnnDimOfDatum(value);
}

static const AnnRules rules = {.max_dim = MaxDim, .row_dim = RowDim};

static IndexBuildResult *
AnnBuild(Relation heap, Relation index, IndexInfo *indexInfo)
{
	bool		bitmaps = AnnBeforeBuild(heap, index, indexInfo, &rules);
	IndexBuildResult *result;

	result = AnnBuildInMemory(heap, index, indexInfo, AnnStoredDim(index));
	if (result == NULL)
		result = AnnBuildBelow(AnnHnswRoutine(), heap, index, indexInfo, bitmaps);
	AnnAfterBuild(heap, index, indexInfo, &rules);
	return result;
}

static bool
AnnInsert(Relation index, Datum *values, bool *isnull, ItemPointer tid, Relation heap,
		  IndexUniqueCheck checkUnique, bool indexUnchanged, IndexInfo *indexInfo)
{
	Datum		value = values[0];

	if (!isnull[0])
	{
		AnnCheckIndexedDim(index, RowDim(index, value), AnnStoredDim(index));
		value = AnnWithoutBitmap(value);
	}
	return AnnHnswRoutine()->aminsert(index, &value, isnull, tid, heap, checkUnique, indexUnchanged, indexInfo);
}

Datum
ann_handler(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *routine = makeNode(IndexAmRoutine);

	*routine = *AnnHnswRoutine();
	routine->amoptions = AnnParseOptions;
	routine->ambuild = AnnBuild;
	routine->aminsert = AnnInsert;
	routine->amvalidate = AnnValidate;
	AnnHnswScan(routine);
	PG_RETURN_POINTER(routine);
}
