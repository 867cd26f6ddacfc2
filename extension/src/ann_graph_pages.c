/*
 * ann_graph_pages.c - write a graph out as pgvector's hnsw has it on its
 * pages, from where on the index is pgvector's.
 *
 * The layout, version 1, has been the same since pgvector 0.5.  Only the order
 * of the nodes is ours: those that are near each other share a page, so that a
 * search, which looks at a node's neighbours one after the other, touches
 * fewer pages.  See Wang et al., "Starling: An I/O-Efficient Disk-Resident
 * Graph Index Framework for High-Dimensional Vector Similarity Search on Data
 * Segment", section 4.1, for what the order of nodes does.
 */
#include "ann_build.h"

#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"

#define HNSW_VERSION 1
#define HNSW_MAGIC_NUMBER 0xA953A953
#define HNSW_PAGE_ID 0xFF90
#define HNSW_ELEMENT_TUPLE_TYPE 1
#define HNSW_NEIGHBOR_TUPLE_TYPE 2
#define HNSW_FIRST_VERSION 1	/* of a pair of tuples */

typedef struct HnswMetaPageData
{
	uint32		magicNumber;
	uint32		version;
	uint32		dimensions;
	uint16		m;
	uint16		efConstruction;
	BlockNumber entryBlkno;
	OffsetNumber entryOffno;
	int16		entryLevel;
	BlockNumber insertPage;
} HnswMetaPageData;

typedef struct HnswPageOpaqueData
{
	BlockNumber nextblkno;
	uint16		unused;
	uint16		page_id;
} HnswPageOpaqueData;

typedef struct HnswElementTupleData
{
	uint8		type;
	uint8		level;
	uint8		deleted;
	uint8		version;
	ItemPointerData heaptids[ANN_GRAPH_TIDS];
	ItemPointerData neighbortid;
	uint16		unused;
	char		data[FLEXIBLE_ARRAY_MEMBER];	/* the vector */
} HnswElementTupleData;

typedef struct HnswNeighborTupleData
{
	uint8		type;
	uint8		version;
	uint16		count;
	ItemPointerData indextids[FLEXIBLE_ARRAY_MEMBER];
} HnswNeighborTupleData;

#define PAGE_SPACE (BLCKSZ - MAXALIGN(SizeOfPageHeaderData) - MAXALIGN(sizeof(HnswPageOpaqueData)))

/* The vector must begin where pgvector's does, 8-byte aligned within the tuple. */
StaticAssertDecl(offsetof(HnswElementTupleData, data) == 72, "layout of pgvector's element tuple");

/*
 * AnnGraphMaxLevel - the highest node whose neighbours fit on a page.
 */
int
AnnGraphMaxLevel(int m)
{
	int			tids = (PAGE_SPACE - offsetof(HnswNeighborTupleData, indextids) - sizeof(ItemIdData)) / sizeof(ItemPointerData);

	return Min(tids / m - 2, 63);
}

/* Where a node has come to lie. */
typedef struct Place
{
	BlockNumber block;			/* InvalidBlockNumber: nowhere yet */
	OffsetNumber element;
	OffsetNumber neighbors;		/* on the same page; 0: first on the next one */
} Place;

typedef struct GraphWriter
{
	Relation	index;
	AnnGraph   *graph;
	Oid			element_type;	/* of the arrays */
	AnnRowToArray to_array;
	Size		array_size;
	Place	   *places;
	uint32	   *order;
	uint32		placed;
	uint32	   *frontier;		/* neighbours of what has been placed, first come first served */
	uint32		frontier_begin;
	uint32		frontier_end;
	BlockNumber block;			/* page being filled */
	Size		free;			/* what is left of it */
	OffsetNumber items;
	uint32		page_begin;		/* first of the order on it */
} GraphWriter;

/* --- order ------------------------------------------------------------------ */

static Size
ElementSize(const GraphWriter *writer)
{
	return MAXALIGN(offsetof(HnswElementTupleData, data) + writer->array_size);
}

static Size
NeighborsSize(const GraphWriter *writer, int level)
{
	return MAXALIGN(offsetof(HnswNeighborTupleData, indextids) + (level + 2) * writer->graph->m * sizeof(ItemPointerData));
}

static void
NextPage(GraphWriter *writer)
{
	writer->block++;
	writer->free = PAGE_SPACE;
	writer->items = 0;
	writer->page_begin = writer->placed;
}

/*
 * Place a node on the current page; false when it does not fit.
 */
static bool
PlaceNode(GraphWriter *writer, uint32 node)
{
	Place	   *place = &writer->places[node];
	Size		element = ElementSize(writer) + sizeof(ItemIdData);
	Size		neighbors = NeighborsSize(writer, AnnGraphNode(writer->graph, node)->level) + sizeof(ItemIdData);
	bool		together = element + neighbors <= PAGE_SPACE;

	if (writer->free < element + (together ? neighbors : 0))
		return false;
	place->block = writer->block;
	place->element = ++writer->items;
	writer->order[writer->placed++] = node;
	writer->free -= element;
	if (together)
	{
		place->neighbors = ++writer->items;
		writer->free -= neighbors;
	}
	else
	{
		NextPage(writer);
		writer->items = 1;
		writer->free -= neighbors;
		writer->page_begin = writer->placed - 1;
		place->neighbors = 0;
	}
	return true;
}

