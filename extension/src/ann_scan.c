/*
 * ann_scan.c - scans that give every row: LIMIT k returns k rows whenever k
 * match, however few of the nearest pass the query's conditions.
 *
 * An index scan learns neither the conditions nor the limit; it is asked for
 * row after row.  It works in three stages, each begun when the one before is
 * used up:
 *
 * 1. the first batch, hnsw.ef_search rows or those of ivfflat.probes lists,
 *    searched as cheaply as pgvector can: most queries end here;
 * 2. an iterative scan, which starts anew and leaves out what was given;
 *    pgvector ends it after about hnsw.max_scan_tuples rows;
 * 3. the rows of the table that the index has not given, compared one by one.
 *
 * A graph is walked anew in the second stage, as far as in the first one.  A
 * session that asks with one filter will ask with it again: when the last scan
 * of the index went past its first batch, the next one is an iterative scan
 * from the start.  It gives the same rows.
 *
 * The third stage is the safety net.  The planner, which knows the conditions,
 * prefers another plan when it expects to come that far (ann_cost_graph.c).
 * Lists have none: the second stage goes through all of them, and so gives all
 * rows.
 */
#include "ann.h"
#include "ann_scan.h"

#include "common/hashfn.h"
#include "utils/memutils.h"
#include "utils/rel.h"

/* A set of row numbers. */
typedef struct TidEntry
{
	uint64		tid;
	char		status;
} TidEntry;

#define SH_PREFIX tidset
#define SH_ELEMENT_TYPE TidEntry
#define SH_KEY_TYPE uint64
#define SH_KEY tid
#define SH_HASH_KEY(tb, key) murmurhash32((uint32) (key) ^ murmurhash32((uint32) ((key) >> 32)))
#define SH_EQUAL(tb, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DEFINE
#define SH_DECLARE
#include "lib/simplehash.h"

typedef enum AnnStage
{
	ANN_BEGIN,
	ANN_FIRST_BATCH,
	ANN_FURTHER_BATCHES,
	ANN_REST,
	ANN_END
} AnnStage;

typedef struct AnnScan
{
	const AnnEngine *engine;
	void	   *below;			/* pgvector's own state */
	int			begun;			/* value of pgvector's setting iterative_scan when that was made */
	AnnStage	stage;
	MemoryContext context;		/* of what follows, emptied by a rescan */
	AnnTidSet  *given;
	AnnRest    *rest;
} AnnScan;

static AnnEngine hnsw_engine;
static AnnEngine ivfflat_engine;

static uint64
TidKey(ItemPointer tid)
{
	return (uint64) ItemPointerGetBlockNumber(tid) << 16 | ItemPointerGetOffsetNumber(tid);
}

/*
 * AnnTidSetHas - is the row in the set?
 */
bool
AnnTidSetHas(AnnTidSet *set, ItemPointer tid)
{
	return set != NULL && tidset_lookup(set, TidKey(tid)) != NULL;
}

/*
 * Note that a row is given; false when it was given before.
 */
static bool
Give(AnnScan *state, ItemPointer tid)
{
	bool		found;

	if (state->given == NULL)
		state->given = tidset_create(state->context, 64, NULL);
	(void) tidset_insert(state->given, TidKey(tid), &found);
	return !found;
}

/* --- pgvector's part ------------------------------------------------------ */

/*
 * The next row of pgvector's scan, in a mode of its setting iterative_scan.
 */
static bool
NextBelow(IndexScanDesc scan, AnnScan *state, ScanDirection direction, int mode)
{
	const AnnEngine *engine = state->engine;
	int			before = *engine->iterative_scan;
	volatile bool found = false;

	scan->opaque = state->below;
	if (mode == before)
		found = engine->below.amgettuple(scan, direction);
	else
	{
		*engine->iterative_scan = mode;
		PG_TRY();
		{
			found = engine->below.amgettuple(scan, direction);
		}
		PG_FINALLY();
		{
			*engine->iterative_scan = before;
		}
		PG_END_TRY();
	}
	scan->opaque = state;
	return found;
}

/*
 * A scan of pgvector's, in a mode.  Lists decide here how many they may read.
 */
static IndexScanDesc
BeginBelow(const AnnEngine *engine, Relation index, int nkeys, int norderbys, int mode)
{
	int			mode_before = *engine->iterative_scan;
	int			probes_before;
	volatile IndexScanDesc scan = NULL;

	if (engine->max_probes == NULL)
		return engine->below.ambeginscan(index, nkeys, norderbys);

	probes_before = *engine->max_probes;
	*engine->iterative_scan = mode;
	if (ann_complete_scan)
		*engine->max_probes = ANN_MAX_LISTS;
	PG_TRY();
	{
		scan = engine->below.ambeginscan(index, nkeys, norderbys);
	}
	PG_FINALLY();
	{
		*engine->iterative_scan = mode_before;
		*engine->max_probes = probes_before;
	}
	PG_END_TRY();
	return scan;
}

