/*
 * ann.c - the access method ann: an HNSW graph index over vectors in arrays.
 *
 * pgvector does the work.  Our handler takes the routine that pgvector's
 * hnswhandler returns and replaces what an array needs otherwise:
 *
 * - options: pgvector's two come first in our struct, where its code reads
 *   them, ours follow;
 * - build: pgvector wants the column's type modifier to be the dimension and
 *   arrays have none, so the dimension is checked here and stored with the
 *   index's own column;
 * - insert and scan: the length of every row and query is checked against it.
 */
#include "float2.h"

#include "ann.h"
#include "vector.h"

#include "access/amapi.h"
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_extension.h"
#include "commands/extension.h"
#include "nodes/execnodes.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(ann_handler);
PG_FUNCTION_INFO_V1(ann_float2_support);
PG_FUNCTION_INFO_V1(ann_float4_support);

/* The number of elements of either array type (vector_function.c). */
extern Datum float2_vector_dims(PG_FUNCTION_ARGS);

/* As pgvector: an element must fit on a page beside its neighbours' header. */
#define ANN_FLOAT2_MAX_DIM 4000
#define ANN_FLOAT4_MAX_DIM 2000

#define ANN_DEFAULT_M 16
#define ANN_MIN_M 2
#define ANN_MAX_M 100
#define ANN_DEFAULT_EF_CONSTRUCTION 64
#define ANN_MIN_EF_CONSTRUCTION 4
#define ANN_MAX_EF_CONSTRUCTION 1000

/* An option that was not given. */
#define ANN_NOT_SET (-1)

/*
 * Index options.  pgvector reads the first three fields as its HnswOptions.
 */
typedef struct AnnOptions
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int			m;
	int			ef_construction;
	int			hnsw_m;			/* AnalyticDB's names for the two */
	int			hnsw_ef_construction;
	int			dim;
} AnnOptions;

/*
 * What pgvector's code asks of a type: its HnswTypeInfo, up to 0.8.6 and since.
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

static relopt_kind ann_relopt_kind;

/* pgvector's routine and which HnswTypeInfo it reads; filled by LoadHnsw. */
static IndexAmRoutine hnsw;
static bool type_info_has_dims;

static void LoadHnsw(void);

/*
 * AnnInit - register the options of ann.
 */
void
AnnInit(void)
{
	ann_relopt_kind = add_reloption_kind();
	add_int_reloption(ann_relopt_kind, "m", "Max number of connections",
					  ANN_NOT_SET, ANN_MIN_M, ANN_MAX_M, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "ef_construction", "Size of the candidate list for construction",
					  ANN_NOT_SET, ANN_MIN_EF_CONSTRUCTION, ANN_MAX_EF_CONSTRUCTION, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "hnsw_m", "Same as m",
					  ANN_NOT_SET, ANN_MIN_M, ANN_MAX_M, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "hnsw_ef_construction", "Same as ef_construction",
					  ANN_NOT_SET, ANN_MIN_EF_CONSTRUCTION, ANN_MAX_EF_CONSTRUCTION, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "dim", "Number of elements of every vector",
					  ANN_NOT_SET, 1, ANN_FLOAT2_MAX_DIM, AccessExclusiveLock);
}

/* --- options ------------------------------------------------------------- */

/*
 * Value of an option that has two names, or its default.
 */
static int
EitherOption(const char *name, int value, const char *alias, int aliased, int default_value, bool validate)
{
	if (validate && value != ANN_NOT_SET && aliased != ANN_NOT_SET && value != aliased)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("options \"%s\" and \"%s\" mean the same, but say %d and %d", name, alias, value, aliased)));
	if (value != ANN_NOT_SET)
		return value;
	return aliased != ANN_NOT_SET ? aliased : default_value;
}

static bytea *
AnnParseOptions(Datum reloptions, bool validate)
{
	static const relopt_parse_elt table[] = {
		{"m", RELOPT_TYPE_INT, offsetof(AnnOptions, m)},
		{"ef_construction", RELOPT_TYPE_INT, offsetof(AnnOptions, ef_construction)},
		{"hnsw_m", RELOPT_TYPE_INT, offsetof(AnnOptions, hnsw_m)},
		{"hnsw_ef_construction", RELOPT_TYPE_INT, offsetof(AnnOptions, hnsw_ef_construction)},
		{"dim", RELOPT_TYPE_INT, offsetof(AnnOptions, dim)},
	};
	AnnOptions *options = (AnnOptions *) build_reloptions(reloptions, validate, ann_relopt_kind,
														  sizeof(AnnOptions), table, lengthof(table));

	if (options == NULL)
		return NULL;			/* pgvector's defaults are ours */
	options->m = EitherOption("m", options->m, "hnsw_m", options->hnsw_m, ANN_DEFAULT_M, validate);
	options->ef_construction = EitherOption("ef_construction", options->ef_construction,
											"hnsw_ef_construction", options->hnsw_ef_construction,
											ANN_DEFAULT_EF_CONSTRUCTION, validate);
	return (bytea *) options;
}

