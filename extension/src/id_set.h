/*
 * id_set.h - sets of 64-bit ids, packed by Elias and Fano's method.
 *
 * Each id is taken as its distance from the smallest one.  Its low bits, as
 * many as a distance has between neighbours on average, are stored as they
 * are; the high bits of all ids are stored in unary: in a row of bits, a 1 for
 * each id and a 0 after the ids of each value that the high bits can have.  So
 * n ids between 0 and u take n * (2 + log2(u / n)) bits and little more, and
 * the ids with given high bits are found by counting zeros.
 */
#ifndef FLOAT2_ID_SET_H
#define FLOAT2_ID_SET_H

#include "compat.h"

#include "fmgr.h"

/*
 * After the header, if there are ids: the words of the high bits, those of the
 * low bits, and the samples.  A sample is the number of zeros in all words of
 * high bits before the ID_SET_SAMPLE-th, the 2 * ID_SET_SAMPLE-th, ...
 */
typedef struct IdSet
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int32		count;
	int64		first;			/* smallest id */
	int64		last;			/* largest id */
	uint64		words[FLEXIBLE_ARRAY_MEMBER];
} IdSet;

#define ID_SET_SAMPLE 32

#define DatumGetIdSet(datum) ((IdSet *) PG_DETOAST_DATUM(datum))
#define PG_GETARG_ID_SET(n) DatumGetIdSet(PG_GETARG_DATUM(n))

/* A set on its way in or out. */
typedef struct IdList
{
	int64	   *ids;
	int32		count;
} IdList;

extern IdSet *IdSetFromList(IdList *list);
extern IdList IdSetToList(const IdSet *set);
extern bool IdSetContains(const IdSet *set, int64 id);

#endif							/* FLOAT2_ID_SET_H */