/*
 * Replace pgvector's scan by one in another mode, where it matters.
 */
static void
RenewBelow(IndexScanDesc scan, AnnScan *state, int mode)
{
	const AnnEngine *engine = state->engine;
	IndexScanDesc fresh;
	MemoryContext caller;

	if (engine->max_probes == NULL || mode == state->begun)
		return;
	caller = MemoryContextSwitchTo(GetMemoryChunkContext(state));
	fresh = BeginBelow(engine, scan->indexRelation, scan->numberOfKeys, scan->numberOfOrderBys, mode);
	scan->opaque = state->below;
	engine->below.amendscan(scan);
	scan->opaque = state;
	state->below = fresh->opaque;
	state->begun = mode;
	IndexScanEnd(fresh);
	MemoryContextSwitchTo(caller);
}

static void
RescanBelow(IndexScanDesc scan, AnnScan *state, ScanKey keys, int nkeys, ScanKey orderbys, int norderbys)
{
	scan->opaque = state->below;
	state->engine->below.amrescan(scan, keys, nkeys, orderbys, norderbys);
	scan->opaque = state;
}

/*
 * The next row that the index gives and has not given before.
 */
static bool
NextNew(IndexScanDesc scan, AnnScan *state, ScanDirection direction, int mode)
{
	while (NextBelow(scan, state, direction, mode))
		if (Give(state, &scan->xs_heaptid))
			return true;
	return false;
}

/* --- stages --------------------------------------------------------------- */

/*
 * Did this session's last scan of the index go past the first batch?
 */
static bool *
WentOn(Relation index)
{
	if (index->rd_amcache == NULL)
		index->rd_amcache = MemoryContextAllocZero(index->rd_indexcxt, sizeof(bool));
	return (bool *) index->rd_amcache;
}

/*
 * Note how far a scan of a graph went, by the rows that it gave.
 */
static void
NoteHowFar(Relation index, const AnnScan *state)
{
	if (state->stage != ANN_BEGIN && state->engine->max_probes == NULL)
		*WentOn(index) = state->given != NULL && state->given->members > (uint32) *state->engine->effort;
}

static AnnStage
FirstStage(Relation index, const AnnScan *state)
{
	const AnnEngine *engine = state->engine;

	/* who sets pgvector's setting has an iterative scan from the start */
	if (state->begun != engine->off)
		return ANN_FURTHER_BATCHES;
	if (engine->max_probes == NULL && AnnIterativeMode(engine) != engine->off && *WentOn(index))
		return ANN_FURTHER_BATCHES;
	return ANN_FIRST_BATCH;
}

static AnnStage
BeginFurtherBatches(IndexScanDesc scan, AnnScan *state)
{
	int			mode = AnnIterativeMode(state->engine);

	if (mode == state->engine->off)
		return ANN_END;
	RenewBelow(scan, state, mode);
	RescanBelow(scan, state, NULL, 0, scan->orderByData, scan->numberOfOrderBys);
	return ANN_FURTHER_BATCHES;
}

static AnnStage
BeginRest(IndexScanDesc scan, AnnScan *state)
{
	MemoryContext caller;

	if (!ann_complete_scan || state->engine->max_probes != NULL)
		return ANN_END;
	ereport(DEBUG1,
			(errmsg_internal("index \"%s\" gave %u rows, comparing the rows left",
							 RelationGetRelationName(scan->indexRelation), state->given ? state->given->members : 0)));
	caller = MemoryContextSwitchTo(state->context);
	state->rest = AnnRestBegin(scan, state->given);
	MemoryContextSwitchTo(caller);
	return ANN_REST;
}

static bool
AnnGetTuple(IndexScanDesc scan, ScanDirection direction)
{
	AnnScan    *state = (AnnScan *) scan->opaque;
	const AnnEngine *engine = state->engine;

	for (;;)
	{
		switch (state->stage)
		{
			case ANN_BEGIN:
				state->stage = FirstStage(scan->indexRelation, state);
				break;
			case ANN_FIRST_BATCH:
				if (NextNew(scan, state, direction, engine->off))
					return true;
				state->stage = BeginFurtherBatches(scan, state);
				break;
			case ANN_FURTHER_BATCHES:
				if (NextNew(scan, state, direction, AnnIterativeMode(engine)))
					return true;
				state->stage = BeginRest(scan, state);
				break;
			case ANN_REST:
				scan->xs_recheck = false;
				scan->xs_recheckorderby = false;
				if (AnnRestNext(state->rest, &scan->xs_heaptid))
					return true;
				state->stage = ANN_END;
				break;
			case ANN_END:
				return false;
		}
	}
}

