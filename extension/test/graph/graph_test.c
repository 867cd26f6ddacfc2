/*
 * graph_test.c - the graph that an index is built in, without a server.
 *
 * Links graphs of clustered and of equal vectors alone and by threads, and
 * checks what has to hold of every graph: each row is in it once, lists are
 * sorted, point to other nodes of their layer and have right distances, and
 * almost all vectors can be reached and know their nearest neighbour.  A vector
 * of several nodes is reached by any of them, since a link to one is no closer
 * than a link to the other.  Meant to be run with the thread sanitizer (make
 * graph-check).  Prints TAP.
 */
#include "ann_graph.h"
#include "float2_kernel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#undef printf					/* the server's own, which is not linked in */

#define M 8
#define EF_CONSTRUCTION 32
#define MAX_LEVEL 20
#define MEMORY ((Size) 256 * 1024 * 1024)

static int	tests;
static int	failures;
static uint64_t state = 42;

static double
Uniform(void)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (state >> 11) * 0x1p-53;
}

static void
Report(bool ok, const char *what, const char *graph)
{
	printf("%sok %d - %s: %s\n", ok ? "" : "not ", ++tests, graph, what);
	failures += !ok;
}

static float
Distance(const void *a, const void *b, size_t dim)
{
	return float2_l2sq_f16_f16(a, b, dim);
}

/*
 * count vectors around some centres, each of them copies times.
 */
static AnnGraph *
Fill(uint32 count, int dim, int copies)
{
	AnnGraph   *graph = AnnGraphCreate(dim, dim * sizeof(uint16_t), M, EF_CONSTRUCTION, MAX_LEVEL, Distance, MEMORY);
	float		values[1024];
	uint16_t	last[1024];

	for (uint32 i = 0; i < count; i++)
	{
		ItemPointerData tid;
		uint16_t   *row;

		ItemPointerSet(&tid, i, 1);
		row = AnnGraphAdd(graph, &tid, 1 - Uniform());
		if (i % copies == 0)
		{
			int			centre = (int) (Uniform() * 20);

			for (int d = 0; d < dim; d++)
				values[d] = (centre * 31 + d * 17) % 7 + Uniform() * 10;
			float2_f32_to_f16(values, last, dim);
		}
		memcpy(row, last, dim * sizeof(uint16_t));
	}
	return graph;
}

static void
Link(AnnGraph *graph, int threads)
{
	if (threads > 0)
	{
		if (!AnnThreadsStart(graph, threads))
			printf("Bail out! no thread could be started\n");
		while (!AnnThreadsDone(graph))
			usleep(1000);
		AnnThreadsEnd(graph);
	}
	else
	{
		struct AnnLinker *linker = AnnLinkerCreate(graph);

		while (AnnLinkNext(linker))
			;
		AnnLinkerFree(linker);
	}
}

/*
 * Every row with one node, by itself or in its chain of equals.
 */
static bool
EachRowOnce(AnnGraph *graph)
{
	char	   *seen = calloc(graph->nodes, 1);
	bool		ok = true;

	for (uint32 i = 0; i < graph->nodes; i++)
	{
		int			tids = 0;

		if (AnnGraphNode(graph, i)->tids == 0)
			continue;
		for (uint32 with = i; with != ANN_NO_NODE; with = AnnGraphNode(graph, with)->next_equal, tids++)
		{
			ok &= !seen[with]++;
			ok &= memcmp(AnnGraphRow(graph, with), AnnGraphRow(graph, i), graph->row_size) == 0;
		}
		ok &= tids == AnnGraphNode(graph, i)->tids && tids <= ANN_GRAPH_TIDS;
	}
	for (uint32 i = 0; i < graph->nodes; i++)
		ok &= seen[i] == 1;
	free(seen);
	return ok;
}

static bool
ListsAreRight(AnnGraph *graph)
{
	bool		ok = true;

	for (uint32 i = 0; i < graph->nodes; i++)
	{
		AnnNode    *node = AnnGraphNode(graph, i);

		for (int layer = 0; node->tids > 0 && layer <= node->level; layer++)
		{
			AnnLinks   *links = AnnNodeLinks(graph, i, layer);
			float	   *distances = AnnLinkDistances(graph, links, layer);

			ok &= links->length <= AnnLayerLinks(graph, layer);
			for (int l = 0; l < links->length; l++)
			{
				uint32		other = ANN_LINK_NODE(links->link[l]);

				ok &= other < graph->nodes && other != i;
				ok &= AnnGraphNode(graph, other)->tids > 0 && AnnGraphNode(graph, other)->level >= layer;
				ok &= distances[l] == Distance(AnnGraphRow(graph, i), AnnGraphRow(graph, other), graph->dim);
				ok &= l == 0 || distances[l - 1] <= distances[l];
				for (int before = 0; before < l; before++)
					ok &= ANN_LINK_NODE(links->link[before]) != other;
			}
		}
	}
	return ok;
}

/*
 * Share of vectors that can be reached from the entry on the ground.
 */