static bool
IsPlaced(const GraphWriter *writer, uint32 node)
{
	return writer->places[node].block != InvalidBlockNumber;
}

/*
 * Fill the rest of a page with neighbours of what is on it, nearest first.
 */
static void
PlaceNeighbours(GraphWriter *writer)
{
	AnnGraph   *graph = writer->graph;

	for (uint32 at = writer->page_begin; at < writer->placed; at++)
	{
		AnnLinks   *links = AnnNodeLinks(graph, writer->order[at], 0);

		for (int i = 0; i < links->length; i++)
		{
			uint32		node = ANN_LINK_NODE(links->link[i]);

			if (!IsPlaced(writer, node) && !PlaceNode(writer, node))
				return;
		}
	}
}

/*
 * The next node to begin a page with: near the pages before, if there is one.
 */
static uint32
NextSeed(GraphWriter *writer, uint32 *unplaced)
{
	while (writer->frontier_begin < writer->frontier_end)
	{
		uint32		around = writer->frontier[writer->frontier_begin];
		AnnLinks   *links = AnnNodeLinks(writer->graph, around, 0);

		for (int i = 0; i < links->length; i++)
			if (!IsPlaced(writer, ANN_LINK_NODE(links->link[i])))
				return ANN_LINK_NODE(links->link[i]);
		writer->frontier_begin++;
	}
	for (; *unplaced < writer->graph->nodes; (*unplaced)++)
		if (AnnGraphNode(writer->graph, *unplaced)->tids > 0 && !IsPlaced(writer, *unplaced))
			return *unplaced;
	return ANN_NO_NODE;
}

static void
PlaceAll(GraphWriter *writer)
{
	uint32		unplaced = 0;
	uint32		seed = AnnRead(&writer->graph->entry);

	for (; seed != ANN_NO_NODE; seed = NextSeed(writer, &unplaced))
	{
		uint32		begin = writer->placed;

		if (!PlaceNode(writer, seed))
		{
			NextPage(writer);
			if (!PlaceNode(writer, seed))
				ereport(ERROR,
						(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						 errmsg("a vector of %d dimensions does not fit on a page of index \"%s\"",
								writer->graph->dim, RelationGetRelationName(writer->index))));
		}
		PlaceNeighbours(writer);
		while (begin < writer->placed)
			writer->frontier[writer->frontier_end++] = writer->order[begin++];
		CHECK_FOR_INTERRUPTS();
	}
}

/* --- pages -------------------------------------------------------------------- */

static Buffer
NewPage(Relation index, Page *page)
{
	Buffer		buffer = ReadBufferExtended(index, MAIN_FORKNUM, P_NEW, RBM_NORMAL, NULL);
	HnswPageOpaqueData *opaque;

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	*page = BufferGetPage(buffer);
	PageInit(*page, BufferGetPageSize(buffer), sizeof(HnswPageOpaqueData));
	opaque = (HnswPageOpaqueData *) PageGetSpecialPointer(*page);
	opaque->nextblkno = InvalidBlockNumber;
	opaque->unused = 0;
	opaque->page_id = HNSW_PAGE_ID;
	return buffer;
}

static void
WriteMetaPage(GraphWriter *writer)
{
	AnnGraph   *graph = writer->graph;
	uint32		entry = AnnRead(&graph->entry);
	Page		page;
	Buffer		buffer = NewPage(writer->index, &page);
	HnswMetaPageData *meta = (HnswMetaPageData *) PageGetContents(page);

	meta->magicNumber = HNSW_MAGIC_NUMBER;
	meta->version = HNSW_VERSION;
	meta->dimensions = graph->dim;
	meta->m = graph->m;
	meta->efConstruction = graph->ef_construction;
	meta->entryBlkno = writer->places[entry].block;
	meta->entryOffno = writer->places[entry].element;
	meta->entryLevel = AnnGraphNode(graph, entry)->level;
	meta->insertPage = writer->block;
	((PageHeader) page)->pd_lower = ((char *) meta + sizeof(HnswMetaPageData)) - (char *) page;
	MarkBufferDirty(buffer);
	UnlockReleaseBuffer(buffer);
}

