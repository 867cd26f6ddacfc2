/*
 * ann.h - the access method ann: pgvector's graph index under our operator
 * classes.
 */
#ifndef FLOAT2_ANN_H
#define FLOAT2_ANN_H

/* Registers the index options; called once when the library is loaded. */
extern void AnnInit(void);

#endif							/* FLOAT2_ANN_H */
