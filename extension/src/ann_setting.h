/*
 * ann_setting.h - pgvector's settings, as ann's scans and its cost see them.
 */
#ifndef FLOAT2_ANN_SETTING_H
#define FLOAT2_ANN_SETTING_H

#include "float2.h"

#include "access/amapi.h"

/*
 * What lies below one of our access methods: pgvector's routine, with what
 * ours has replaced of it, and the settings that pgvector's code reads.
 */
typedef struct AnnEngine
{
	IndexAmRoutine below;
	int		   *iterative_scan; /* how to go on when the first batch is used up */
	int			off;			/* values of that setting */
	int			relaxed_order;
	int			strict_order;	/* relaxed_order where there is no such value */
	int		   *effort;			/* hnsw.ef_search, ivfflat.probes; NULL until all are known */
	int		   *max_scan_tuples;	/* NULL where there is no such setting */
	double	   *scan_mem_multiplier;	/* likewise */
	int		   *max_probes;		/* NULL but for lists: those that an iterative scan reads at most */
} AnnEngine;

/* Values of float2.iterative_scan. */
typedef enum AnnIterativeScan
{
	ANN_ITERATIVE_OFF,
	ANN_ITERATIVE_RELAXED,
	ANN_ITERATIVE_STRICT
} AnnIterativeScan;

extern int	ann_iterative_scan;
extern bool ann_complete_scan;

/* ann_setting.c: ours, defined once when the library is loaded, and theirs. */
extern void AnnSettingInit(void);
extern void AnnReadHnswSettings(AnnEngine *engine);
extern void AnnReadIvfflatSettings(AnnEngine *engine);
extern int	AnnIterativeMode(const AnnEngine *engine);

/* ann_choice.c */
extern void AnnChoiceInit(void);

#endif							/* FLOAT2_ANN_SETTING_H */
