/*
 * ann_graph_linker.h - what a thread that links nodes works with: searching
 * (ann_graph_search.c), choosing (ann_graph_choice.c) and linking
 * (ann_graph_link.c).
 */
#ifndef FLOAT2_ANN_GRAPH_LINKER_H
#define FLOAT2_ANN_GRAPH_LINKER_H

#include "ann_graph.h"

#include <sched.h>

typedef struct Candidate
{
	float		distance;
	uint32		node;			/* a link, with its bit, where links are chosen */
} Candidate;

/*
 * What a thread works with.
 */
typedef struct AnnLinker
{
	AnnGraph   *graph;
	uint16	   *visited;		/* number of the search that has seen a node last */
	uint16		search;
	Candidate  *near;			/* heap, nearest on top: where to go on */
	int			nears;
	int			near_room;
	Candidate  *found;			/* heap, furthest on top; sorted in the end */
	int			founds;
	uint32	   *batch;			/* neighbours not seen before */
	Candidate  *chosen;			/* lists of links that are being chosen */
	Candidate  *sorted;
	uint32	   *nodes;
} AnnLinker;

/*
 * Held for some microseconds at most, by a handful of threads.
 */
static inline void
Lock(bool *lock)
{
	int			spins = 0;

	while (__atomic_test_and_set(lock, __ATOMIC_ACQUIRE))
		if (++spins % 1000 == 0)
			sched_yield();		/* the owner may have lost its processor */
}

static inline void
Unlock(bool *lock)
{
	__atomic_clear(lock, __ATOMIC_RELEASE);
}

static inline float
Distance(const AnnGraph *graph, const void *row, uint32 node)
{
	return graph->distance(row, AnnGraphRow(graph, node), graph->dim);
}

/* ann_graph_search.c */
extern void AnnSearchLayer(AnnLinker *linker, const void *row, int ef, int layer);

/* ann_graph_choice.c */
extern int	AnnChooseLinks(AnnLinker *linker, const void *row, int room, bool *closer_set);
extern void AnnAddLink(AnnLinker *linker, uint32 node, int layer, uint32 new, float distance);

#endif							/* FLOAT2_ANN_GRAPH_LINKER_H */
