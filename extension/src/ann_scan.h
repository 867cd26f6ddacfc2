/*
 * ann_scan.h - scans that give every row, and what they cost.
 */
#ifndef FLOAT2_ANN_SCAN_H
#define FLOAT2_ANN_SCAN_H

#include "ann_setting.h"

#include "access/relscan.h"
#include "nodes/pathnodes.h"

/* ann_scan.c: put our scans above a routine; one call in each handler. */
extern void AnnHnswScan(IndexAmRoutine *routine);
extern void AnnIvfflatScan(IndexAmRoutine *routine);

/* Row numbers that a scan has given already. */
typedef struct tidset_hash AnnTidSet;
extern bool AnnTidSetHas(AnnTidSet *set, ItemPointer tid);

/* ann_rest.c: the rows that the index has not given, nearest first. */
typedef struct AnnRest AnnRest;
extern AnnRest *AnnRestBegin(IndexScanDesc scan, AnnTidSet *given);
extern bool AnnRestNext(AnnRest *rest, ItemPointer tid);
extern void AnnRestEnd(AnnRest *rest);

/* ann_cost_graph.c */
extern void AnnHnswCost(const AnnEngine *engine, PlannerInfo *root, IndexPath *path, double loop_count,
						Cost *startup_cost, Cost *total_cost, Selectivity *selectivity,
						double *correlation, double *pages);

/* ann_cost_lists.c */
extern void AnnIvfflatCost(const AnnEngine *engine, PlannerInfo *root, IndexPath *path, double loop_count,
						   Cost *startup_cost, Cost *total_cost, Selectivity *selectivity,
						   double *correlation, double *pages);

#endif							/* FLOAT2_ANN_SCAN_H */
