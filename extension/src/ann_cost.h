/*
 * ann_cost.h - what the costs of scans are made of.
 */
#ifndef FLOAT2_ANN_COST_H
#define FLOAT2_ANN_COST_H

#include "ann.h"
#include "ann_scan.h"

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

/* ann_cost.c */
extern AnnDemand AnnDemandOf(PlannerInfo *root, IndexPath *path);
extern AnnTable AnnTableOf(PlannerInfo *root, IndexPath *path);
extern Cost AnnCompareCost(const AnnTable *table, double rows);
extern Cost AnnCostOfTooFew(const AnnTable *table, const AnnDemand *demand, double most, Cost rest, bool complete);
extern void AnnReportCost(const AnnTable *table, const AnnDemand *demand, Cost first, Cost asked,
						  Cost *startup_cost, Cost *total_cost, Selectivity *selectivity, double *correlation);

#endif							/* FLOAT2_ANN_COST_H */
