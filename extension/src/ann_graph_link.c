/*
 * ann_graph_link.c - finding the neighbours of every node.
 *
 * Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
 * search using Hierarchical Navigable Small World graphs", algorithms 1, 2
 * and 4, with connections that were pruned kept as long as there is room: what
 * pgvector does as well, so that recall is the same.  Runs in threads, so
 * nothing of the server is called.
 */
#include "ann_graph.h"

#include <sched.h>
#include <stdlib.h>

#define CACHE_LINE 64

/* As many lines of a vector are asked for ahead: the processor goes on by itself. */
#define PREFETCH_LINES 8

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
	Candidate  *rest;
	uint32	   *nodes;
} AnnLinker;

/* --- heaps ------------------------------------------------------------------ */

static inline void
PushNear(AnnLinker *linker, Candidate new)
{
	int			i = linker->nears++;

	while (i > 0 && linker->near[(i - 1) / 2].distance > new.distance)
	{
		linker->near[i] = linker->near[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	linker->near[i] = new;
}

static inline Candidate
PopNear(AnnLinker *linker)
{
	Candidate	top = linker->near[0];
	Candidate	last = linker->near[--linker->nears];
	int			i = 0;

	for (;;)
	{
		int			child = 2 * i + 1;

		if (child >= linker->nears)
			break;
		if (child + 1 < linker->nears && linker->near[child + 1].distance < linker->near[child].distance)
			child++;
		if (linker->near[child].distance >= last.distance)
			break;
		linker->near[i] = linker->near[child];
		i = child;
	}
	linker->near[i] = last;
	return top;
}

/*
 * Put a candidate in its place below position i, where it may be too near.
 */
static inline void
SinkFound(Candidate *found, int count, int i, Candidate new)
{
	for (;;)
	{
		int			child = 2 * i + 1;

		if (child >= count)
			break;
		if (child + 1 < count && found[child + 1].distance > found[child].distance)
			child++;
		if (found[child].distance <= new.distance)
			break;
		found[i] = found[child];
		i = child;
	}
	found[i] = new;
}

static inline void
PushFound(AnnLinker *linker, Candidate new)
{
	int			i = linker->founds++;

	while (i > 0 && linker->found[(i - 1) / 2].distance < new.distance)
	{
		linker->found[i] = linker->found[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	linker->found[i] = new;
}

/*
 * Turn the heap into a list, nearest first.
 */
static void
SortFound(AnnLinker *linker)
{
	for (int count = linker->founds - 1; count > 0; count--)
	{
		Candidate	last = linker->found[count];

		linker->found[count] = linker->found[0];
		SinkFound(linker->found, count, 0, last);
	}
}

/* --- locks -------------------------------------------------------------------- */

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

/* --- search ------------------------------------------------------------------- */

static inline float
Distance(const AnnGraph *graph, const void *row, uint32 node)
{
	return graph->distance(row, AnnGraphRow(graph, node), graph->dim);
}

static inline void
PrefetchRow(const AnnGraph *graph, uint32 node)
{
	const char *row = AnnGraphRow(graph, node);
	Size		size = Min(graph->rows.row_size, PREFETCH_LINES * CACHE_LINE);

	for (Size at = 0; at < size; at += CACHE_LINE)
		__builtin_prefetch(row + at);
}

/*
 * Begin a search, with nothing seen and nothing found.
 */
static void
BeginSearch(AnnLinker *linker)
{
	if (++linker->search == 0)
	{
		memset(linker->visited, 0, linker->graph->nodes * sizeof(uint16));
		linker->search = 1;
	}
	linker->nears = 0;
}

/*
 * Neighbours on a layer that this search has not seen, into the batch.
 */
static int
NewNeighbours(AnnLinker *linker, uint32 node, int layer)
{
	AnnGraph   *graph = linker->graph;
	AnnNode    *locked = AnnGraphNode(graph, node);
	AnnLinks   *links = AnnNodeLinks(graph, node, layer);
	int			length;
	int			count = 0;

	Lock(&locked->lock);
	length = links->length;
	memcpy(linker->batch, links->link, length * sizeof(uint32));
	Unlock(&locked->lock);

	for (int i = 0; i < length; i++)
		__builtin_prefetch(&linker->visited[ANN_LINK_NODE(linker->batch[i])], 1);
	for (int i = 0; i < length; i++)
	{
		uint32		neighbour = ANN_LINK_NODE(linker->batch[i]);

		if (linker->visited[neighbour] == linker->search)
			continue;
		linker->visited[neighbour] = linker->search;
		linker->batch[count++] = neighbour;
	}
	return count;
}

/*
 * SearchLayer - the ef nodes nearest to a row, from those in found on; found
 * is sorted before and after.
 */
static void
SearchLayer(AnnLinker *linker, const void *row, int ef, int layer)
{
	AnnGraph   *graph = linker->graph;
	int			entries = linker->founds;

	BeginSearch(linker);
	for (int i = 0; i < entries; i++)
	{
		linker->visited[linker->found[i].node] = linker->search;
		PushNear(linker, linker->found[i]);
	}
	/* sorted the other way round a list is a heap */
	for (int i = 0; i < entries / 2; i++)
	{
		Candidate	swap = linker->found[i];

		linker->found[i] = linker->found[entries - 1 - i];
		linker->found[entries - 1 - i] = swap;
	}

	while (linker->nears > 0)
	{
		Candidate	nearest = PopNear(linker);
		int			count;

		if (nearest.distance > linker->found[0].distance && linker->founds >= ef)
			break;
		count = NewNeighbours(linker, nearest.node, layer);
		for (int i = 0; i < Min(count, 4); i++)
			PrefetchRow(graph, linker->batch[i]);
		for (int i = 0; i < count; i++)
		{
			Candidate	new = {.node = linker->batch[i]};

			if (i + 4 < count)
				PrefetchRow(graph, linker->batch[i + 4]);
			new.distance = Distance(graph, row, new.node);
			if (linker->founds >= ef)
			{
				if (!(new.distance < linker->found[0].distance))
					continue;
				SinkFound(linker->found, linker->founds, 0, new);
			}
			else
				PushFound(linker, new);
			if (linker->nears == linker->near_room)
				continue;		/* a room of thousands: only a hint is lost */
			PushNear(linker, new);
		}
	}
	SortFound(linker);
}

/* --- choice of links ------------------------------------------------------------ */

/*
 * Is a candidate nearer to the node than to any of these others?
 */
static bool
IsCloser(const AnnGraph *graph, Candidate candidate, const uint32 *others, int count)
{
	const void *row = AnnGraphRow(graph, ANN_LINK_NODE(candidate.node));

	for (int i = 0; i < count; i++)
		if (Distance(graph, row, others[i]) <= candidate.distance)
			return false;
	return true;
}

/*
 * ChooseLinks - for a node that is new, of all that was found.
 *
 * Into chosen, nearest first.  Links that are no closer fill what room is left
 * and keep their bit off, so that the next choice can go on from this one.
 */
static int
ChooseLinks(AnnLinker *linker, int room, bool *closer_set)
{
	AnnGraph   *graph = linker->graph;
	Candidate  *chosen = linker->chosen;
	int			closer = 0;
	int			looked_at = 0;
	int			fill;
	int			count = 0;

	*closer_set = linker->founds > room;
	if (!*closer_set)
	{
		memcpy(chosen, linker->found, linker->founds * sizeof(Candidate));
		return linker->founds;
	}

	for (; looked_at < linker->founds && closer < room; looked_at++)
	{
		Candidate  *candidate = &linker->found[looked_at];

		if (IsCloser(graph, *candidate, linker->nodes, closer))
		{
			linker->nodes[closer++] = candidate->node;
			candidate->node |= ANN_LINK_CLOSER;
		}
	}
	fill = room - closer;
	for (int i = 0; i < looked_at && count < room; i++)
	{
		if (!(linker->found[i].node & ANN_LINK_CLOSER) && fill-- <= 0)
			continue;
		chosen[count++] = linker->found[i];
	}
	/* the candidates go on to the next layer */
	for (int i = 0; i < looked_at; i++)
		linker->found[i].node = ANN_LINK_NODE(linker->found[i].node);
	return count;
}

/*
 * Position, from 0, of the one of room + 1 links, nearest first, that has to
 * go; the others' bits are brought up to date.
 *
 * What was known before the new link came is used: a bit changes only by the
 * new link, or by one whose bit it has changed.
 */
static int
LinkToPrune(AnnLinker *linker, Candidate *links, int room, uint32 new, bool closer_set)
{
	AnnGraph   *graph = linker->graph;
	uint32	   *closer = linker->nodes;
	uint32	   *added = linker->nodes + room + 1;
	int			closers = 0;
	int			addeds = 0;
	bool		removed_any = false;
	int			looked_at = 0;
	int			last_rest = -1;
	int			rests = 0;

	for (; looked_at < room + 1 && closers < room; looked_at++)
	{
		Candidate  *link = &links[looked_at];
		uint32		node = ANN_LINK_NODE(link->node);
		bool		is_closer = (link->node & ANN_LINK_CLOSER) != 0;

		if (!closer_set)
			is_closer = IsCloser(graph, *link, closer, closers);
		else if (node == new)
		{
			is_closer = IsCloser(graph, *link, closer, closers);
			if (is_closer)
				added[addeds++] = node;
		}
		else if (addeds > 0)
		{
			if (is_closer)
			{
				is_closer = IsCloser(graph, *link, added, addeds);
				removed_any |= !is_closer;
			}
			else if (removed_any)
			{
				is_closer = IsCloser(graph, *link, closer, closers);
				if (is_closer)
					added[addeds++] = node;
			}
		}

		if (is_closer)
			closer[closers++] = node;
		else
		{
			last_rest = looked_at;
			rests++;
		}
		link->node = is_closer ? node | ANN_LINK_CLOSER : node;
	}
	/* all closer ones stay, and of the rest the nearest */
	return closers + rests > room ? last_rest : looked_at;
}

/*
 * AddLink - from a node to a new one, in place of the least useful if there
 * is no room.
 */
static void
AddLink(AnnLinker *linker, uint32 node, int layer, uint32 new, float distance)
{
	AnnGraph   *graph = linker->graph;
	AnnNode    *locked = AnnGraphNode(graph, node);
	AnnLinks   *links = AnnNodeLinks(graph, node, layer);
	float	   *distances = AnnLinkDistances(graph, links, layer);
	int			room = AnnLayerLinks(graph, layer);
	Candidate  *sorted = linker->sorted;
	int			count;
	int			at = 0;
	int			pruned = -1;

	Lock(&locked->lock);
	count = links->length;
	for (; at < count && distances[at] <= distance; at++)
		if (ANN_LINK_NODE(links->link[at]) == new)
		{
			/* both are new, and found each other */
			Unlock(&locked->lock);
			return;
		}
	if (count < room)
	{
		memmove(links->link + at + 1, links->link + at, (count - at) * sizeof(uint32));
		memmove(distances + at + 1, distances + at, (count - at) * sizeof(float));
		links->link[at] = new;
		distances[at] = distance;
		links->length = count + 1;
		links->closer_set = false;
		Unlock(&locked->lock);
		return;
	}

	for (int i = 0; i < count; i++)
		sorted[i < at ? i : i + 1] = (Candidate) {.distance = distances[i], .node = links->link[i]};
	sorted[at] = (Candidate) {.distance = distance, .node = new};
	pruned = LinkToPrune(linker, sorted, room, new, links->closer_set);
	for (int i = 0, to = 0; i < count + 1; i++)
	{
		if (i == pruned)
			continue;
		links->link[to] = sorted[i].node;
		distances[to++] = sorted[i].distance;
	}
	links->closer_set = true;
	Unlock(&locked->lock);
}

/* --- insertion ------------------------------------------------------------------- */

/*
 * Keep the row with a node of the same vector, if one was found that has room.
 */
static bool
JoinEqual(AnnLinker *linker, uint32 new)
{
	AnnGraph   *graph = linker->graph;
	AnnLinks   *links = AnnNodeLinks(graph, new, 0);
	const void *row = AnnGraphRow(graph, new);

	for (int i = 0; i < links->length; i++)
	{
		uint32		other = ANN_LINK_NODE(links->link[i]);
		AnnNode    *node = AnnGraphNode(graph, other);
		bool		joined = false;

		if (memcmp(row, AnnGraphRow(graph, other), graph->rows.row_size) != 0)
			return false;		/* nearest first */
		Lock(&node->lock);
		if (node->tids < ANN_GRAPH_TIDS)
		{
			AnnGraphNode(graph, new)->next_equal = node->next_equal;
			AnnGraphNode(graph, new)->tids = 0;
			node->next_equal = new;
			node->tids++;
			joined = true;
		}
		Unlock(&node->lock);
		if (joined)
			return true;
	}
	return false;
}

static void
LinkNode(AnnLinker *linker, uint32 new, uint32 entry)
{
	AnnGraph   *graph = linker->graph;
	const void *row = AnnGraphRow(graph, new);
	int			level = AnnGraphNode(graph, new)->level;
	int			entry_level = AnnGraphNode(graph, entry)->level;

	linker->found[0] = (Candidate) {.distance = Distance(graph, row, entry), .node = entry};
	linker->founds = 1;
	for (int layer = entry_level; layer > level; layer--)
		SearchLayer(linker, row, 1, layer);
	for (int layer = Min(level, entry_level); layer >= 0; layer--)
	{
		AnnLinks   *links = AnnNodeLinks(graph, new, layer);
		float	   *distances = AnnLinkDistances(graph, links, layer);
		bool		closer_set;
		int			count;

		SearchLayer(linker, row, graph->ef_construction, layer);
		count = ChooseLinks(linker, AnnLayerLinks(graph, layer), &closer_set);
		for (int i = 0; i < count; i++)
		{
			links->link[i] = linker->chosen[i].node;
			distances[i] = linker->chosen[i].distance;
		}
		links->closer_set = closer_set;
		links->length = count;
	}

	if (JoinEqual(linker, new))
		return;
	/* only now do others come by, layer by layer */
	for (int layer = Min(level, entry_level); layer >= 0; layer--)
	{
		AnnNode    *locked = AnnGraphNode(graph, new);
		AnnLinks   *links = AnnNodeLinks(graph, new, layer);
		int			count;

		Lock(&locked->lock);
		count = links->length;
		for (int i = 0; i < count; i++)
			linker->chosen[i] = (Candidate) {
			.distance = AnnLinkDistances(graph, links, layer)[i], .node = ANN_LINK_NODE(links->link[i])
		};
		Unlock(&locked->lock);
		for (int i = 0; i < count; i++)
			AddLink(linker, linker->chosen[i].node, layer, new, linker->chosen[i].distance);
	}
}

/*
 * AnnLinkNext - link the next node; false when there is none left.
 */
bool
AnnLinkNext(AnnLinker *linker)
{
	AnnGraph   *graph = linker->graph;
	uint32		new;
	uint32		entry;
	bool		becomes_entry;

	if (AnnRead(&graph->next) >= graph->nodes)
		return false;
	new = AnnIncrement(&graph->next);
	if (new >= graph->nodes)
		return false;

	/* a node that will be the entry goes alone against others of its kind */
	entry = AnnRead(&graph->entry);
	becomes_entry = entry == ANN_NO_NODE || AnnGraphNode(graph, new)->level > AnnGraphNode(graph, entry)->level;
	if (becomes_entry)
	{
		Lock(&graph->entry_lock);
		entry = AnnRead(&graph->entry);
	}
	if (entry != ANN_NO_NODE)
		LinkNode(linker, new, entry);
	if (becomes_entry)
	{
		AnnNode    *node = AnnGraphNode(graph, new);

		if (node->tids > 0 && (entry == ANN_NO_NODE || node->level > AnnGraphNode(graph, entry)->level))
			AnnWrite(&graph->entry, new);
		Unlock(&graph->entry_lock);
	}
	AnnIncrement(&graph->linked);
	return true;
}

/*
 * AnnLinkerSize - memory that a linker takes for the graph as it is.
 */
Size
AnnLinkerSize(const AnnGraph *graph)
{
	return graph->nodes * sizeof(uint16);
}

/*
 * AnnLinkerCreate - for one thread, when all nodes have been added; NULL when
 * there is no memory.
 */
AnnLinker *
AnnLinkerCreate(AnnGraph *graph)
{
	AnnLinker  *linker = calloc(1, sizeof(AnnLinker));
	int			links = 2 * graph->m + 1;
	int			found = Max(graph->ef_construction, links);

	if (linker == NULL)
		return NULL;
	linker->graph = graph;
	linker->near_room = 64 * (found + links);
	linker->visited = calloc(graph->nodes, sizeof(uint16));
	linker->near = malloc(linker->near_room * sizeof(Candidate));
	linker->found = malloc((found + 1) * sizeof(Candidate));
	linker->batch = malloc(links * sizeof(uint32));
	linker->chosen = malloc(links * sizeof(Candidate));
	linker->sorted = malloc(links * sizeof(Candidate));
	linker->nodes = malloc(2 * links * sizeof(uint32));
	if (linker->visited == NULL || linker->near == NULL || linker->found == NULL || linker->batch == NULL ||
		linker->chosen == NULL || linker->sorted == NULL || linker->nodes == NULL)
	{
		AnnLinkerFree(linker);
		return NULL;
	}
	return linker;
}

void
AnnLinkerFree(AnnLinker *linker)
{
	if (linker == NULL)
		return;
	free(linker->visited);
	free(linker->near);
	free(linker->found);
	free(linker->batch);
	free(linker->chosen);
	free(linker->sorted);
	free(linker->nodes);
	free(linker);
}
