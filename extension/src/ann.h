/*
 * ann.h - the access methods ann and ann_ivfflat: pgvector's graph and lists
 * under our operator classes.
 */
#ifndef FLOAT2_ANN_H
#define FLOAT2_ANN_H

#include "float2.h"

#include "access/amapi.h"
#include "access/skey.h"
#include "nodes/execnodes.h"
#include "utils/rel.h"

/* Support functions of an operator class, as pgvector numbers them: for both methods ... */
#define ANN_DISTANCE_PROC 1
#define ANN_NORM_PROC 2
/* ... for ann ... */
#define ANN_TYPE_INFO_PROC 3
/* ... and for ann_ivfflat. */
#define ANN_IVFFLAT_KMEANS_DISTANCE_PROC 3
#define ANN_IVFFLAT_KMEANS_NORM_PROC 4
#define ANN_IVFFLAT_TYPE_INFO_PROC 5

/* The only strategy: ORDER BY distance. */
#define ANN_DISTANCE_STRATEGY 1

/* As pgvector: a vector must fit on a page beside what the index says of it. */
#define ANN_FLOAT2_MAX_DIM 4000
#define ANN_FLOAT4_MAX_DIM 2000

/* Options that were left out, as pgvector has them. */
#define ANN_DEFAULT_M 16
#define ANN_DEFAULT_EF_CONSTRUCTION 64
#define ANN_DEFAULT_LISTS 100

#define ANN_MAX_LISTS 32768

/* An option that was not given. */
#define ANN_NOT_SET (-1)

/*
 * The options of both methods: two numbers that pgvector reads as its own
 * options, then what both have.
 */
typedef struct AnnOptions
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int			pgvector[2];
	int			dim;
	int			distancemeasure;
} AnnOptions;

/*
 * Options of ann.  pgvector reads the first three fields as its HnswOptions.
 */
typedef struct AnnGraphOptions
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int			m;
	int			ef_construction;
	int			dim;
	int			distancemeasure;
	int			hnsw_m;			/* AnalyticDB's names for the two */
	int			hnsw_ef_construction;
	int			pq_enable;		/* the rest: AnalyticDB's, see CheckUnsupported */
	int			pq_segments;
	int			pq_centers;
	int			external_storage;
} AnnGraphOptions;

/*
 * Options of ann_ivfflat.  pgvector reads the first two fields as its
 * IvfflatOptions.
 */
typedef struct AnnIvfflatOptions
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int			lists;
	int			unused;
	int			dim;
	int			distancemeasure;
} AnnIvfflatOptions;

/*
 * What a function of an operator class measures.  The first three are values
 * of the option distancemeasure.
 */
typedef enum AnnMeasure
{
	ANN_L2,
	ANN_IP,
	ANN_COSINE,
	ANN_L1,
	ANN_SPHERICAL,				/* an angle, for k-means only */
	ANN_SIMILARITY,				/* grows with nearness: no distance */
	ANN_UNKNOWN					/* not a function of ours */
} AnnMeasure;

/*
 * What a method has to check of vectors.
 */
typedef struct AnnRules
{
	/* longest vector of a type that fits into the index */
	int			(*max_dim) (Oid type);
	/* length of a row's vector, or an error about the vector itself */
	int			(*row_dim) (Relation index, Datum value);
} AnnRules;

/* ann_options.c: the options, registered once when the library is loaded. */
extern void AnnInit(void);
extern bytea *AnnParseOptions(Datum reloptions, bool validate);
extern bytea *AnnIvfflatParseOptions(Datum reloptions, bool validate);
extern int	AnnDimOption(Relation index);
extern int	AnnMOption(Relation index);
extern int	AnnListsOption(Relation index);

/* ann_measure.c */
extern AnnMeasure AnnMeasureOf(PGFunction function);
extern AnnMeasure AnnMeasureOfClass(PGFunction distance, bool has_norm);
extern const char *AnnTypeName(Oid type);
extern void AnnCheckMeasure(Relation index);

/* ann_dim.c: the checks of rows and queries. */
extern int	AnnStoredDim(Relation index);
extern int	AnnDimOfDatum(Datum value);
extern void AnnCheckIndexedDim(Relation index, int dim, int expected);
extern bool AnnBeforeBuild(Relation heap, Relation index, IndexInfo *indexInfo, const AnnRules *rules);
extern void AnnAfterBuild(Relation heap, Relation index, IndexInfo *indexInfo, const AnnRules *rules);
extern void AnnCheckQuery(Relation index, ScanKey orderbys, int norderbys);

/* ann_below.c: what pgvector gets of the rows of a build that is left to it. */
extern bool AnnBitmapFits(Oid type, int dim);
extern bool AnnHasBitmap(Datum value);
extern Datum AnnWithoutBitmap(Datum value);
extern IndexBuildResult *AnnBuildBelow(const IndexAmRoutine *below, Relation heap, Relation index, IndexInfo *info, bool bitmaps);

/* ann_column.c: what an index keeps of its vectors in the catalog. */
extern Oid	AnnColumnType(Relation index);
extern void AnnStoreDim(Relation index, int dim);
extern void AnnStorePlain(Relation index);

/* ann_pgvector.c: pgvector's routines, or an error. */
extern const IndexAmRoutine *AnnHnswRoutine(void);
extern const IndexAmRoutine *AnnIvfflatRoutine(void);

/* ann_center.c: the centres of an index's lists. */
extern void AnnBeginCenters(Relation index);
extern int	AnnIvfflatMaxDim(Oid type);

/* ann_validate.c */
extern bool AnnValidate(Oid opclass);
extern bool AnnIvfflatValidate(Oid opclass);

#endif							/* FLOAT2_ANN_H */
