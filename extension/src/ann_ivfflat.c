/*
 * ann_ivfflat.c - the access method ann_ivfflat: inverted lists of vectors in
 * arrays, each list around a centre.
 *
 * Made of pgvector's ivfflat as ann is made of its hnsw (ann.c), with two
 * differences.  pgvector does not look at the elements of a row here, so that
 * is done before it gets the row.  And it keeps vectors as values of the
 * index's column, which is therefore stored plain: compressed vectors would
 * be unpacked for every comparison.
 */
#include "ann.h"
#include "ann_scan.h"
#include "vector.h"

#include "access/genam.h"
#include "access/relscan.h"

PG_FUNCTION_INFO_V1(ann_ivfflat_handler);

static int
RowDim(Relation index, Datum value)
{
	ArrayType  *row = DatumGetArrayTypeP(value);
	int			dim = VectorDim(row);

	CheckVector(row);
	CheckFiniteVector(row);
	if ((Pointer) row != DatumGetPointer(value))
		pfree(row);
	return dim;
}

static const AnnRules rules = {.max_dim = AnnIvfflatMaxDim, .row_dim = RowDim};

/*
 * A vector of one element has one of two directions, which pgvector refuses
 * to make centres of.
 */
static void
CheckDirection(Relation index)
{
	if (AnnStoredDim(index) == 1 && OidIsValid(index_getprocid(index, 1, ANN_IVFFLAT_KMEANS_NORM_PROC)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("index \"%s\" by inner product or cosine needs vectors of 2 dimensions or more, not 1",
						RelationGetRelationName(index))));
}

static IndexBuildResult *
AnnIvfflatBuild(Relation heap, Relation index, IndexInfo *indexInfo)
{
	bool		bitmaps = AnnBeforeBuild(heap, index, indexInfo, &rules);
	IndexBuildResult *result;

	CheckDirection(index);
	AnnStorePlain(index);
	AnnBeginCenters(index);
	result = AnnBuildBelow(AnnIvfflatRoutine(), heap, index, indexInfo, bitmaps);
	AnnAfterBuild(heap, index, indexInfo, &rules);
	return result;
}

static void
AnnIvfflatBuildEmpty(Relation index)
{
	AnnBeginCenters(index);
	AnnIvfflatRoutine()->ambuildempty(index);
}

static bool
AnnIvfflatInsert(Relation index, Datum *values, bool *isnull, ItemPointer tid, Relation heap,
				 IndexUniqueCheck checkUnique, bool indexUnchanged, IndexInfo *indexInfo)
{
	Datum		value = values[0];

	if (!isnull[0])
	{
		value = AnnWithoutBitmap(value);
		AnnCheckIndexedDim(index, RowDim(index, value), AnnStoredDim(index));
	}
	return AnnIvfflatRoutine()->aminsert(index, &value, isnull, tid, heap, checkUnique, indexUnchanged, indexInfo);
}

Datum
ann_ivfflat_handler(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *routine = makeNode(IndexAmRoutine);

	*routine = *AnnIvfflatRoutine();
	routine->amoptions = AnnIvfflatParseOptions;
	routine->ambuild = AnnIvfflatBuild;
	routine->ambuildempty = AnnIvfflatBuildEmpty;
	routine->aminsert = AnnIvfflatInsert;
	routine->amvalidate = AnnIvfflatValidate;
	AnnIvfflatScan(routine);
	PG_RETURN_POINTER(routine);
}
