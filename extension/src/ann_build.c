/*
 * ann_build.c - build a graph index in memory of our own, and write it out as
 * pgvector would have.
 *
 * A build spends its time waiting for memory: the vectors that are compared
 * lie all over the graph.  pgvector's is in shared memory, reached through
 * pages of 4 kB, and compares by way of the function manager, one vector after
 * the other.  Here rows are on huge pages and cache lines of their own, are
 * asked for before they are needed, and the kernel is called directly; by
 * threads, which share such memory.
 *
 * What does not fit into maintenance_work_mem is left to pgvector, which goes
 * on on disk.
 */
#include "ann_build.h"

#include "ann.h"
#include "ann_pgvector.h"
#include "float2_kernel.h"
#include "vector.h"

#include <unistd.h>

#include "access/genam.h"
#include "access/tableam.h"
#include "access/xloginsert.h"
#include "catalog/index.h"
#include "catalog/pg_type_d.h"
#include "commands/progress.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "optimizer/optimizer.h"
#include "optimizer/plancat.h"
#include "optimizer/planner.h"
#include "pgstat.h"
#include "storage/bufmgr.h"
#include "storage/latch.h"
#include "utils/backend_progress.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/wait_event.h"

/* pgvector's number of the phase "loading tuples". */
#define PHASE_LOAD 2

#define WAIT_MILLISECONDS 50

typedef struct BuildState
{
	AnnGraph   *graph;
	int			dim;
	VectorElement element;
	bool		normalize;		/* index directions, and no vectors of zeros */
	bool		full;			/* no memory for the rest */
	double		rows;			/* that are indexed */
	MemoryContext row_context;
} BuildState;

/* --- distances of rows: smallint[] is in the graph as float4 -------------------- */

static float
L2Half(const void *a, const void *b, size_t dim)
{
	return float2_l2sq_f16_f16(a, b, dim);
}

static float
L2Float(const void *a, const void *b, size_t dim)
{
	return float2_l2sq_f32_f32(a, b, dim);
}

static float
ProductHalf(const void *a, const void *b, size_t dim)
{
	return -float2_dot_f16_f16(a, b, dim);
}

static float
ProductFloat(const void *a, const void *b, size_t dim)
{
	return -float2_dot_f32_f32(a, b, dim);
}

static float
L1Half(const void *a, const void *b, size_t dim)
{
	return float2_l1_f16_f16(a, b, dim);
}

static float
L1Float(const void *a, const void *b, size_t dim)
{
	return float2_l1_f32_f32(a, b, dim);
}

static AnnGraphDistance
DistanceOf(AnnMeasure measure, VectorElement element)
{
	switch (measure)
	{
		case ANN_L2:
			return element == VECTOR_FLOAT2 ? L2Half : L2Float;
		case ANN_IP:
		case ANN_COSINE:
			return element == VECTOR_FLOAT2 ? ProductHalf : ProductFloat;
		case ANN_L1:
			return element == VECTOR_FLOAT2 ? L1Half : L1Float;
		default:
			return NULL;
	}
}

static Size
ElementSizeOf(VectorElement element)
{
	return element == VECTOR_FLOAT4 ? sizeof(float4) : sizeof(int16);
}

/* --- rows ------------------------------------------------------------------------ */

static void
ArrayToRow(const ArrayType *array, char *row)
{
	int			dim = VectorDim(array);

	if (ARR_ELEMTYPE(array) == INT2OID)
		for (int i = 0; i < dim; i++)
			((float *) row)[i] = ((const int16 *) ARR_DATA_PTR(array))[i];
	else
		memcpy(row, ARR_DATA_PTR(array), dim * ElementSizeOf(VectorElementOf(array)));
}

static void
RowToArray(const void *row, int dim, Oid element_type, char *to)
{
	Size		element_size = element_type == FLOAT4OID ? sizeof(float4) : sizeof(int16);
	ArrayType  *array = BeginVector(to, dim, element_type, element_size);

	if (element_type == INT2OID)
		for (int i = 0; i < dim; i++)
			((int16 *) ARR_DATA_PTR(array))[i] = ((const float *) row)[i];
	else
		memcpy(ARR_DATA_PTR(array), row, dim * element_size);
}

/*
 * Put a row into the graph; false when there is no memory for it.
 */
static bool
AddRow(BuildState *state, ItemPointer tid, Datum value)
{
	ArrayType  *array = DatumGetArrayTypeP(value);
	char	   *row;

	CheckVector(array);
	CheckFiniteVector(array);
	if (VectorDim(array) != state->dim)
		return false;			/* a row that came in between: pgvector's build says so */
	if (state->normalize)
	{
		if (AnnLength(array) == 0)
			return true;
		array = DatumGetArrayTypeP(DirectFunctionCall1(AnnNormalize, PointerGetDatum(array)));
	}
	row = AnnGraphAdd(state->graph, tid, 1 - ServerRandom());
	if (row == NULL)
		return false;
	ArrayToRow(array, row);
	state->rows++;
	return true;
}

static void
BuildCallback(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool tupleIsAlive, void *callback_state)
{
	BuildState *state = (BuildState *) callback_state;
	MemoryContext before;

	if (isnull[0] || state->full)
		return;
	before = MemoryContextSwitchTo(state->row_context);
	if (!AddRow(state, tid, values[0]))
		state->full = true;
	MemoryContextSwitchTo(before);
	MemoryContextReset(state->row_context);
}

/* --- linking ------------------------------------------------------------------------ */

/*
 * Threads that this build may have, as many as pgvector would have processes.
 */
