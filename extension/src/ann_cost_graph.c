/*
 * ann_cost_graph.c - what a scan of a graph index costs.
 *
 * Visiting an element of the graph is much like fetching a row by a bitmap scan
 * and comparing it: a page somewhere, a vector, a distance; but no conditions,
 * no columns, no sort.  So the walk is given the cost that the planner would
 * give to a bitmap scan of fewer rows, in a proportion that was measured.  That
 * holds for any settings of the planner's costs, and whether the page costs
 * stand for a disk or for memory.
 */
#include "ann_cost.h"

#include <math.h>

#include "access/genam.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"

/*
 * Elements visited until n rows are given: VISITED_FACTOR * 2m / ln(m) *
 * ln(rows) * n ^ VISITED_EXPONENT.  The graph of 2m neighbours has most of an
 * element's neighbours in common with the elements around it, and the more of
 * them, the more has been visited.  Measured on SIFT descriptors.
 */
#define VISITED_FACTOR 0.36
#define VISITED_EXPONENT 0.75

/*
 * Rows of a bitmap scan that take as long as one element visited, and as one
 * row given.  From 0.3 to 0.6 the choices between the two are the same, at
 * 300,000 and 1,000,000 rows and random_page_cost from 1.1 to 4; a covering
 * index, which needs no row of the table, wants the lower half of that.
 */
#define ROWS_PER_VISITED 0.4
#define ROWS_PER_GIVEN 1.0

/* What a scan keeps of an element visited; it ends when work_mem is full. */
#define BYTES_PER_VISITED 220

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

/*
 * Cost of comparing the rows that the graph has not given: all are read.
 */
static Cost
RestCost(const AnnTable *table)
{
	return table->pages * table->seq_page_cost + table->table_rows * table->row_cost +
		table->rows * 2 * cpu_operator_cost * log2(Max(table->rows, 2));
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
	Cost		first;
	Cost		cost;

	if (path->indexorderbys == NIL)
	{
		/* pgvector forbids the scan, as each version of the server wants it */
		engine->below.amcostestimate(root, path, loop_count, startup_cost, total_cost, selectivity, correlation, pages);
		return;
	}

	table = AnnTableOf(root, path);
	m = GraphM(path->indexinfo->indexoid);
	demand = AnnDemandOf(root, path);
	limit = Min(GraphLimit(engine, first_batch), table.rows);

	visited = Visited(first_batch, m, table.rows);
	first = AnnCompareCost(&table, visited * ROWS_PER_VISITED);
	if (demand.given > first_batch)
	{
		double		before = *engine->iterative_scan == engine->off ? visited : 0;

		/* the iterative scan begins anew, and ends when it has visited as much as it may */
		visited = before + Min(Visited(demand.given, m, table.rows), limit);
	}
	cost = AnnCompareCost(&table, visited * ROWS_PER_VISITED + Min(demand.given, limit) * ROWS_PER_GIVEN);

	cost += AnnCostOfTooFew(&table, &demand, limit, RestCost(&table), ann_complete_scan && AnnIterativeMode(engine) != engine->off);
	AnnReportCost(&table, &demand, first, cost, startup_cost, total_cost, selectivity, correlation);
	*pages = visited;
}
