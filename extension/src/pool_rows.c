/*
 * pool_rows.c - the best rows of several pools that are not in a set of ids.
 *
 * A pool is a table of (region,) tag, score and id with an index on
 * (region, tag, score DESC) INCLUDE (id), or the id as the last key.  The rows
 * wanted for one tag lie together in it, best first, so they are read from the
 * index directly: for a request of five tags and three pools, a plan's nodes
 * would take several times as long as the reading.
 */
#include "id_set.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/itup.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/transam.h"
#include "access/visibilitymap.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type_d.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(pool_rows);

#define RESULT_COLUMNS 5
#define SHARE_WHOLE 100

typedef struct PoolRow
{
	int64		id;
	float4		score;
} PoolRow;

typedef struct Pool
{
	Datum		name;
	bool		hasRegion;
	int			share;			/* of a tag's quota, in percent */
	Relation	table;
	Relation	index;
	IndexScanDesc scan;
	TupleTableSlot *slot;		/* for rows whose page is not all visible */
	Buffer		visibility;		/* page of the visibility map, kept pinned */
	ScanKeyData keys[2];
	int			keyCount;
	PoolRow    *rows;			/* of the tag that is being read */
	int			rowCount;
	int			rowRoom;
	int			wanted;			/* rows that are its own share */
	int			missing;		/* of those, not found yet in any pool */
} Pool;

/*
 * The elements of a list argument, which all have the same length.
 */
static int
ListArgument(FunctionCallInfo fcinfo, int number, const char *name, Oid element, int length, Datum **values, bool **nulls)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(number);
	int16		typlen;
	bool		typbyval;
	char		typalign;
	int			count;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s must be an array of one dimension, not of %d", name, ARR_NDIM(array))));
	if (nulls == NULL && array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain NULL", name)));
	get_typlenbyvalalign(element, &typlen, &typbyval, &typalign);
	deconstruct_array(array, element, typlen, typbyval, typalign, values, nulls, &count);
	if (length >= 0 && count != length)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements where %d are expected", name, count, length)));
	return count;
}

/*
 * Who asks must be allowed to read the table; rows that a policy may hide are
 * not for this function.
 */
static void
CheckReadable(Relation table)
{
	Oid			oid = RelationGetRelid(table);

	if (pg_class_aclcheck(oid, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, get_relkind_objtype(table->rd_rel->relkind), RelationGetRelationName(table));
	if (check_enable_rls(oid, InvalidOid, false) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("pool \"%s\" has row-level security, which pool_rows cannot apply", RelationGetRelationName(table))));
}

static bool
HasShape(Relation index, int keyCount)
{
	TupleDesc	columns = RelationGetDescr(index);

	if (index->rd_rel->relkind != RELKIND_INDEX || index->rd_rel->relam != BTREE_AM_OID || !index->rd_index->indisvalid ||
		columns->natts != keyCount + 2 || index->rd_index->indnkeyatts < keyCount + 1)
		return false;
	for (int i = 0; i < keyCount; i++)
		if (TupleDescAttr(columns, i)->atttypid != INT4OID)
			return false;
	return TupleDescAttr(columns, keyCount)->atttypid == FLOAT4OID &&
		(index->rd_indoption[keyCount] & INDOPTION_DESC) != 0 &&
		TupleDescAttr(columns, keyCount + 1)->atttypid == INT8OID;
}

/*
 * An index that was made while rows had versions it does not know of says so;
 * it is right only for those who began later, and the planner leaves it out
 * for the others.
 */
static void
CheckOldEnough(Relation index)
{
	if (index->rd_index->indcheckxmin &&
		!TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data), TransactionXmin))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"%s\" is newer than a transaction that is still running", RelationGetRelationName(index)),
				 errhint("Try again when the transactions have ended that began before the index was made.")));
}

static void
OpenPool(Pool *pool, Oid index, bool regionIsNull, int32 region)
{
	pool->hasRegion = !regionIsNull;
	pool->keyCount = regionIsNull ? 1 : 2;
	if (get_rel_relkind(index) == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("index with OID %u does not exist", index)));
	pool->index = index_open(index, AccessShareLock);
	pool->table = table_open(pool->index->rd_index->indrelid, AccessShareLock);
	CheckReadable(pool->table);
	if (!HasShape(pool->index, pool->keyCount))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("index \"%s\" is not a valid btree index on (%sinteger, real DESC) with a bigint behind",
						RelationGetRelationName(pool->index), pool->hasRegion ? "integer, " : "")));
	CheckOldEnough(pool->index);
	if (pool->hasRegion)
		ScanKeyInit(&pool->keys[0], 1, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(region));
	pool->scan = IndexBeginScan(pool->table, pool->index, GetActiveSnapshot(), pool->keyCount);
	pool->scan->xs_want_itup = true;
	pool->slot = table_slot_create(pool->table, NULL);
	pool->visibility = InvalidBuffer;
}