static int
DimOption(Relation index)
{
	AnnOptions *options = (AnnOptions *) index->rd_options;

	return options == NULL ? ANN_NOT_SET : options->dim;
}

/* --- dimensions ---------------------------------------------------------- */

/*
 * The dimension of an index that has been built, from its own column.
 */
static int
StoredDim(Relation index)
{
	return TupleDescAttr(RelationGetDescr(index), 0)->atttypmod;
}

/*
 * Keep the dimension as the type modifier of the index's column, where
 * pgvector looks for it, parallel workers and later sessions included.
 */
static void
StoreDim(Relation index, int dim)
{
	Relation	attributes;
	HeapTuple	tuple;

	if (StoredDim(index) == dim)
		return;

	attributes = table_open(AttributeRelationId, RowExclusiveLock);
	tuple = SearchSysCacheCopy2(ATTNUM, ObjectIdGetDatum(RelationGetRelid(index)), Int16GetDatum(1));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for the column of index %u", RelationGetRelid(index));
	((Form_pg_attribute) GETSTRUCT(tuple))->atttypmod = dim;
	CatalogTupleUpdate(attributes, &tuple->t_self, tuple);
	heap_freetuple(tuple);
	table_close(attributes, RowExclusiveLock);

	CommandCounterIncrement();
	TupleDescAttr(RelationGetDescr(index), 0)->atttypmod = dim;
}

/*
 * Length of a vector that may be toasted; of one that is, only the header is
 * fetched.  Leaves nothing allocated, since it is called for every row.
 */
static int
DimOfDatum(Datum value)
{
	struct varlena *stored = (struct varlena *) DatumGetPointer(value);
	ArrayType  *header;
	int			dim;

	if (!VARATT_IS_EXTENDED(stored))
		header = (ArrayType *) stored;
	else
		header = (ArrayType *) PG_DETOAST_DATUM_SLICE(value, 0, ARR_OVERHEAD_NONULLS(1) - VARHDRSZ);
	if (ARR_NDIM(header) > 1)
		CheckVectorSlow(header);	/* says so */
	dim = VectorDim(header);
	if ((struct varlena *) header != stored)
		pfree(header);
	return dim;
}

/*
 * CheckIndexedDim - error unless a row has the index's length.
 */
static void
CheckIndexedDim(Relation index, int dim, int expected)
{
	if (unlikely(dim != expected))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("index \"%s\" holds vectors of %d dimensions, but the row has %d",
						RelationGetRelationName(index), expected, dim)));
}

static void
DimCheckCallback(Relation index, ItemPointer tid, Datum *values, bool *isnull, bool tupleIsAlive, void *state)
{
	int		   *expected = (int *) state;
	int			dim;

	if (isnull[0])
		return;
	dim = DimOfDatum(values[0]);
	if (*expected == ANN_NOT_SET)
		*expected = dim;
	CheckIndexedDim(index, dim, *expected);
}

/*
 * CheckTable - the dimension that every row to be indexed has.
 *
 * A pass of its own over the table: pgvector compares a row with others of
 * the index, never with the option, and would say so only after much of the
 * work is done.  It costs a scan, where a build costs hundreds.
 */
static int
CheckTable(Relation heap, Relation index, IndexInfo *indexInfo)
{
	int			dim = DimOption(index);

	table_index_build_scan(heap, index, indexInfo, true, false, DimCheckCallback, &dim, NULL);
	/* an index that was built before knows, even if the table is empty now */
	if (dim == ANN_NOT_SET)
		dim = StoredDim(index);
	if (dim == ANN_NOT_SET)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("index \"%s\" on a table without rows needs the option dim", RelationGetRelationName(index)),
				 errhint("Write WITH (dim = N), where N is the number of elements of every vector.")));
	return dim;
}

/*
 * CheckDimLimit - error when vectors of this length do not fit into the index.
 */
static void
CheckDimLimit(Relation index, int dim)
{
	bool		is_float4 = TupleDescAttr(RelationGetDescr(index), 0)->atttypid == FLOAT4ARRAYOID;
	int			max_dim = is_float4 ? ANN_FLOAT4_MAX_DIM : ANN_FLOAT2_MAX_DIM;

	if (dim < 1 || dim > max_dim)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("index \"%s\" takes %s vectors of 1 to %d dimensions, not %d",
						RelationGetRelationName(index), is_float4 ? "real[]" : "float2[]", max_dim, dim)));
}

/* --- replaced callbacks -------------------------------------------------- */

static IndexBuildResult *
AnnBuild(Relation heap, Relation index, IndexInfo *indexInfo)
{
	int			dim;

	if (DimOption(index) != ANN_NOT_SET)
		CheckDimLimit(index, DimOption(index));
	dim = CheckTable(heap, index, indexInfo);
	CheckDimLimit(index, dim);
	StoreDim(index, dim);
	return hnsw.ambuild(heap, index, indexInfo);
}

static bool
AnnInsert(Relation index, Datum *values, bool *isnull, ItemPointer tid, Relation heap,
		  IndexUniqueCheck checkUnique, bool indexUnchanged, IndexInfo *indexInfo)
{
	if (!isnull[0])
		CheckIndexedDim(index, DimOfDatum(values[0]), StoredDim(index));
	return hnsw.aminsert(index, values, isnull, tid, heap, checkUnique, indexUnchanged, indexInfo);
}

