/*
 * ann_pgvector.h - private layouts of pgvector 0.8 that our types answer in.
 */
#ifndef FLOAT2_ANN_PGVECTOR_H
#define FLOAT2_ANN_PGVECTOR_H

#include "fmgr.h"
#include "utils/array.h"

/*
 * What pgvector's code asks of a type that a graph holds: its HnswTypeInfo,
 * up to 0.8.6 and since.
 */
typedef struct HnswTypeInfo080
{
	int			maxDimensions;
	PGFunction	normalize;
	void		(*checkValue) (Pointer value);
} HnswTypeInfo080;

typedef struct HnswTypeInfo087
{
	int			maxDimensions;
	PGFunction	dims;
	PGFunction	normalize;
	void		(*checkValue) (Pointer value);
} HnswTypeInfo087;

/*
 * The same of a type that lists hold: its IvfflatTypeInfo.
 *
 * itemSize is the most bytes that a vector or centre of a length takes;
 * updateCenter makes a centre of float4 means; sumCenter adds a vector to
 * float4 sums, and is told their length where there is dims.
 */
typedef struct IvfflatTypeInfo080
{
	int			maxDimensions;
	PGFunction	normalize;
	Size		(*itemSize) (int dim);
	void		(*updateCenter) (Pointer center, int dim, float *means);
	void		(*sumCenter) (Pointer vector, float *sums);
} IvfflatTypeInfo080;

typedef struct IvfflatTypeInfo087
{
	int			maxDimensions;
	PGFunction	dims;
	PGFunction	normalize;
	Size		(*itemSize) (int dim);
	void		(*updateCenter) (Pointer center, int dim, float *means);
	void		(*sumCenter) (Pointer vector, int dim, float *sums);
} IvfflatTypeInfo087;

/* ann_pgvector.c: do they have dims? */
extern bool AnnHnswTypeInfoHasDims(void);
extern bool AnnIvfflatTypeInfoHasDims(void);

/* vector_function.c: the number of elements of any vector. */
extern Datum float2_vector_dims(PG_FUNCTION_ARGS);

/* ann_type.c */
extern float8 AnnLength(const ArrayType *vector);
extern Datum AnnNormalize(PG_FUNCTION_ARGS);

#endif							/* FLOAT2_ANN_PGVECTOR_H */