/* --- begin, rescan, end ---------------------------------------------------- */

static IndexScanDesc
AnnBeginScan(const AnnEngine *engine, Relation index, int nkeys, int norderbys)
{
	int			mode = *engine->iterative_scan;
	IndexScanDesc scan = BeginBelow(engine, index, nkeys, norderbys, mode);
	AnnScan    *state = (AnnScan *) palloc0(sizeof(AnnScan));

	state->engine = engine;
	state->begun = mode;
	state->below = scan->opaque;
	state->context = AllocSetContextCreate(CurrentMemoryContext, "rows that an ANN scan has given", ALLOCSET_DEFAULT_SIZES);
	scan->opaque = state;
	return scan;
}

static IndexScanDesc
HnswBeginScan(Relation index, int nkeys, int norderbys)
{
	return AnnBeginScan(&hnsw_engine, index, nkeys, norderbys);
}

static IndexScanDesc
IvfflatBeginScan(Relation index, int nkeys, int norderbys)
{
	return AnnBeginScan(&ivfflat_engine, index, nkeys, norderbys);
}

static void
AnnForget(AnnScan *state)
{
	if (state->rest != NULL)
		AnnRestEnd(state->rest);
	state->rest = NULL;
	state->given = NULL;
	MemoryContextReset(state->context);
}

static void
AnnRescan(IndexScanDesc scan, ScanKey keys, int nkeys, ScanKey orderbys, int norderbys)
{
	AnnScan    *state = (AnnScan *) scan->opaque;

	AnnCheckQuery(scan->indexRelation, orderbys, norderbys);
	NoteHowFar(scan->indexRelation, state);
	AnnForget(state);
	state->stage = ANN_BEGIN;
	RenewBelow(scan, state, *state->engine->iterative_scan);
	state->begun = *state->engine->iterative_scan;
	RescanBelow(scan, state, keys, nkeys, orderbys, norderbys);
}

static void
AnnEndScan(IndexScanDesc scan)
{
	AnnScan    *state = (AnnScan *) scan->opaque;

	NoteHowFar(scan->indexRelation, state);
	AnnForget(state);
	MemoryContextDelete(state->context);
	scan->opaque = state->below;
	state->engine->below.amendscan(scan);
	pfree(state);
}

/* --- hooks ----------------------------------------------------------------- */

static void
HnswCost(PlannerInfo *root, IndexPath *path, double loop_count, Cost *startup_cost, Cost *total_cost,
		 Selectivity *selectivity, double *correlation, double *pages)
{
	AnnHnswCost(&hnsw_engine, root, path, loop_count, startup_cost, total_cost, selectivity, correlation, pages);
}

static void
IvfflatCost(PlannerInfo *root, IndexPath *path, double loop_count, Cost *startup_cost, Cost *total_cost,
			Selectivity *selectivity, double *correlation, double *pages)
{
	AnnIvfflatCost(&ivfflat_engine, root, path, loop_count, startup_cost, total_cost, selectivity, correlation, pages);
}

static void
PutScanAbove(AnnEngine *engine, IndexAmRoutine *routine)
{
	engine->below = *routine;
	routine->amrescan = AnnRescan;
	routine->amgettuple = AnnGetTuple;
	routine->amendscan = AnnEndScan;
}

/*
 * AnnHnswScan - complete scans over pgvector's graph index, and their cost.
 */
void
AnnHnswScan(IndexAmRoutine *routine)
{
	if (hnsw_engine.effort == NULL)
		AnnReadHnswSettings(&hnsw_engine);
	PutScanAbove(&hnsw_engine, routine);
	routine->ambeginscan = HnswBeginScan;
	routine->amcostestimate = HnswCost;
}

/*
 * AnnIvfflatScan - complete scans over pgvector's inverted lists.
 */
void
AnnIvfflatScan(IndexAmRoutine *routine)
{
	if (ivfflat_engine.effort == NULL)
		AnnReadIvfflatSettings(&ivfflat_engine);
	PutScanAbove(&ivfflat_engine, routine);
	routine->ambeginscan = IvfflatBeginScan;
	routine->amcostestimate = IvfflatCost;
}
