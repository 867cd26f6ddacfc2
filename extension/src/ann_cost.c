/*
 * ann_cost.c - what a scan of a graph index costs.
 *
 * The planner has to choose between walking the graph until enough rows have
 * passed the query's conditions, and finding the rows that pass, by another
 * index or by reading all, and sorting them.  What counts is that the two are
 * measured alike.  Visiting an element of the graph is much like fetching a
 * row by a bitmap scan and comparing it: a page somewhere, a vector, a
 * distance.  So the walk is given the cost that the planner would give to a
 * bitmap scan of as many rows.  That holds for any settings of the planner's
 * costs, and whether the page costs stand for a disk or for memory.
 *
 * How many rows must the walk give?  LIMIT k over a condition that a share s
 * of the rows fulfils needs k / s of them, as far as the condition does not
 * depend on the vectors.  The planner takes the cost of giving all rows, and of
 * that the part that the limit asks for; our cost is not proportional to the
 * rows given, so the one at k / s is found first and drawn out to all rows.
 */
#include "ann.h"
#include "ann_scan.h"

#include <math.h>

#include "access/genam.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"
#include "utils/spccache.h"

/*
 * Elements visited until n rows are given: VISITED_FACTOR * 2m / ln(m) *
 * ln(rows) * n ^ VISITED_EXPONENT.  The graph of 2m neighbours has most of an
 * element's neighbours in common with the elements around it, and the more of
 * them, the more has been visited.  Measured on SIFT descriptors.
 */
#define VISITED_FACTOR 0.36
#define VISITED_EXPONENT 0.75

/* Rows of a bitmap scan that take as long as one element visited, and as one row given. */
#define ROWS_PER_VISITED 1.0
#define ROWS_PER_GIVEN 1.0

#define LOG2(x) (log(x) / 0.693147180559945)

/* What a scan keeps of an element visited; it ends when work_mem is full. */
#define BYTES_PER_VISITED 220

/* Above any other cost, and how likely a plan may miss rows before it gets that. */
#define MISSING_ROWS_COST 1.0e10
#define MISSING_ROWS_CHANCE 0.01

/*
 * The table as the cost of comparing its rows sees it.
 */
typedef struct AnnTable
{
	double		rows;			/* in the index */
	double		table_rows;		/* in the table */
	double		pages;			/* of the table */
	double		walked_pages;	/* of the graph, when it has fewer, as a partial one has */
	double		random_page_cost;
	double		seq_page_cost;
	Cost		row_cost;		/* processor: fetch, conditions, distance, sort */
} AnnTable;

/*
 * What a query asks of the scan.
 */
typedef struct AnnDemand
{
	double		wanted;			/* rows that pass the conditions, up to the limit */
	double		share;			/* of the index's rows passes the conditions */
	double		given;			/* rows that the scan gives until it has given those */
} AnnDemand;

static AnnDemand
DemandOf(PlannerInfo *root, IndexPath *path)
{
	double		all = Max(path->indexinfo->tuples, 1);
	double		passing = path->path.param_info ? path->path.param_info->ppi_rows : path->path.parent->rows;
	AnnDemand	demand;

	passing = Max(Min(passing, all), 1);
	demand.share = passing / all;
	demand.wanted = root->limit_tuples > 0 ? Min(root->limit_tuples, passing) : passing;
	demand.given = demand.wanted / demand.share;
	/* with fewer rows than the limit, all the others have to be looked at too */
	if (root->limit_tuples <= 0 || root->limit_tuples > passing)
		demand.given = all;
	return demand;
}

/*
 * The chance that fewer rows than wanted pass among the first that the graph
 * gives: how many do is taken to be normally distributed.
 */
static double
ChanceOfTooFew(const AnnDemand *demand, double graph_rows)
{
	double		mean = graph_rows * demand->share;
	double		deviation = sqrt(mean * (1 - demand->share));

	if (deviation == 0)
		return mean < demand->wanted ? 1 : 0;
	return 0.5 * erfc((mean - demand->wanted + 0.5) / deviation / sqrt(2));
}

/*
 * Elements of the graph that are visited until n rows are given.
 */
static double
Visited(double n, int m, double rows)
{
	double		visited = VISITED_FACTOR * 2 * m / log(m) * log(Max(rows, 2)) * pow(n, VISITED_EXPONENT);

	return Min(visited, rows);
}

/*
 * Connections of a node, as the index was made.
 */
