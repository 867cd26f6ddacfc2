/*
 * ann_graph.c - memory of the graph that an index is built in.
 *
 * Not from the server's memory contexts: a vector's few hundred bytes are read
 * at random millions of times, so they lie on huge pages where the system has
 * them, each on cache lines of its own.  Whoever creates a graph has it freed
 * when the memory context it works in goes (ann_build.c).
 */
#include "ann_graph.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>

#define CACHE_LINE 64
#define HUGE_PAGE ((Size) 2 * 1024 * 1024)
#define PIECE_SIZE ((Size) 32 * 1024 * 1024)

/* Links of the layers above the ground, which one node in m has. */
#define UPPER_BLOCK_SIZE HUGE_PAGE

typedef struct AnnUpperBlock
{
	struct AnnUpperBlock *before;
	Size		used;
	char		data[FLEXIBLE_ARRAY_MEMBER];
} AnnUpperBlock;

static void *
AllocateHuge(Size size)
{
	void	   *memory;

	if (posix_memalign(&memory, HUGE_PAGE, size) != 0)
		return NULL;
#ifdef MADV_HUGEPAGE
	(void) madvise(memory, size, MADV_HUGEPAGE);
#endif
	return memory;
}

static void
InitPieces(AnnPieces *pieces, Size row_size)
{
	pieces->row_size = row_size;
	pieces->shift = 0;
	while ((row_size << (pieces->shift + 1)) <= PIECE_SIZE)
		pieces->shift++;
	pieces->count = 0;
	pieces->piece = NULL;
}

/*
 * Make sure that there is memory for a row.
 */
static bool
ReserveRow(AnnPieces *pieces, uint32 row)
{
	char	  **longer;

	if ((row >> pieces->shift) < (uint32) pieces->count)
		return true;
	longer = realloc(pieces->piece, (pieces->count + 1) * sizeof(char *));
	if (longer == NULL)
		return false;
	pieces->piece = longer;
	longer[pieces->count] = AllocateHuge(TYPEALIGN(HUGE_PAGE, pieces->row_size << pieces->shift));
	if (longer[pieces->count] == NULL)
		return false;
	pieces->count++;
	return true;
}

static void
FreePieces(AnnPieces *pieces)
{
	for (int i = 0; i < pieces->count; i++)
		free(pieces->piece[i]);
	free(pieces->piece);
}

/*
 * AnnGraphCreate - an empty graph, or NULL when there is no memory for one.
 */
AnnGraph *
AnnGraphCreate(int dim, Size row_size, int m, int ef_construction, int max_level,
			   AnnGraphDistance distance, Size memory_limit)
{
	AnnGraph   *graph = calloc(1, sizeof(AnnGraph));

	if (graph == NULL)
		return NULL;
	graph->dim = dim;
	graph->row_size = row_size;
	graph->m = m;
	graph->ef_construction = ef_construction;
	graph->max_level = max_level;
	graph->distance = distance;
	graph->memory_limit = memory_limit;
	InitPieces(&graph->rows, TYPEALIGN(CACHE_LINE, row_size));
	InitPieces(&graph->node, MAXALIGN(sizeof(AnnNode)));
	InitPieces(&graph->ground, AnnLinksSize(2 * m));
	graph->entry = ANN_NO_NODE;
	return graph;
}

/*
 * Empty lists for the layers 1 to level, or NULL.
 */
static AnnLinks *
AllocateUpper(AnnGraph *graph, int level)
{
	Size		size = level * AnnLinksSize(graph->m);
	AnnUpperBlock *block = graph->upper_blocks;
	char	   *links;

	if (block == NULL || block->used + size > UPPER_BLOCK_SIZE - offsetof(AnnUpperBlock, data))
	{
		block = AllocateHuge(UPPER_BLOCK_SIZE);
		if (block == NULL)
			return NULL;
		block->before = graph->upper_blocks;
		block->used = 0;
		graph->upper_blocks = block;
	}
	links = block->data + block->used;
	block->used += size;
	for (int i = 0; i < level; i++)
		((AnnLinks *) (links + i * AnnLinksSize(graph->m)))->length = 0;
	return (AnnLinks *) links;
}

/*
 * AnnGraphAdd - room for the vector of one more row; NULL when there is no
 * memory left for it.
 *
 * random, above 0 and up to 1, says how far up the node goes: Malkov and
 * Yashunin, "Efficient and robust approximate nearest neighbor search using
 * Hierarchical Navigable Small World graphs", algorithm 1.
 */
void *
AnnGraphAdd(AnnGraph *graph, ItemPointer tid, double random)
{
	uint32		i = graph->nodes;
	int			level = Min((int) (-log(random) / log(graph->m)), graph->max_level);
	Size		size = graph->rows.row_size + graph->node.row_size + graph->ground.row_size +
		level * AnnLinksSize(graph->m);
	AnnNode    *node;
	char	   *row;

	if (i >= ANN_GRAPH_MAX_NODES || graph->memory_used + size + AnnLinkerSize(graph) > graph->memory_limit)
		return NULL;
	if (!ReserveRow(&graph->rows, i) || !ReserveRow(&graph->node, i) || !ReserveRow(&graph->ground, i))
		return NULL;
	node = AnnGraphNode(graph, i);
	node->tid = *tid;
	node->level = level;
	node->tids = 1;
	node->next_equal = ANN_NO_NODE;
	node->lock = false;
	node->upper = NULL;
	if (level > 0 && (node->upper = AllocateUpper(graph, level)) == NULL)
		return NULL;
	AnnNodeLinks(graph, i, 0)->length = 0;
	row = AnnPieceRow(&graph->rows, i);
	memset(row + graph->row_size, 0, graph->rows.row_size - graph->row_size);	/* rows are compared byte by byte */
	graph->nodes++;
	graph->memory_used += size;
	return row;
}

void
AnnGraphFree(AnnGraph *graph)
{
	AnnThreadsEnd(graph);
	FreePieces(&graph->rows);
	FreePieces(&graph->node);
	FreePieces(&graph->ground);
	while (graph->upper_blocks != NULL)
	{
		AnnUpperBlock *before = graph->upper_blocks->before;

		free(graph->upper_blocks);
		graph->upper_blocks = before;
	}
	free(graph);
}
