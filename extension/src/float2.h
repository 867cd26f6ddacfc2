/*
 * float2.h - the scalar type as C sees it: a binary16 bit pattern by value.
 */
#ifndef FLOAT2_H
#define FLOAT2_H

#include "compat.h"

#include "fmgr.h"

#include "float2_kernel.h"

typedef uint16_t float2;

#define DatumGetFloat2(datum) ((float2) DatumGetUInt16(datum))
#define Float2GetDatum(value) UInt16GetDatum(value)
#define PG_GETARG_FLOAT2(n) DatumGetFloat2(PG_GETARG_DATUM(n))
#define PG_RETURN_FLOAT2(value) return Float2GetDatum(value)

#define FLOAT2_SIGN 0x8000
#define FLOAT2_INFINITY 0x7C00
#define FLOAT2_MAX_FINITE 65504

static inline bool
Float2IsNan(float2 value)
{
	return (value & 0x7FFF) > FLOAT2_INFINITY;
}

static inline bool
Float2IsFinite(float2 value)
{
	return (value & FLOAT2_INFINITY) != FLOAT2_INFINITY;
}

/* Text that float4 would take, to half with one rounding (scalar_io.c). */
extern float2 Float2FromText(const char *text, struct Node *escontext);

#endif							/* FLOAT2_H */
