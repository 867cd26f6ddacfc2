/*
 * ann_graph_choice.c - which nodes a node is linked with.
 */
#include "ann_graph_linker.h"

static inline bool
SameRow(const AnnGraph *graph, const void *row, const void *other)
{
	return memcmp(row, other, graph->row_size) == 0;
}

/*
 * Is a candidate nearer to the node, whose row this is, than to any of these
 * others?
 *
 * A node of the very same vector is as far from every candidate as the node
 * is.  It stands in the way of its like only: if it did in every candidate's,
 * nodes of equal vectors would be linked with the nearest alone, and whole
 * neighbourhoods cut off from the rest.
 */
static bool
IsCloser(const AnnGraph *graph, const void *node, Candidate candidate, const uint32 *others, int count)
{
	const void *row = AnnGraphRow(graph, ANN_LINK_NODE(candidate.node));

	for (int i = 0; i < count; i++)
	{
		float		distance = Distance(graph, row, others[i]);

		if (distance > candidate.distance)
			continue;
		if (distance < candidate.distance || !SameRow(graph, AnnGraphRow(graph, others[i]), node) || SameRow(graph, row, node))
			return false;
	}
	return true;
}

/*
 * AnnChooseLinks - for a node that is new, of all that was found.
 *
 * Into chosen, nearest first.  Links that are no closer fill what room is left
 * and keep their bit off, so that the next choice can go on from this one.
 */
int
AnnChooseLinks(AnnLinker *linker, const void *row, int room, bool *closer_set)
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

		if (IsCloser(graph, row, *candidate, linker->nodes, closer))
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
LinkToPrune(AnnLinker *linker, const void *row, Candidate *links, int room, uint32 new, bool closer_set)
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
			is_closer = IsCloser(graph, row, *link, closer, closers);
		else if (node == new)
		{
			is_closer = IsCloser(graph, row, *link, closer, closers);
			if (is_closer)
				added[addeds++] = node;
		}
		else if (addeds > 0)
		{
			if (is_closer)
			{
				is_closer = IsCloser(graph, row, *link, added, addeds);
				removed_any |= !is_closer;
			}
			else if (removed_any)
			{
				is_closer = IsCloser(graph, row, *link, closer, closers);
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
 * AnnAddLink - from a node to a new one, in place of the least useful if there
 * is no room.
 */
void
AnnAddLink(AnnLinker *linker, uint32 node, int layer, uint32 new, float distance)
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
	pruned = LinkToPrune(linker, AnnGraphRow(graph, node), sorted, room, new, links->closer_set);
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
