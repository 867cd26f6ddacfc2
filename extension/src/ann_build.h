/*
 * ann_build.h - building a graph index in memory.
 */
#ifndef FLOAT2_ANN_BUILD_H
#define FLOAT2_ANN_BUILD_H

#include "ann_graph.h"

#include "access/amapi.h"
#include "utils/rel.h"

/* Make the array that a row of a graph stands for, in memory of its size. */
typedef void (*AnnRowToArray) (const void *row, int dim, Oid element_type, char *array);

/* ann_build.c: NULL when the table does not fit into memory, and nothing has been done. */
extern IndexBuildResult *AnnBuildInMemory(Relation heap, Relation index, struct IndexInfo *indexInfo, int dim);

/* ann_graph_pages.c */
extern int	AnnGraphMaxLevel(int m);
extern void AnnGraphWrite(Relation index, AnnGraph *graph, Oid element_type, AnnRowToArray to_array, Size array_size);

#endif							/* FLOAT2_ANN_BUILD_H */