static int
ThreadCount(Relation heap, Relation index)
{
	int			workers = plan_create_index_workers(RelationGetRelid(heap), RelationGetRelid(index));
	long		processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (workers == 0)
		return 0;
	workers = RelationGetParallelWorkers(heap, -1);
	if (workers == -1)
		workers = max_parallel_maintenance_workers;
	workers = Min(workers, max_parallel_maintenance_workers);
	return workers == 0 ? 0 : (int) Min(workers + 1, Max(processors, 1));
}

static void
ReportLinked(AnnGraph *graph)
{
	pgstat_progress_update_param(PROGRESS_CREATEIDX_TUPLES_DONE, AnnRead(&graph->linked));
}

static void
LinkAlone(AnnGraph *graph)
{
	struct AnnLinker *linker = AnnLinkerCreate(graph);

	if (linker == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	PG_TRY();
	{
		while (AnnLinkNext(linker))
		{
			CHECK_FOR_INTERRUPTS();
			ReportLinked(graph);
		}
	}
	PG_FINALLY();
	{
		AnnLinkerFree(linker);
	}
	PG_END_TRY();
}

static void
LinkInThreads(AnnGraph *graph)
{
	while (!AnnThreadsDone(graph))
	{
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, WAIT_MILLISECONDS, PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
		ReportLinked(graph);
	}
	AnnThreadsEnd(graph);
}

static void
LinkGraph(AnnGraph *graph, int threads)
{
	pgstat_progress_update_param(PROGRESS_CREATEIDX_TUPLES_TOTAL, graph->nodes);
	/* the choice of the kernel's instruction set is made before threads want it */
	(void) float2_kernel_isa();
	if (threads > 0 && AnnThreadsStart(graph, threads))
	{
		ereport(DEBUG1, (errmsg("building the graph in memory with %d threads", threads)));
		LinkInThreads(graph);
	}
	else
	{
		ereport(DEBUG1, (errmsg("building the graph in memory, serially")));
		LinkAlone(graph);
	}
	ReportLinked(graph);
}

/* --- the build ------------------------------------------------------------------------- */

static void
FreeGraph(void *graph)
{
	AnnGraphFree((AnnGraph *) graph);
}

/*
 * A graph that goes when the memory context does, by whatever way.
 */
static AnnGraph *
CreateGraph(Relation index, int dim, VectorElement element, AnnGraphDistance distance, MemoryContext context)
{
	AnnGraphOptions *options = (AnnGraphOptions *) index->rd_options;
	int			m = options == NULL ? ANN_DEFAULT_M : options->m;
	int			ef_construction = options == NULL ? ANN_DEFAULT_EF_CONSTRUCTION : options->ef_construction;
	Size		row_size = dim * (element == VECTOR_FLOAT2 ? sizeof(float2) : sizeof(float4));
	MemoryContextCallback *callback = MemoryContextAllocZero(context, sizeof(MemoryContextCallback));
	AnnGraph   *graph;

	if (ef_construction < 2 * m)
		return NULL;			/* pgvector's build says so */
	graph = AnnGraphCreate(dim, row_size, m, ef_construction, AnnGraphMaxLevel(m), distance,
						   (Size) maintenance_work_mem * 1024);
	if (graph != NULL)
	{
		callback->func = FreeGraph;
		callback->arg = graph;
		MemoryContextRegisterResetCallback(context, callback);
	}
	return graph;
}

/*
 * AnnBuildInMemory - build an index of vectors of dim elements; NULL when that
 * is left to pgvector: a table without rows, or with more than fit into memory.
 */
IndexBuildResult *
AnnBuildInMemory(Relation heap, Relation index, IndexInfo *indexInfo, int dim)
{
	Oid			type = AnnColumnType(index);
	BuildState	state = {
		.dim = dim,
		.element = type == FLOAT4ARRAYOID ? VECTOR_FLOAT4 : type == INT2ARRAYOID ? VECTOR_INT2 : VECTOR_FLOAT2,
		.normalize = OidIsValid(index_getprocid(index, 1, ANN_NORM_PROC))
	};
	AnnGraphDistance distance = DistanceOf(AnnMeasureOf(index_getprocinfo(index, 1, ANN_DISTANCE_PROC)->fn_addr), state.element);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "ann build", ALLOCSET_DEFAULT_SIZES);
	IndexBuildResult *result = NULL;
	double		heap_rows = 0;

	state.row_context = AllocSetContextCreate(context, "ann row", ALLOCSET_DEFAULT_SIZES);
	state.graph = distance == NULL ? NULL : CreateGraph(index, dim, state.element, distance, context);
	if (state.graph != NULL)
	{
		pgstat_progress_update_param(PROGRESS_CREATEIDX_SUBPHASE, PHASE_LOAD);
		heap_rows = table_index_build_scan(heap, index, indexInfo, true, true, BuildCallback, &state, NULL);
	}
	if (state.graph != NULL && !state.full && state.graph->nodes > 0)
	{
		LinkGraph(state.graph, ThreadCount(heap, index));
		AnnGraphWrite(index, state.graph, get_element_type(type), RowToArray,
					  ARR_OVERHEAD_NONULLS(1) + dim * ElementSizeOf(state.element));
		if (RelationNeedsWAL(index))
			log_newpage_range(index, MAIN_FORKNUM, 0, RelationGetNumberOfBlocks(index), true);
		result = palloc0(sizeof(IndexBuildResult));
		result->heap_tuples = heap_rows;
		result->index_tuples = state.rows;
	}
	MemoryContextDelete(context);
	return result;
}
