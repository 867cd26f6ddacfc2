/*
 * ann_setting.c - settings of scans: ours, and where pgvector keeps its own.
 *
 * pgvector's library hides its variables.  The server knows where they are:
 * they are found by the settings' names.
 */
#include "ann_setting.h"

#include "utils/guc.h"
#include "utils/guc_tables.h"

int			ann_iterative_scan;
bool		ann_complete_scan;

static const struct config_enum_entry iterative_scans[] = {
	{"off", ANN_ITERATIVE_OFF, false},
	{"relaxed_order", ANN_ITERATIVE_RELAXED, false},
	{"strict_order", ANN_ITERATIVE_STRICT, false},
	{NULL, 0, false}
};

/*
 * AnnSettingInit - define the settings of scans.
 */
void
AnnSettingInit(void)
{
	DefineCustomEnumVariable("float2.iterative_scan",
							 "How a scan of an ANN index goes on when its first batch is used up.",
							 "Applies when pgvector's own setting is off.",
							 &ann_iterative_scan, ANN_ITERATIVE_STRICT, iterative_scans, PGC_USERSET, 0,
							 NULL, NULL, NULL);
	DefineCustomBoolVariable("float2.complete_scan",
							 "Compares the rows left when an ANN index has no more to give, so that none is missing.",
							 NULL,
							 &ann_complete_scan, true, PGC_USERSET, 0,
							 NULL, NULL, NULL);
}

static struct config_generic *
Setting(const char *name, enum config_type type)
{
	struct config_generic *setting = FindSetting(name);

	if (setting == NULL || setting->vartype != type)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("pgvector's library has no setting \"%s\" of the kind known", name),
				 errhint("Install pgvector 0.8, or a float2 that supports the version at hand.")));
	return setting;
}

static int *
IntSetting(const char *name)
{
	return ((struct config_int *) Setting(name, PGC_INT))->variable;
}

static void
ReadIterativeScan(AnnEngine *engine, const char *name)
{
	struct config_enum *setting = (struct config_enum *) Setting(name, PGC_ENUM);

	engine->iterative_scan = setting->variable;
	(void) config_enum_lookup_by_name(setting, "off", &engine->off);
	(void) config_enum_lookup_by_name(setting, "relaxed_order", &engine->relaxed_order);
	if (!config_enum_lookup_by_name(setting, "strict_order", &engine->strict_order))
		engine->strict_order = engine->relaxed_order;
}

/*
 * AnnReadHnswSettings - where the settings of pgvector's graph index are.
 */
void
AnnReadHnswSettings(AnnEngine *engine)
{
	ReadIterativeScan(engine, "hnsw.iterative_scan");
	engine->max_scan_tuples = IntSetting("hnsw.max_scan_tuples");
	engine->scan_mem_multiplier = ((struct config_real *) Setting("hnsw.scan_mem_multiplier", PGC_REAL))->variable;
	engine->effort = IntSetting("hnsw.ef_search");
}

/*
 * AnnReadIvfflatSettings - where the settings of pgvector's inverted lists are.
 */
void
AnnReadIvfflatSettings(AnnEngine *engine)
{
	ReadIterativeScan(engine, "ivfflat.iterative_scan");
	engine->max_probes = IntSetting("ivfflat.max_probes");
	engine->effort = IntSetting("ivfflat.probes");
}

/*
 * AnnIterativeMode - the value of pgvector's setting that a scan goes on with:
 * the user's, or ours when that is off.
 */
int
AnnIterativeMode(const AnnEngine *engine)
{
	if (*engine->iterative_scan != engine->off)
		return *engine->iterative_scan;
	if (ann_iterative_scan == ANN_ITERATIVE_OFF)
		return engine->off;
	return ann_iterative_scan == ANN_ITERATIVE_RELAXED ? engine->relaxed_order : engine->strict_order;
}
