/*
 * ann_graph.h - the graph of an index while it is built, in memory.
 *
 * Filled row by row (AnnGraphAdd), linked by one or several threads
 * (ann_graph_link.c), then written out (ann_graph_pages.c).  Nothing here but
 * the last calls the server: threads must not.
 */
#ifndef FLOAT2_ANN_GRAPH_H
#define FLOAT2_ANN_GRAPH_H

#include "postgres.h"

#include "storage/itemptr.h"

/* pgvector keeps as many rows of equal vectors with one node. */
#define ANN_GRAPH_TIDS 10

/* Bit 31 of a link says that the neighbour is nearer to the node than to any nearer neighbour of it. */
#define ANN_GRAPH_MAX_NODES ((uint32) 0x7fffffff)
#define ANN_LINK_CLOSER ((uint32) 0x80000000)
#define ANN_LINK_NODE(link) ((link) & ~ANN_LINK_CLOSER)
#define ANN_NO_NODE ((uint32) 0xffffffff)

/* Distance of two rows of the graph. */
typedef float (*AnnGraphDistance) (const void *a, const void *b, size_t dim);

/*
 * Neighbours on one layer, nearest first: the links, then as many distances.
 */
typedef struct AnnLinks
{
	uint16		length;
	bool		closer_set;		/* are the links' bits known? */
	uint32		link[FLEXIBLE_ARRAY_MEMBER];
} AnnLinks;

typedef struct AnnNode
{
	ItemPointerData tid;
	uint8		level;
	uint8		tids;			/* rows with this very vector; 0: kept with another node */
	uint32		next_equal;		/* chain of the nodes kept with this one */
	bool		lock;			/* on the links, and on the two fields before */
	AnnLinks   *upper;			/* layers 1 to level, one after the other */
} AnnNode;

/*
 * Memory that grows without moving: pieces of as many rows each.
 */
typedef struct AnnPieces
{
	Size		row_size;
	int			shift;			/* rows of a piece: 2^shift */
	int			count;
	char	  **piece;
} AnnPieces;

typedef struct AnnGraph
{
	int			dim;
	Size		row_size;		/* bytes of a vector; rows are padded */
	int			m;
	int			ef_construction;
	int			max_level;
	AnnGraphDistance distance;
	Size		memory_limit;
	Size		memory_used;

	uint32		nodes;
	AnnPieces	rows;			/* vectors */
	AnnPieces	node;			/* AnnNode */
	AnnPieces	ground;			/* AnnLinks of layer 0 */
	struct AnnUpperBlock *upper_blocks;

	/* where searches begin; the lock is held while a node becomes it */
	uint32		entry;
	bool		entry_lock;

	uint32		next;			/* node to be linked next */
	uint32		linked;
	uint32		stop;
	struct AnnThreads *threads;
} AnnGraph;

/*
 * Numbers that several threads read and write.
 */
static inline uint32
AnnRead(const uint32 *shared)
{
	return __atomic_load_n(shared, __ATOMIC_ACQUIRE);
}

static inline void
AnnWrite(uint32 *shared, uint32 value)
{
	__atomic_store_n(shared, value, __ATOMIC_RELEASE);
}

/* The value before. */
static inline uint32
AnnIncrement(uint32 *shared)
{
	return __atomic_fetch_add(shared, 1, __ATOMIC_ACQ_REL);
}

static inline void *
AnnPieceRow(const AnnPieces *pieces, uint32 i)
{
	return pieces->piece[i >> pieces->shift] + (Size) (i & ((1u << pieces->shift) - 1)) * pieces->row_size;
}

static inline const void *
AnnGraphRow(const AnnGraph *graph, uint32 i)
{
	return AnnPieceRow(&graph->rows, i);
}

static inline AnnNode *
AnnGraphNode(const AnnGraph *graph, uint32 i)
{
	return (AnnNode *) AnnPieceRow(&graph->node, i);
}

/* Most neighbours on a layer. */
static inline int
AnnLayerLinks(const AnnGraph *graph, int layer)
{
	return layer == 0 ? 2 * graph->m : graph->m;
}

static inline Size
AnnLinksSize(int links)
{
	return MAXALIGN(offsetof(AnnLinks, link) + links * (sizeof(uint32) + sizeof(float)));
}

static inline AnnLinks *
AnnNodeLinks(const AnnGraph *graph, uint32 i, int layer)
{
	if (layer == 0)
		return (AnnLinks *) AnnPieceRow(&graph->ground, i);
	return (AnnLinks *) ((char *) AnnGraphNode(graph, i)->upper + (layer - 1) * AnnLinksSize(graph->m));
}

/* Distances of the links, after the places for links. */
static inline float *
AnnLinkDistances(const AnnGraph *graph, AnnLinks *links, int layer)
{
	return (float *) (links->link + AnnLayerLinks(graph, layer));
}

/* ann_graph.c */
extern AnnGraph *AnnGraphCreate(int dim, Size row_size, int m, int ef_construction, int max_level,
								AnnGraphDistance distance, Size memory_limit);
extern void *AnnGraphAdd(AnnGraph *graph, ItemPointer tid, double random);
extern void AnnGraphFree(AnnGraph *graph);

/* ann_graph_link.c */
extern struct AnnLinker *AnnLinkerCreate(AnnGraph *graph);
extern void AnnLinkerFree(struct AnnLinker *linker);
extern bool AnnLinkNext(struct AnnLinker *linker);
extern Size AnnLinkerSize(const AnnGraph *graph);

/* ann_graph_threads.c */
extern bool AnnThreadsStart(AnnGraph *graph, int count);
extern bool AnnThreadsDone(AnnGraph *graph);
extern void AnnThreadsEnd(AnnGraph *graph);

#endif							/* FLOAT2_ANN_GRAPH_H */