static void
ClosePool(Pool *pool)
{
	if (BufferIsValid(pool->visibility))
		ReleaseBuffer(pool->visibility);
	ExecDropSingleTupleTableSlot(pool->slot);
	index_endscan(pool->scan);
	table_close(pool->table, AccessShareLock);
	index_close(pool->index, AccessShareLock);
}

/*
 * Is the row that the index has found visible?  As an index-only scan does it:
 * the table is looked at only where its page is not known to be all visible.
 */
static bool
IsVisible(Pool *pool, ItemPointer tid)
{
	BlockNumber block = ItemPointerGetBlockNumber(tid);
	bool		visible;

	if (VM_ALL_VISIBLE(pool->table, block, &pool->visibility))
	{
		PredicateLockPage(pool->table, block, pool->scan->xs_snapshot);
		return true;
	}
	visible = index_fetch_heap(pool->scan, pool->slot);
	ExecClearTuple(pool->slot);
	return visible;
}

static PoolRow
IndexRow(const Pool *pool)
{
	PoolRow		row;
	bool		isNull;

	row.score = DatumGetFloat4(index_getattr(pool->scan->xs_itup, pool->keyCount + 1, pool->scan->xs_itupdesc, &isNull));
	row.id = DatumGetInt64(index_getattr(pool->scan->xs_itup, pool->keyCount + 2, pool->scan->xs_itupdesc, &isNull));
	return row;
}

static void
AddRow(Pool *pool, PoolRow row)
{
	if (pool->rowCount == pool->rowRoom)
	{
		pool->rowRoom = Max(64, pool->rowRoom * 2);
		pool->rows = pool->rows == NULL ? palloc(pool->rowRoom * sizeof(PoolRow))
			: repalloc(pool->rows, pool->rowRoom * sizeof(PoolRow));
	}
	pool->rows[pool->rowCount++] = row;
}

/*
 * Best score first, then the smaller id.
 */
