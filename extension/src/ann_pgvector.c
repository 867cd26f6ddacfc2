/*
 * ann_pgvector.c - what the access method takes from pgvector's library, and
 * what that library asks of our types.
 *
 * Everything here depends on private layouts of pgvector 0.8 (HnswOptions,
 * HnswTypeInfo, the number of support functions), so everything is checked
 * before it is relied upon.
 */
#include "ann.h"
#include "vector.h"

#include <math.h>

#include "access/genam.h"
#include "access/table.h"
#include "catalog/indexing.h"
#include "catalog/pg_extension.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

PG_FUNCTION_INFO_V1(ann_float2_support);
PG_FUNCTION_INFO_V1(ann_float4_support);
PG_FUNCTION_INFO_V1(ann_int2_support);
PG_FUNCTION_INFO_V1(ann_norm);

/* The number of elements of any vector (vector_function.c). */
extern Datum float2_vector_dims(PG_FUNCTION_ARGS);

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

/* pgvector's routine and which HnswTypeInfo it reads; filled by AnnHnswRoutine. */
static IndexAmRoutine hnsw;
static bool type_info_has_dims;

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
 * AnnHnswRoutine - pgvector's routine; error when it is not one we know.
 */
const IndexAmRoutine *
AnnHnswRoutine(void)
{
	IndexAmRoutine *routine;

	if (hnsw.type == T_IndexAmRoutine)
		return &hnsw;

	if (strncmp(PgvectorVersion(), "0.8.", 4) != 0)
		UnknownPgvector();
	routine = (IndexAmRoutine *) CallHnswFunction("hnswhandler");
	if (routine->amsupport != ANN_TYPE_INFO_PROC || !routine->amcanorderbyop)
		UnknownPgvector();
	type_info_has_dims = HasDims();
	hnsw = *routine;
	return &hnsw;
}

/* --- what pgvector's code asks of our types ------------------------------ */

static void
CheckIndexedValue(Pointer value)
{
	CheckVector((ArrayType *) value);
	CheckFiniteVector((ArrayType *) value);
}

/*
 * Euclidean length, added up in float8: float4's squares can leave its range.
 */
static float8
Length(const ArrayType *vector)
{
	int			dim = VectorDim(vector);
	VectorElement element = VectorElementOf(vector);
	float8		sum = 0;

	for (int i = 0; i < dim; i++)
	{
		float8		value = element == VECTOR_FLOAT4 ? ((const float4 *) ARR_DATA_PTR(vector))[i]
			: element == VECTOR_INT2 ? ((const int16 *) ARR_DATA_PTR(vector))[i]
			: float2_to_f32(((const uint16_t *) ARR_DATA_PTR(vector))[i]);

		sum += value * value;
	}
	return sqrt(sum);
}

/*
 * ann_norm - a vector of length 0 has no direction and is not indexed by it.
 */
Datum
ann_norm(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(Length(PG_GETARG_VECTOR(0)));
}

/*
 * The vector, of an index or a query, with length 1; zeros stay zeros.  Its
 * element type stays too, but for smallint[], of which it makes a float4[].
 */
static Datum
NormalizeVector(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	VectorElement element = VectorElementOf(from);
	float8		length = Length(from);
	float8		scale = length > 0 ? length : 1;
	ArrayType  *to;

	if (element == VECTOR_FLOAT2)
	{
		to = NewVectorLike(from, ARR_ELEMTYPE(from), sizeof(float2));
		for (int i = 0; i < VectorDim(from); i++)
			((uint16_t *) ARR_DATA_PTR(to))[i] =
				float2_from_f64(float2_to_f32(((uint16_t *) ARR_DATA_PTR(from))[i]) / scale);
	}
	else
	{
		to = NewVectorLike(from, FLOAT4OID, sizeof(float4));
		for (int i = 0; i < VectorDim(from); i++)
			((float4 *) ARR_DATA_PTR(to))[i] =
				(element == VECTOR_FLOAT4 ? ((float4 *) ARR_DATA_PTR(from))[i] : ((int16 *) ARR_DATA_PTR(from))[i]) / scale;
	}
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * One answer in both layouts.
 */
#define ANN_TYPE_SUPPORT(name, max_dim) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	static const HnswTypeInfo080 info080 = { \
		.maxDimensions = max_dim, \
		.normalize = NormalizeVector, \
		.checkValue = CheckIndexedValue \
	}; \
	static const HnswTypeInfo087 info087 = { \
		.maxDimensions = max_dim, \
		.dims = float2_vector_dims, \
		.normalize = NormalizeVector, \
		.checkValue = CheckIndexedValue \
	}; \
	\
	(void) AnnHnswRoutine(); \
	if (type_info_has_dims) \
		PG_RETURN_POINTER(&info087); \
	PG_RETURN_POINTER(&info080); \
}

ANN_TYPE_SUPPORT(ann_float2_support, ANN_FLOAT2_MAX_DIM)
ANN_TYPE_SUPPORT(ann_float4_support, ANN_FLOAT4_MAX_DIM)
ANN_TYPE_SUPPORT(ann_int2_support, ANN_FLOAT2_MAX_DIM)
