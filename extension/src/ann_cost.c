/*
 * ann_cost.c - what the costs of both access methods are made of: what a query
 * asks of a scan, and what comparing rows of the table costs.
 *
 * The planner has to choose between taking rows from the index until enough of
 * them have passed the query's conditions, and finding the rows that pass, by
 * another index or by reading all, and sorting them.  What counts is that both
 * are measured alike: our costs are multiples of those that the planner gives
 * to comparing rows of the table.
 *
 * How many rows must the index give?  LIMIT k over a condition that a share s
 * of the rows fulfils needs k / s of them, as far as the condition does not
 * depend on the vectors.  The planner takes the cost of giving all rows, and of
 * that the part that the limit asks for; our cost is not proportional to the
 * rows given, so the one at k / s is found first and drawn out to all rows.
 */
#include "ann_cost.h"

#include <math.h>

#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/spccache.h"

/* Above any other cost, and how likely a plan may miss rows before it gets that. */
#define MISSING_ROWS_COST 1.0e10
#define MISSING_ROWS_CHANCE 0.01

/*
 * AnnDemandOf - what the query asks.
 */
AnnDemand
AnnDemandOf(PlannerInfo *root, IndexPath *path)
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
 * AnnTableOf - the table and its index.
 */
AnnTable
AnnTableOf(PlannerInfo *root, IndexPath *path)
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
		2 * cpu_operator_cost * log2(2 * Max(root->limit_tuples, 1));
	return table;
}

/*
 * AnnCompareCost - of comparing so many rows, fetched by a bitmap scan, as the
 * planner would have it (cost_bitmap_heap_scan).  More than all rows cost in
 * proportion.
 */
Cost
AnnCompareCost(const AnnTable *table, double rows)
{
	double		part = Min(rows, table->rows);
	double		all_pages = table->walked_pages;
	double		pages = Min(2 * all_pages * part / (2 * all_pages + part), all_pages);
	double		page_cost = table->random_page_cost -
		(table->random_page_cost - table->seq_page_cost) * sqrt(pages / all_pages);

	return (ceil(pages) * page_cost + part * table->row_cost) * (rows / part);
}

/*
 * The chance that fewer rows than wanted pass among the first that the index
 * gives: how many do is taken to be normally distributed.
 */
static double
ChanceOfTooFew(const AnnDemand *demand, double given)
{
	double		mean = given * demand->share;
	double		deviation = sqrt(mean * (1 - demand->share));

	if (deviation == 0)
		return mean < demand->wanted ? 1 : 0;
	return 0.5 * erfc((mean - demand->wanted + 0.5) / deviation / sqrt(2));
}

/*
 * AnnCostOfTooFew - what is to be added, when the index gives so many rows at
 * most: the cost of getting the rest, or more than any other plan costs where
 * nothing gets it.
 */
Cost
AnnCostOfTooFew(const AnnTable *table, const AnnDemand *demand, double most, Cost rest, bool complete)
{
	double		too_few = most < table->rows ? ChanceOfTooFew(demand, most) : 0;

	if (complete)
		return too_few * rest;
	return too_few > MISSING_ROWS_CHANCE ? MISSING_ROWS_COST : 0;
}

/*
 * AnnReportCost - of giving the first row, and what the query asks for.
 */
void
AnnReportCost(const AnnTable *table, const AnnDemand *demand, Cost first, Cost asked,
			  Cost *startup_cost, Cost *total_cost, Selectivity *selectivity, double *correlation)
{
	*startup_cost = first;
	*total_cost = first + (Max(asked, first) - first) * table->rows / demand->given;
	*selectivity = table->rows / table->table_rows;
	*correlation = 0;
}