static int
CompareRows(const void *left, const void *right)
{
	const PoolRow *a = left;
	const PoolRow *b = right;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/*
 * Read so many of the best rows of a tag whose ids are not in the set.  Where
 * the last one shares its score with others, they are read too, and the
 * smallest ids are taken.
 */
static void
ReadRows(Pool *pool, int32 tag, int most, const IdSet *seen)
{
	ItemPointer tid;
	bool		ties = false;

	pool->rowCount = 0;
	if (most == 0)
		return;
	ScanKeyInit(&pool->keys[pool->keyCount - 1], pool->keyCount, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(tag));
	index_rescan(pool->scan, pool->keys, pool->keyCount, NULL, 0);
	while ((tid = index_getnext_tid(pool->scan, ForwardScanDirection)) != NULL)
	{
		PoolRow		row = IndexRow(pool);
		bool		tie = pool->rowCount > 0 && pool->rows[pool->rowCount - 1].score == row.score;

		CHECK_FOR_INTERRUPTS();
		if (pool->rowCount >= most && !tie)
			break;
		if (IdSetContains(seen, row.id) || !IsVisible(pool, tid))
			continue;
		ties |= tie;
		AddRow(pool, row);
	}
	if (ties)
		qsort(pool->rows, pool->rowCount, sizeof(PoolRow), CompareRows);
	pool->rowCount = Min(pool->rowCount, most);
}

/*
 * Read a tag's rows from all pools.  What one is short of, the following ones
 * are asked for.
 */
static void
ReadTag(Pool *pools, int poolCount, int32 tag, int32 quota, const IdSet *seen)
{
	int64		missing = 0;

	for (int p = 0; p < poolCount; p++)
	{
		Pool	   *pool = &pools[p];

		pool->wanted = (int) (((int64) quota * pool->share + SHARE_WHOLE - 1) / SHARE_WHOLE);
		ReadRows(pool, tag, (int) Min(pool->wanted + missing, PG_INT32_MAX), seen);
		missing += pool->wanted - pool->rowCount;
		pool->missing = Max(pool->wanted - pool->rowCount, 0);
	}
}

/*
 * The pool in whose place the next row of pools[p] stands that is above its
 * own share: the nearest one before it that is still short.
 */
static Pool *
TakeMissing(Pool *pools, int p)
{
	while (--p >= 0)
		if (pools[p].missing > 0)
		{
			pools[p].missing--;
			return &pools[p];
		}
	elog(ERROR, "a row stands in no pool's place");
}

static void
PutRows(ReturnSetInfo *result, Pool *pools, int p, int32 tag)
{
	Pool	   *pool = &pools[p];

	for (int i = 0; i < pool->rowCount; i++)
	{
		bool		nulls[RESULT_COLUMNS] = {false};
		Datum		values[RESULT_COLUMNS];

		values[0] = pool->name;
		values[1] = Int32GetDatum(tag);
		values[2] = Int64GetDatum(pool->rows[i].id);
		values[3] = Float4GetDatum(pool->rows[i].score);
		nulls[4] = i < pool->wanted;
		values[4] = nulls[4] ? (Datum) 0 : TakeMissing(pools, p)->name;
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

static ReturnSetInfo *
BeginResult(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext previous;
	TupleDesc	columns;

	if (result == NULL || !IsA(result, ReturnSetInfo) || (result->allowedModes & SFRM_Materialize) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("pool_rows returns a set, which cannot be taken here")));
	previous = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
	if (get_call_result_type(fcinfo, NULL, &columns) != TYPEFUNC_COMPOSITE || columns->natts != RESULT_COLUMNS)
		elog(ERROR, "pool_rows must return %d columns", RESULT_COLUMNS);
	result->returnMode = SFRM_Materialize;
	result->setResult = tuplestore_begin_heap(false, false, work_mem);
	result->setDesc = columns;
	MemoryContextSwitchTo(previous);
	return result;
}

/*
 * pool_rows(names, indexes, regions, shares, tags, quotas, seen)
 *
 * The pools are given in the order in which they stand in for each other; the
 * result has the last one first.
 */
Datum
pool_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = BeginResult(fcinfo);
	IdSet	   *seen = PG_GETARG_ID_SET(6);
	Datum	   *names;
	Datum	   *indexes;
	Datum	   *regions;
	bool	   *regionIsNull;
	Datum	   *shares;
	Datum	   *tags;
	Datum	   *quotas;
	int			poolCount = ListArgument(fcinfo, 0, "names", TEXTOID, -1, &names, NULL);
	int			tagCount;
	Pool	   *pools;

	ListArgument(fcinfo, 1, "indexes", REGCLASSOID, poolCount, &indexes, NULL);
	ListArgument(fcinfo, 2, "regions", INT4OID, poolCount, &regions, &regionIsNull);
	ListArgument(fcinfo, 3, "shares", INT4OID, poolCount, &shares, NULL);
	tagCount = ListArgument(fcinfo, 4, "tags", INT4OID, -1, &tags, NULL);
	ListArgument(fcinfo, 5, "quotas", INT4OID, tagCount, &quotas, NULL);
	for (int p = 0; p < poolCount; p++)
		if (DatumGetInt32(shares[p]) < 0 || DatumGetInt32(shares[p]) > SHARE_WHOLE)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a share must be between 0 and %d percent, but is %d", SHARE_WHOLE, DatumGetInt32(shares[p]))));
	for (int t = 0; t < tagCount; t++)
		if (DatumGetInt32(quotas[t]) < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a quota must not be negative, but that of tag %d is %d", DatumGetInt32(tags[t]), DatumGetInt32(quotas[t]))));

	pools = (Pool *) palloc0(Max(poolCount, 1) * sizeof(Pool));
	for (int p = 0; p < poolCount; p++)
	{
		pools[p].name = names[p];
		pools[p].share = DatumGetInt32(shares[p]);
		OpenPool(&pools[p], DatumGetObjectId(indexes[p]), regionIsNull[p], DatumGetInt32(regions[p]));
	}
	for (int t = 0; t < tagCount; t++)
	{
		ReadTag(pools, poolCount, DatumGetInt32(tags[t]), DatumGetInt32(quotas[t]), seen);
		for (int p = poolCount - 1; p >= 0; p--)
			PutRows(result, pools, p, DatumGetInt32(tags[t]));
	}
	for (int p = 0; p < poolCount; p++)
		ClosePool(&pools[p]);
	return (Datum) 0;
}