static void
FillElement(const GraphWriter *writer, uint32 node, HnswElementTupleData *element)
{
	AnnGraph   *graph = writer->graph;
	Place	   *place = &writer->places[node];
	uint32		with = node;

	memset(element, 0, ElementSize(writer));
	element->type = HNSW_ELEMENT_TUPLE_TYPE;
	element->level = AnnGraphNode(graph, node)->level;
	element->version = HNSW_FIRST_VERSION;
	for (int i = 0; i < ANN_GRAPH_TIDS; i++)
	{
		if (with == ANN_NO_NODE)
			ItemPointerSetInvalid(&element->heaptids[i]);
		else
		{
			element->heaptids[i] = AnnGraphNode(graph, with)->tid;
			with = AnnGraphNode(graph, with)->next_equal;
		}
	}
	if (place->neighbors != 0)
		ItemPointerSet(&element->neighbortid, place->block, place->neighbors);
	else
		ItemPointerSet(&element->neighbortid, place->block + 1, FirstOffsetNumber);
	writer->to_array(AnnGraphRow(graph, node), graph->dim, writer->element_type, element->data);
}

static void
FillNeighbors(const GraphWriter *writer, uint32 node, HnswNeighborTupleData *neighbors)
{
	AnnGraph   *graph = writer->graph;
	int			level = AnnGraphNode(graph, node)->level;
	int			count = 0;

	memset(neighbors, 0, NeighborsSize(writer, level));
	neighbors->type = HNSW_NEIGHBOR_TUPLE_TYPE;
	neighbors->version = HNSW_FIRST_VERSION;
	for (int layer = level; layer >= 0; layer--)
	{
		AnnLinks   *links = AnnNodeLinks(graph, node, layer);

		for (int i = 0; i < AnnLayerLinks(graph, layer); i++)
		{
			ItemPointer tid = &neighbors->indextids[count++];

			if (i < links->length)
			{
				Place	   *place = &writer->places[ANN_LINK_NODE(links->link[i])];

				ItemPointerSet(tid, place->block, place->element);
			}
			else
				ItemPointerSetInvalid(tid);
		}
	}
	neighbors->count = count;
}

static void
AddItem(Relation index, Page page, void *item, Size size, OffsetNumber expected)
{
	if (PageAddItem(page, (Item) item, size, InvalidOffsetNumber, false, false) != expected)
		elog(ERROR, "could not add an item of %zu bytes to a page of index \"%s\"", size, RelationGetRelationName(index));
}

/*
 * Write the page that is full and begin the next one.
 */
static Buffer
FollowingPage(Relation index, Buffer full, Page *page)
{
	Page		full_page = BufferGetPage(full);
	Buffer		next = NewPage(index, page);

	((HnswPageOpaqueData *) PageGetSpecialPointer(full_page))->nextblkno = BufferGetBlockNumber(next);
	MarkBufferDirty(full);
	UnlockReleaseBuffer(full);
	return next;
}

static void
WriteNodes(GraphWriter *writer)
{
	Relation	index = writer->index;
	HnswElementTupleData *element = palloc(BLCKSZ);
	HnswNeighborTupleData *neighbors = palloc(BLCKSZ);
	Page		page;
	Buffer		buffer = NewPage(index, &page);

	for (uint32 i = 0; i < writer->placed; i++)
	{
		uint32		node = writer->order[i];
		Place	   *place = &writer->places[node];

		if (place->block != BufferGetBlockNumber(buffer))
		{
			buffer = FollowingPage(index, buffer, &page);
			/* Not while a lock is held, or nobody could interrupt. */
			LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
			CHECK_FOR_INTERRUPTS();
			LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
		}
		FillElement(writer, node, element);
		AddItem(index, page, element, ElementSize(writer), place->element);
		if (place->neighbors == 0)
			buffer = FollowingPage(index, buffer, &page);
		FillNeighbors(writer, node, neighbors);
		AddItem(index, page, neighbors, NeighborsSize(writer, AnnGraphNode(writer->graph, node)->level),
				place->neighbors == 0 ? FirstOffsetNumber : place->neighbors);
	}
	MarkBufferDirty(buffer);
	UnlockReleaseBuffer(buffer);
	pfree(element);
	pfree(neighbors);
}

/*
 * AnnGraphWrite - the pages of an index, which has none yet.
 *
 * to_array makes an array of array_size bytes of a row of the graph, in place.
 * Logging them is left to the caller.
 */
void
AnnGraphWrite(Relation index, AnnGraph *graph, Oid element_type, AnnRowToArray to_array, Size array_size)
{
	GraphWriter writer = {
		.index = index, .graph = graph, .element_type = element_type, .to_array = to_array, .array_size = array_size
	};

	writer.places = palloc_extended((Size) graph->nodes * sizeof(Place), MCXT_ALLOC_HUGE);
	writer.order = palloc_extended((Size) graph->nodes * sizeof(uint32), MCXT_ALLOC_HUGE);
	writer.frontier = palloc_extended((Size) graph->nodes * sizeof(uint32), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < graph->nodes; i++)
		writer.places[i].block = InvalidBlockNumber;

	NextPage(&writer);			/* block 1: the meta page comes before */
	PlaceAll(&writer);
	WriteMetaPage(&writer);
	WriteNodes(&writer);

	pfree(writer.places);
	pfree(writer.order);
	pfree(writer.frontier);
}
