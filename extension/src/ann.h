/*
 * ann.h - the access method ann: pgvector's graph index under our operator
 * classes.
 */
#ifndef FLOAT2_ANN_H
#define FLOAT2_ANN_H

#include "float2.h"

#include "access/amapi.h"
#include "utils/rel.h"

/* Support functions of an operator class, as pgvector numbers them. */
#define ANN_DISTANCE_PROC 1
#define ANN_NORM_PROC 2
#define ANN_TYPE_INFO_PROC 3

/* The only strategy: ORDER BY distance. */
#define ANN_DISTANCE_STRATEGY 1

/* As pgvector: an element must fit on a page beside its neighbours' header. */
#define ANN_FLOAT2_MAX_DIM 4000
#define ANN_FLOAT4_MAX_DIM 2000

/* An option that was not given. */
#define ANN_NOT_SET (-1)

/*
 * Index options.  pgvector reads the first three fields as its HnswOptions.
 */
typedef struct AnnOptions
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int			m;
	int			ef_construction;
	int			hnsw_m;			/* AnalyticDB's names for the two */
	int			hnsw_ef_construction;
	int			dim;
	int			distancemeasure;
	int			pq_enable;		/* the rest: AnalyticDB's, see CheckUnsupported */
	int			pq_segments;
	int			pq_centers;
	int			external_storage;
} AnnOptions;

/* ann_options.c: the options, registered once when the library is loaded. */
extern void AnnInit(void);
extern bytea *AnnParseOptions(Datum reloptions, bool validate);
extern int	AnnDimOption(Relation index);
extern void AnnCheckMeasure(Relation index);
extern const char *AnnTypeName(Oid type);

/* ann_pgvector.c: the routine of pgvector's hnsw, or an error. */
extern const IndexAmRoutine *AnnHnswRoutine(void);

/* ann_validate.c */
extern bool AnnValidate(Oid opclass);

#endif							/* FLOAT2_ANN_H */
