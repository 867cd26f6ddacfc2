/*
 * compat.h - differences between server versions 14 to 18, in one place.
 */
#ifndef FLOAT2_COMPAT_H
#define FLOAT2_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 140000
#error "float2 needs PostgreSQL 14 or later"
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* Soft errors in input functions came with 16; before, every error is hard. */
#if PG_VERSION_NUM >= 160000
#define SOFT_ERROR_CONTEXT(fcinfo) ((fcinfo)->context)
#else
#define SOFT_ERROR_CONTEXT(fcinfo) NULL
#define ereturn(context, dummy_value, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#endif

#if PG_VERSION_NUM < 150000
#define MarkGUCPrefixReserved(prefix) EmitWarningsOnPlaceholders(prefix)
#endif

#endif							/* FLOAT2_COMPAT_H */