static double
Reached(AnnGraph *graph, int copies)
{
	uint32	   *queue = malloc(graph->nodes * sizeof(uint32));
	char	   *seen = calloc(graph->nodes, 1);
	char	   *vector_seen = calloc(graph->nodes / copies + 1, 1);
	uint32		begin = 0;
	uint32		end = 0;
	uint32		reached = 0;

	queue[end++] = graph->entry;
	seen[graph->entry] = 1;
	while (begin < end)
	{
		uint32		node = queue[begin++];
		AnnLinks   *links = AnnNodeLinks(graph, node, 0);

		reached += !vector_seen[node / copies]++;
		for (int l = 0; l < links->length; l++)
		{
			uint32		other = ANN_LINK_NODE(links->link[l]);

			if (!seen[other]++)
				queue[end++] = other;
		}
	}
	free(queue);
	free(seen);
	free(vector_seen);
	return (double) reached * copies / (graph->nodes + copies - 1 - (graph->nodes - 1) % copies);
}

/*
 * Is the nearest of the other vectors among the links of one of a vector's nodes?
 */
static bool
NearestLinked(AnnGraph *graph, uint32 vector, int copies)
{
	uint32		first = vector * copies;
	float		nearest = INFINITY;

	for (uint32 other = 0; other < graph->nodes; other += copies)
		if (other != first)
			nearest = Min(nearest, Distance(AnnGraphRow(graph, first), AnnGraphRow(graph, other), graph->dim));
	for (uint32 i = first; i < Min(first + copies, graph->nodes); i++)
	{
		AnnLinks   *links = AnnNodeLinks(graph, i, 0);

		for (int l = 0; AnnGraphNode(graph, i)->tids > 0 && l < links->length; l++)
			if (ANN_LINK_NODE(links->link[l]) / copies != vector && AnnLinkDistances(graph, links, 0)[l] <= nearest)
				return true;
	}
	return false;
}

/*
 * Share of vectors whose nearest neighbour is linked, of every seventh one.
 */
static double
NearestLinkedShare(AnnGraph *graph, int copies)
{
	uint32		hits = 0;
	uint32		tried = 0;

	if (graph->nodes == 1)
		return 1;
	for (uint32 vector = 0; vector * copies < graph->nodes; vector += 7, tried++)
		hits += NearestLinked(graph, vector, copies);
	return (double) hits / tried;
}

/*
 * How many of those whose nearest neighbour is linked, at least.  The nodes of
 * one vector take room among the candidates of another: a vector of two nodes
 * missed it in 3 of 100 cases, one of four in 6, measured over some 210 graphs.
 */
static double
NearestBound(int copies)
{
	return copies == 1 ? 0.95 : copies <= 2 * ANN_GRAPH_TIDS ? 0.85 : 0.5;
}

static void
Check(const char *name, uint32 count, int dim, int copies, int threads)
{
	AnnGraph   *graph = Fill(count, dim, copies);

	Link(graph, threads);
	Report(graph->linked == count, "every node has been linked", name);
	Report(EachRowOnce(graph), "each row is with one node", name);
	Report(ListsAreRight(graph), "lists are sorted and right", name);
	Report(Reached(graph, copies) > 0.99, "vectors can be reached", name);
	Report(NearestLinkedShare(graph, copies) > NearestBound(copies), "the nearest neighbour is linked", name);
	AnnGraphFree(graph);
}

/*
 * Threads can be ended at any moment.
 */
static void
CheckStop(void)
{
	for (int i = 0; i < 10; i++)
	{
		AnnGraph   *graph = Fill(2000, 16, 1);

		(void) AnnThreadsStart(graph, 3);
		usleep(i * 500);
		AnnGraphFree(graph);
	}
	Report(true, "threads can be stopped", "unfinished graph");
}

static void
CheckLimit(void)
{
	AnnGraph   *graph = AnnGraphCreate(64, 128, M, EF_CONSTRUCTION, MAX_LEVEL, Distance, 100000);
	ItemPointerData tid;
	int			rows = 0;

	ItemPointerSet(&tid, 0, 1);
	while (rows < 1000 && AnnGraphAdd(graph, &tid, 1 - Uniform()) != NULL)
		rows++;
	Report(rows > 200 && rows < 700, "a row over the limit is refused", "100 kB");
	Report(graph->memory_used <= 100000, "memory stays below the limit", "100 kB");
	AnnGraphFree(graph);
}

int
main(void)
{
	Check("one row", 1, 8, 1, 0);
	Check("serial", 3000, 24, 1, 0);
	Check("serial, equal vectors", 3000, 24, 12, 0);
	Check("2 threads", 3000, 24, 1, 2);
	Check("4 threads", 5000, 24, 1, 4);
	Check("4 threads, equal vectors", 5000, 24, 12, 4);
	Check("serial, many equal vectors", 5000, 24, 40, 0);
	Check("4 threads, many equal vectors", 5000, 24, 40, 4);
	Check("3 threads, 1024 dimensions", 600, 1024, 1, 3);
	CheckStop();
	CheckLimit();
	printf("1..%d\n", tests);
	return failures == 0 ? 0 : 1;
}