static void
AnnRescan(IndexScanDesc scan, ScanKey keys, int nkeys, ScanKey orderbys, int norderbys)
{
	if (norderbys > 0 && !(orderbys[0].sk_flags & SK_ISNULL))
	{
		Relation	index = scan->indexRelation;
		ArrayType  *query = DatumGetArrayTypeP(orderbys[0].sk_argument);

		CheckVector(query);
		if (VectorDim(query) != StoredDim(index))
			ereport(ERROR,
					(errcode(ERRCODE_DATA_EXCEPTION),
					 errmsg("index \"%s\" holds vectors of %d dimensions, but the query has %d",
							RelationGetRelationName(index), StoredDim(index), VectorDim(query))));
	}
	hnsw.amrescan(scan, keys, nkeys, orderbys, norderbys);
}

/* --- pgvector ------------------------------------------------------------ */

/*
 * Version of the installed pgvector extension, e.g. "0.8.0".
 */
static char *
PgvectorVersion(void)
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
				 errmsg("access method ann needs the extension \"vector\" (pgvector), which is not installed in this database")));
	return version;
}

static void
UnknownPgvector(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("access method ann does not know pgvector %s", PgvectorVersion()),
			 errhint("Install pgvector 0.8, or a float2 that supports the version at hand.")));
}

static PGFunction
HnswFunction(const char *name)
{
	PGFunction	function = (PGFunction) load_external_function("$libdir/vector", name, false, NULL);

	if (function == NULL)
		UnknownPgvector();
	return function;
}

static Pointer
CallHnswFunction(const char *name)
{
	LOCAL_FCINFO(call, 1);

	InitFunctionCallInfoData(*call, NULL, 1, InvalidOid, NULL, NULL);
	call->args[0].value = (Datum) 0;
	call->args[0].isnull = false;
	return DatumGetPointer(HnswFunction(name) (call));
}

/*
 * HasDims - which HnswTypeInfo does the library read?
 *
 * The library itself is asked, by way of what it says of halfvec: the version
 * in the catalog is that of the SQL objects, and the layout changed between
 * two patch releases.  Both layouts have the two fields looked at here within
 * the shorter one.
 */
static bool
HasDims(void)
{
	Pointer		info = CallHnswFunction("hnsw_halfvec_support");
	PGFunction	normalize = HnswFunction("halfvec_l2_normalize");

	if (((HnswTypeInfo080 *) info)->normalize == normalize)
		return false;
	if (((HnswTypeInfo087 *) info)->dims != HnswFunction("halfvec_vector_dims") ||
		((HnswTypeInfo087 *) info)->normalize != normalize)
		UnknownPgvector();
	return true;
}

/*
 * LoadHnsw - fetch pgvector's routine; error when it is not one we know.
 *
 * The private layouts used here (HnswOptions, HnswTypeInfo, the number of
 * support functions) are those of the 0.8 series.
 */
static void
LoadHnsw(void)
{
	IndexAmRoutine *routine;

	if (hnsw.type == T_IndexAmRoutine)
		return;

	if (strncmp(PgvectorVersion(), "0.8.", 4) != 0)
		UnknownPgvector();
	routine = (IndexAmRoutine *) CallHnswFunction("hnswhandler");
	if (routine->amsupport != ANN_TYPE_INFO_PROC || !routine->amcanorderbyop)
		UnknownPgvector();
	type_info_has_dims = HasDims();
	hnsw = *routine;
}

Datum
ann_handler(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *routine = makeNode(IndexAmRoutine);

	LoadHnsw();
	*routine = hnsw;
	routine->amoptions = AnnParseOptions;
	routine->ambuild = AnnBuild;
	routine->aminsert = AnnInsert;
	routine->amrescan = AnnRescan;
	routine->amvalidate = AnnValidate;
	PG_RETURN_POINTER(routine);
}

/* --- what pgvector's code asks of our types ------------------------------ */

static void
CheckIndexedValue(Pointer value)
{
	CheckVector((ArrayType *) value);
	CheckFiniteVector((ArrayType *) value);
}

/*
 * One answer in both layouts; vectors are never normalized here.
 */
#define ANN_TYPE_SUPPORT(name, max_dim) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	static const HnswTypeInfo080 info080 = { \
		.maxDimensions = max_dim, \
		.checkValue = CheckIndexedValue \
	}; \
	static const HnswTypeInfo087 info087 = { \
		.maxDimensions = max_dim, \
		.dims = float2_vector_dims, \
		.checkValue = CheckIndexedValue \
	}; \
	\
	LoadHnsw(); \
	if (type_info_has_dims) \
		PG_RETURN_POINTER(&info087); \
	PG_RETURN_POINTER(&info080); \
}

ANN_TYPE_SUPPORT(ann_float2_support, ANN_FLOAT2_MAX_DIM)
ANN_TYPE_SUPPORT(ann_float4_support, ANN_FLOAT4_MAX_DIM)