static int
GraphM(Oid index_oid)
{
	Relation	index = index_open(index_oid, NoLock);
	int			m = AnnMOption(index);

	index_close(index, NoLock);
	return m;
}

static AnnTable
TableOf(PlannerInfo *root, IndexPath *path)
{
	RelOptInfo *rel = path->path.parent;
	QualCost	distance = {0, 0};
	AnnTable	table;

	cost_qual_eval(&distance, path->indexorderbys, root);
	table.rows = Max(path->indexinfo->tuples, 1);
	table.table_rows = Max(rel->tuples, table.rows);
	table.pages = Max(rel->pages, 1);
	/* vectors out of line are on no page of the table: the planner forgets them on both sides */
	table.walked_pages = Max(Min(path->indexinfo->pages, table.pages), 1);
	get_tablespace_page_costs(rel->reltablespace, &table.random_page_cost, &table.seq_page_cost);
	table.row_cost = cpu_tuple_cost + rel->baserestrictcost.per_tuple + distance.per_tuple +
		2 * cpu_operator_cost * LOG2(2 * Max(root->limit_tuples, 1));
	return table;
}

/*
 * Cost of comparing so many rows, fetched by a bitmap scan, as the planner
 * would have it (cost_bitmap_heap_scan).  More than all rows cost in proportion.
 */
static Cost
CompareCost(const AnnTable *table, double rows)
{
	double		part = Min(rows, table->rows);
	double		all_pages = table->walked_pages;
	double		pages = Min(2 * all_pages * part / (2 * all_pages + part), all_pages);
	double		page_cost = table->random_page_cost -
		(table->random_page_cost - table->seq_page_cost) * sqrt(pages / all_pages);

	return (ceil(pages) * page_cost + part * table->row_cost) * (rows / part);
}

/*
 * Cost of comparing the rows that the graph has not given: all are read.
 */
static Cost
RestCost(const AnnTable *table)
{
	return table->pages * table->seq_page_cost + table->table_rows * table->row_cost +
		table->rows * 2 * cpu_operator_cost * LOG2(Max(table->rows, 2));
}

/*
 * Rows that the graph can give before it ends: the first batch, or what an
 * iterative scan visits.
 */
static double
GraphLimit(const AnnEngine *engine, double first_batch)
{
	double		memory = (double) work_mem * 1024.0 * *engine->scan_mem_multiplier;

	if (AnnIterativeMode(engine) == engine->off)
		return first_batch;
	return Max(first_batch, Min(*engine->max_scan_tuples, memory / BYTES_PER_VISITED));
}

/*
 * AnnHnswCost - amcostestimate of a graph index.
 */
void
AnnHnswCost(const AnnEngine *engine, PlannerInfo *root, IndexPath *path, double loop_count,
			Cost *startup_cost, Cost *total_cost, Selectivity *selectivity,
			double *correlation, double *pages)
{
	AnnTable	table;
	int			m;
	double		first_batch = *engine->effort;
	AnnDemand	demand;
	double		limit;
	double		visited;
	double		too_few;
	Cost		cost;

	if (path->indexorderbys == NIL)
	{
		/* pgvector forbids the scan, as each version of the server wants it */
		engine->below.amcostestimate(root, path, loop_count, startup_cost, total_cost, selectivity, correlation, pages);
		return;
	}

	table = TableOf(root, path);
	m = GraphM(path->indexinfo->indexoid);
	demand = DemandOf(root, path);
	limit = Min(GraphLimit(engine, first_batch), table.rows);

	visited = Visited(first_batch, m, table.rows);
	*startup_cost = CompareCost(&table, visited * ROWS_PER_VISITED);
	if (demand.given > first_batch)
	{
		double		first = *engine->iterative_scan == engine->off ? visited : 0;

		/* the iterative scan begins anew, and ends when it has visited as much as it may */
		visited = first + Min(Visited(demand.given, m, table.rows), limit);
	}
	cost = CompareCost(&table, visited * ROWS_PER_VISITED + Min(demand.given, limit) * ROWS_PER_GIVEN);

	too_few = limit < table.rows ? ChanceOfTooFew(&demand, limit) : 0;
	if (ann_complete_scan && AnnIterativeMode(engine) != engine->off)
		cost += too_few * RestCost(&table);
	else if (too_few > MISSING_ROWS_CHANCE)
		cost += MISSING_ROWS_COST;

	*total_cost = *startup_cost + (Max(cost, *startup_cost) - *startup_cost) * table.rows / demand.given;
	*selectivity = table.rows / table.table_rows;
	*correlation = 0;
	*pages = visited;
}
