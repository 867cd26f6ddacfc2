/*
 * ann_cost_lists.c - what a scan of inverted lists costs.
 *
 * The lists whose centres are nearest are read, all their rows compared and
 * sorted, and more lists when those rows are used up.  The index gives rows in
 * the order of their distance, so that each is fetched from somewhere in the
 * table, as a bitmap scan would fetch it.
 */
#include "ann_cost.h"

#include <math.h>

#include "access/genam.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"

/*
 * Operators that take as long as a row of a list beside its distance: reading
 * it, keeping the distance, and sorting all of them.  Measured against bitmap
 * and sequential scans of 300,000 rows.
 */
#define OPERATORS_PER_ROW 40.0

/*
 * What the sort keeps of a row, its distance and place, and the operators that
 * take as long as writing one out and merging it back, where a batch is more
 * than work_mem holds: 60,000 rows took a tenth longer with 4 MB than with 64.
 */
#define BYTES_PER_SORTED 72
#define OPERATORS_PER_SPILLED 8.0

/* Rows of a bitmap scan that take as long as one row given. */
#define ROWS_PER_GIVEN 1.0

static int
Lists(Oid index_oid)
{
	Relation	index = index_open(index_oid, NoLock);
	int			lists = AnnListsOption(index);

	index_close(index, NoLock);
	return lists;
}

/*
 * Cost of reading so many rows, in whole lists, which lie in pieces, and of
 * sorting them batch by batch.
 */
static Cost
ReadCost(const AnnTable *table, double rows, double batch, double index_pages, Cost distance_cost)
{
	double		operators = OPERATORS_PER_ROW;

	if (batch * BYTES_PER_SORTED > work_mem * 1024.0)
		operators += OPERATORS_PER_SPILLED;
	return index_pages * rows / table->rows * (table->seq_page_cost + table->random_page_cost) / 2 +
		rows * (distance_cost + operators * cpu_operator_cost);
}

/*
 * AnnIvfflatCost - amcostestimate of inverted lists.
 */
void
AnnIvfflatCost(const AnnEngine *engine, PlannerInfo *root, IndexPath *path, double loop_count,
			   Cost *startup_cost, Cost *total_cost, Selectivity *selectivity,
			   double *correlation, double *pages)
{
	QualCost	distance = {0, 0};
	bool		goes_on = AnnIterativeMode(engine) != engine->off;
	AnnTable	table;
	AnnDemand	demand;
	double		lists;
	double		first;
	double		most;
	double		read;
	Cost		centres;
	Cost		cost;

	if (path->indexorderbys == NIL)
	{
		/* pgvector forbids the scan, as each version of the server wants it */
		engine->below.amcostestimate(root, path, loop_count, startup_cost, total_cost, selectivity, correlation, pages);
		return;
	}

	table = AnnTableOf(root, path);
	demand = AnnDemandOf(root, path);
	cost_qual_eval(&distance, path->indexorderbys, root);
	lists = Lists(path->indexinfo->indexoid);
	first = table.rows * Min(*engine->effort, lists) / lists;
	most = first;
	if (goes_on)
		most = ann_complete_scan ? table.rows : Max(first, table.rows * Min(*engine->max_probes, lists) / lists);

	read = first;
	if (goes_on && demand.given > first)
	{
		/* whole batches, after the first one again when the scan begins anew */
		read = Min(ceil(demand.given / first) * first, most);
		if (*engine->iterative_scan == engine->off)
			read += first;
	}

	centres = lists * (distance.per_tuple + cpu_operator_cost);
	cost = centres + ReadCost(&table, read, first, path->indexinfo->pages, distance.per_tuple) +
		AnnCompareCost(&table, Min(demand.given, most) * ROWS_PER_GIVEN) +
		AnnCostOfTooFew(&table, &demand, most, 0, goes_on && ann_complete_scan);
	AnnReportCost(&table, &demand, centres + ReadCost(&table, first, first, path->indexinfo->pages, distance.per_tuple), cost,
				  startup_cost, total_cost, selectivity, correlation);
	*pages = path->indexinfo->pages * Min(read / table.rows, 1);
}
