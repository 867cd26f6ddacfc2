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

#if PG_VERSION_NUM >= 180000
#define IndexBeginScan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, NULL, keys, 0)
#else
#define IndexBeginScan(table, index, snapshot, keys) index_beginscan(table, index, snapshot, keys, 0)
#endif

#if PG_VERSION_NUM < 150000
#define MarkGUCPrefixReserved(prefix) EmitWarningsOnPlaceholders(prefix)
#endif

#if PG_VERSION_NUM >= 160000
#define QualifiedNames(string) stringToQualifiedNameList(string, NULL)
#else
#define QualifiedNames(string) stringToQualifiedNameList(string)
#endif

/* A setting's record by its name; NULL when there is none. */
#include "utils/guc.h"
#include "utils/guc_tables.h"

static inline struct config_generic *
FindSetting(const char *name)
{
#if PG_VERSION_NUM >= 160000
	return find_option(name, false, true, ERROR);
#else
	struct config_generic **settings = get_guc_variables();

	for (int i = 0; i < GetNumConfigOptions(); i++)
		if (strcmp(settings[i]->name, name) == 0)
			return settings[i];
	return NULL;
#endif
}

/* A second copy of a column's properties, to be kept in step, came with 18. */
#if PG_VERSION_NUM < 180000
#define populate_compact_attribute(descriptor, i) ((void) 0)
#endif

#endif							/* FLOAT2_COMPAT_H */
