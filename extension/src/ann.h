/*
 * ann.h - the access method ann: pgvector's graph index under our operator
 * classes.
 */
#ifndef FLOAT2_ANN_H
#define FLOAT2_ANN_H

#include "postgres.h"

/* Support functions of an operator class, as pgvector numbers them. */
#define ANN_DISTANCE_PROC 1
#define ANN_NORM_PROC 2
#define ANN_TYPE_INFO_PROC 3

/* The only strategy: ORDER BY distance. */
#define ANN_DISTANCE_STRATEGY 1

/* Registers the index options; called once when the library is loaded. */
extern void AnnInit(void);

extern bool AnnValidate(Oid opclass);

#endif							/* FLOAT2_ANN_H */
