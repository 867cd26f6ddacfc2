/*
 * ann_graph_link.c - finding the neighbours of every node.
 *
 * Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
 * search using Hierarchical Navigable Small World graphs", algorithms 1, 2
 * and 4, with connections that were pruned kept as long as there is room: what
 * pgvector does as well, so that recall is the same.  Runs in threads, so
 * nothing of the server is called.
 */
#include "ann_graph_linker.h"

#include <stdlib.h>

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
		AnnSearchLayer(linker, row, 1, layer);
	for (int layer = Min(level, entry_level); layer >= 0; layer--)
	{
		AnnLinks   *links = AnnNodeLinks(graph, new, layer);
		float	   *distances = AnnLinkDistances(graph, links, layer);
		bool		closer_set;
		int			count;

		AnnSearchLayer(linker, row, graph->ef_construction, layer);
		count = AnnChooseLinks(linker, row, AnnLayerLinks(graph, layer), &closer_set);
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
			AnnAddLink(linker, linker->chosen[i].node, layer, new, linker->chosen[i].distance);
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
