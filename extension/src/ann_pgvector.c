/*
 * ann_pgvector.c - what the access methods take from pgvector's library.
 *
 * They depend on private layouts of pgvector 0.8 (HnswOptions,
 * IvfflatOptions, the two type infos, the number of support functions), so
 * everything is checked before it is relied upon.
 */
#include "ann.h"
#include "ann_pgvector.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/pg_extension.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

/*
 * An access method of pgvector's, filled when it is first needed.
 */
typedef struct PgvectorMethod
{
	const char *ours;			/* name of the access method made of it */
	const char *handler;
	int			nsupport;		/* number of support functions that we know */
	bool		(*has_dims) (const char *ours); /* which layout has its type info? */
	bool		type_info_has_dims;
	IndexAmRoutine routine;
} PgvectorMethod;

/*
 * Version of the installed pgvector extension, e.g. "0.8.0".
 */
static char *
PgvectorVersion(const char *ours)
{
	Relation	extensions = table_open(ExtensionRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;
	char	   *version = NULL;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber, F_NAMEEQ, CStringGetDatum("vector"));
	scan = systable_beginscan(extensions, ExtensionNameIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
	{
		bool		isnull;
		Datum		value = heap_getattr(tuple, Anum_pg_extension_extversion, RelationGetDescr(extensions), &isnull);

		version = TextDatumGetCString(value);
	}
	systable_endscan(scan);
	table_close(extensions, AccessShareLock);

	if (version == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("access method %s needs the extension \"vector\" (pgvector), which is not installed in this database", ours)));
	return version;
}

static void
UnknownPgvector(const char *ours)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("access method %s does not know pgvector %s", ours, PgvectorVersion(ours)),
			 errhint("Install pgvector 0.8, or a float2 that supports the version at hand.")));
}

static PGFunction
PgvectorFunction(const char *ours, const char *name)
{
	PGFunction	function = (PGFunction) load_external_function("$libdir/vector", name, false, NULL);

	if (function == NULL)
		UnknownPgvector(ours);
	return function;
}

static Pointer
CallPgvectorFunction(const char *ours, const char *name)
{
	LOCAL_FCINFO(call, 1);

	InitFunctionCallInfoData(*call, NULL, 1, InvalidOid, NULL, NULL);
	call->args[0].value = (Datum) 0;
	call->args[0].isnull = false;
	return DatumGetPointer(PgvectorFunction(ours, name) (call));
}

/*
 * HnswHasDims, IvfflatHasDims - which type info does the library read?
 *
 * The library itself is asked, by way of what it says of halfvec: the version
 * in the catalog is that of the SQL objects, and the layout changed between
 * two patch releases.  Both layouts have the fields looked at first within
 * the shorter one.
 */
static bool
HnswHasDims(const char *ours)
{
	Pointer		info = CallPgvectorFunction(ours, "hnsw_halfvec_support");
	PGFunction	normalize = PgvectorFunction(ours, "halfvec_l2_normalize");

	if (((HnswTypeInfo080 *) info)->normalize == normalize)
		return false;
	if (((HnswTypeInfo087 *) info)->dims != PgvectorFunction(ours, "halfvec_vector_dims") ||
		((HnswTypeInfo087 *) info)->normalize != normalize)
		UnknownPgvector(ours);
	return true;
}

/*
 * Size of the halfvec of a dimension: a header of 8 bytes and the halves.
 */
#define HALFVEC_SIZE(dim) (8 + (dim) * sizeof(float2))

static bool
IvfflatHasDims(const char *ours)
{
	Pointer		info = CallPgvectorFunction(ours, "ivfflat_halfvec_support");
	PGFunction	normalize = PgvectorFunction(ours, "halfvec_l2_normalize");
	Size		(*itemSize) (int dim) = NULL;
	bool		has_dims = false;

	if (((IvfflatTypeInfo080 *) info)->normalize == normalize)
		itemSize = ((IvfflatTypeInfo080 *) info)->itemSize;
	else if (((IvfflatTypeInfo087 *) info)->dims == PgvectorFunction(ours, "halfvec_vector_dims") &&
			 ((IvfflatTypeInfo087 *) info)->normalize == normalize)
	{
		itemSize = ((IvfflatTypeInfo087 *) info)->itemSize;
		has_dims = true;
	}
	/* what follows the functions whose names we know answers as expected */
	if (itemSize == NULL || itemSize(3) != HALFVEC_SIZE(3))
		UnknownPgvector(ours);
	return has_dims;
}

static PgvectorMethod hnsw = {
	.ours = "ann", .handler = "hnswhandler", .nsupport = ANN_TYPE_INFO_PROC, .has_dims = HnswHasDims
};
static PgvectorMethod ivfflat = {
	.ours = "ann_ivfflat", .handler = "ivfflathandler", .nsupport = ANN_IVFFLAT_TYPE_INFO_PROC, .has_dims = IvfflatHasDims
};

/*
 * pgvector's routine; error when it is not one we know.
 */
static const IndexAmRoutine *
RoutineOf(PgvectorMethod *method)
{
	IndexAmRoutine *routine;

	if (method->routine.type == T_IndexAmRoutine)
		return &method->routine;

	if (strncmp(PgvectorVersion(method->ours), "0.8.", 4) != 0)
		UnknownPgvector(method->ours);
	routine = (IndexAmRoutine *) CallPgvectorFunction(method->ours, method->handler);
	if (routine->amsupport != method->nsupport || !routine->amcanorderbyop)
		UnknownPgvector(method->ours);
	method->type_info_has_dims = method->has_dims(method->ours);
	method->routine = *routine;
	return &method->routine;
}

const IndexAmRoutine *
AnnHnswRoutine(void)
{
	return RoutineOf(&hnsw);
}

const IndexAmRoutine *
AnnIvfflatRoutine(void)
{
	return RoutineOf(&ivfflat);
}

bool
AnnHnswTypeInfoHasDims(void)
{
	(void) RoutineOf(&hnsw);
	return hnsw.type_info_has_dims;
}

bool
AnnIvfflatTypeInfoHasDims(void)
{
	(void) RoutineOf(&ivfflat);
	return ivfflat.type_info_has_dims;
}
