/*
 * ann_graph_search.c - searching a graph that is being linked.
 */
#include "ann_graph_linker.h"

#define CACHE_LINE 64

/* As many lines of a vector are asked for ahead: the processor goes on by itself. */
#define PREFETCH_LINES 8

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

/* --- search ------------------------------------------------------------------- */

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
 * AnnSearchLayer - the ef nodes nearest to a row, from those in found on; found
 * is sorted before and after.
 */
void
AnnSearchLayer(AnnLinker *linker, const void *row, int ef, int layer)
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
