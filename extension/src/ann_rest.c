/*
 * ann_rest.c - the rows of a table that its index has not given, nearest first.
 *
 * Which rows the index would have is for the server to say: the table is
 * scanned as for a build, with the scan's snapshot, so that a partial index's
 * condition holds and a row has the number that the index knows it by.
 */
#include "ann.h"
#include "ann_scan.h"

#include "access/genam.h"
#include "access/tableam.h"
#include "catalog/index.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_type_d.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

struct AnnRest
{
	Tuplesortstate *sort;		/* of distance and row number */
	TupleTableSlot *slot;
	AnnTidSet  *given;
	FmgrInfo   *distance;		/* support functions of the operator class */
	FmgrInfo   *norm;			/* NULL unless vectors count by direction */
	Oid			collation;
	Datum		query;
	bool		query_is_null;
	MemoryContext row_context;
};

#define DISTANCE_COLUMN 1
#define TID_COLUMN 2

/*
 * Orders as the index does: by the support function, on vectors of length 1
 * where the index keeps such.  False for a vector without direction, which the
 * index does not have.  The query's own length does not change the order.
 */
static bool
Distance(AnnRest *rest, Datum value, double *distance)
{
	double		length = 1;

	if (rest->query_is_null)
	{
		*distance = 0;
		return true;
	}
	if (rest->norm != NULL)
		length = DatumGetFloat8(FunctionCall1Coll(rest->norm, rest->collation, value));
	if (length == 0)
		return false;
	*distance = DatumGetFloat8(FunctionCall2Coll(rest->distance, rest->collation, value, rest->query)) / length;
	return true;
}

static void
CompareRow(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool alive, void *state)
{
	AnnRest    *rest = (AnnRest *) state;
	MemoryContext caller;
	double		distance;
	bool		indexed;

	if (isnull[0] || AnnTidSetHas(rest->given, tid))
		return;

	caller = MemoryContextSwitchTo(rest->row_context);
	indexed = Distance(rest, values[0], &distance);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(rest->row_context);
	if (!indexed)
		return;

	ExecClearTuple(rest->slot);
	rest->slot->tts_values[DISTANCE_COLUMN - 1] = Float8GetDatum(distance);
	rest->slot->tts_isnull[DISTANCE_COLUMN - 1] = false;
	rest->slot->tts_values[TID_COLUMN - 1] = Int64GetDatum((int64) ItemPointerGetBlockNumber(tid) << 16 | ItemPointerGetOffsetNumber(tid));
	rest->slot->tts_isnull[TID_COLUMN - 1] = false;
	ExecStoreVirtualTuple(rest->slot);
	tuplesort_puttupleslot(rest->sort, rest->slot);
}

/*
 * AnnRestBegin - compare all rows that are not in given.
 *
 * Allocates in the current memory context, which AnnRestEnd does not empty.
 */
AnnRest *
AnnRestBegin(IndexScanDesc scan, AnnTidSet *given)
{
	AnnRest    *rest = (AnnRest *) palloc0(sizeof(AnnRest));
	Relation	index = scan->indexRelation;
	IndexInfo  *info = BuildIndexInfo(index);
	TupleDesc	descriptor = CreateTemplateTupleDesc(2);
	AttrNumber	sort_column = DISTANCE_COLUMN;
	Oid			sort_operator = Float8LessOperator;
	Oid			sort_collation = InvalidOid;
	bool		nulls_first = false;

	TupleDescInitEntry(descriptor, DISTANCE_COLUMN, "distance", FLOAT8OID, -1, 0);
	TupleDescInitEntry(descriptor, TID_COLUMN, "tid", INT8OID, -1, 0);
	rest->sort = tuplesort_begin_heap(descriptor, 1, &sort_column, &sort_operator, &sort_collation, &nulls_first,
									  work_mem, NULL, 0);
	rest->slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);
	rest->given = given;
	rest->distance = index_getprocinfo(index, 1, ANN_DISTANCE_PROC);
	rest->norm = OidIsValid(index_getprocid(index, 1, ANN_NORM_PROC)) ? index_getprocinfo(index, 1, ANN_NORM_PROC) : NULL;
	rest->collation = index->rd_indcollation[0];
	rest->query = scan->orderByData->sk_argument;
	rest->query_is_null = (scan->orderByData->sk_flags & SK_ISNULL) != 0;
	rest->row_context = AllocSetContextCreate(CurrentMemoryContext, "row of an ANN scan", ALLOCSET_DEFAULT_SIZES);

	/* so that the snapshot decides, as for CREATE INDEX CONCURRENTLY */
	info->ii_Concurrent = true;
	table_index_build_scan(scan->heapRelation, index, info, true, false, CompareRow, rest,
						   table_beginscan_strat(scan->heapRelation, scan->xs_snapshot, 0, NULL, true, true));
	tuplesort_performsort(rest->sort);

	/* reading needs the kind of slot that the sort keeps */
	ExecDropSingleTupleTableSlot(rest->slot);
	rest->slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsMinimalTuple);
	return rest;
}

/*
 * AnnRestNext - the nearest row left; false when there is none.
 */
bool
AnnRestNext(AnnRest *rest, ItemPointer tid)
{
	bool		isnull;
	int64		key;

	if (!tuplesort_gettupleslot(rest->sort, true, false, rest->slot, NULL))
		return false;
	key = DatumGetInt64(slot_getattr(rest->slot, TID_COLUMN, &isnull));
	ItemPointerSet(tid, (BlockNumber) (key >> 16), (OffsetNumber) (key & 0xFFFF));
	return true;
}

/*
 * AnnRestEnd - give back what is not memory.
 */
void
AnnRestEnd(AnnRest *rest)
{
	ExecDropSingleTupleTableSlot(rest->slot);
	tuplesort_end(rest->sort);
}
