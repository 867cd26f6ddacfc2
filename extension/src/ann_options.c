/*
 * ann_options.c - the options of ann, pgvector's and AnalyticDB's.
 */
#include "ann.h"

#include "access/genam.h"
#include "access/reloptions.h"
#include "catalog/pg_type_d.h"

/* What operator classes compare with (vector_distance.c). */
extern Datum negative_inner_product(PG_FUNCTION_ARGS);
extern Datum l1_distance(PG_FUNCTION_ARGS);

#define ANN_DEFAULT_M 16
#define ANN_MIN_M 2
#define ANN_MAX_M 100
#define ANN_DEFAULT_EF_CONSTRUCTION 64
#define ANN_MIN_EF_CONSTRUCTION 4
#define ANN_MAX_EF_CONSTRUCTION 1000

/* The measures that an operator class can stand for. */
typedef enum AnnMeasure
{
	ANN_L2,
	ANN_IP,
	ANN_COSINE,
	ANN_L1
} AnnMeasure;

static relopt_enum_elt_def ann_measures[] = {
	{"l2", ANN_L2},
	{"ip", ANN_IP},
	{"cosine", ANN_COSINE},
	{NULL}
};

static const char *const ann_measure_names[] = {"L2", "IP", "COSINE", "L1"};
static const char *const ann_measure_classes[] = {"l2_ops", "ip_ops", "cosine_ops", "l1_ops"};

static relopt_kind ann_relopt_kind;

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
	add_enum_reloption(ann_relopt_kind, "distancemeasure", "Distance, as the operator class has it",
					   ann_measures, ANN_NOT_SET, "Valid values are \"L2\", \"IP\" and \"COSINE\".", AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "pq_enable", "Product quantization: 0 only", 0, 0, 1, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "pq_segments", "Without meaning, as pq_enable is 0", 0, 0, 256, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "pq_centers", "Without meaning, as pq_enable is 0", 2048, 256, 8192, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "external_storage", "Storage outside the server's pages: 0 only", 0, 0, 1, AccessExclusiveLock);
}

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

/*
 * CheckUnsupported - scripts written for AnalyticDB carry these switched off;
 * switched on they would ask for something else than they get.
 */
static void
CheckUnsupported(const AnnOptions *options)
{
	if (options->pq_enable != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("index option pq_enable = 1 is not supported: ann holds whole vectors, without product quantization"),
				 errhint("Write pq_enable = 0, or leave the option out.")));
	if (options->external_storage != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("index option external_storage = 1 is not supported: ann lives in the server's own pages"),
				 errhint("Write external_storage = 0, or leave the option out.")));
}

bytea *
AnnParseOptions(Datum reloptions, bool validate)
{
	static const relopt_parse_elt table[] = {
		{"m", RELOPT_TYPE_INT, offsetof(AnnOptions, m)},
		{"ef_construction", RELOPT_TYPE_INT, offsetof(AnnOptions, ef_construction)},
		{"hnsw_m", RELOPT_TYPE_INT, offsetof(AnnOptions, hnsw_m)},
		{"hnsw_ef_construction", RELOPT_TYPE_INT, offsetof(AnnOptions, hnsw_ef_construction)},
		{"dim", RELOPT_TYPE_INT, offsetof(AnnOptions, dim)},
		{"distancemeasure", RELOPT_TYPE_ENUM, offsetof(AnnOptions, distancemeasure)},
		{"pq_enable", RELOPT_TYPE_INT, offsetof(AnnOptions, pq_enable)},
		{"pq_segments", RELOPT_TYPE_INT, offsetof(AnnOptions, pq_segments)},
		{"pq_centers", RELOPT_TYPE_INT, offsetof(AnnOptions, pq_centers)},
		{"external_storage", RELOPT_TYPE_INT, offsetof(AnnOptions, external_storage)},
	};
	AnnOptions *options = (AnnOptions *) build_reloptions(reloptions, validate, ann_relopt_kind,
														  sizeof(AnnOptions), table, lengthof(table));

	if (options == NULL)
		return NULL;			/* pgvector's defaults are ours */
	if (validate)
		CheckUnsupported(options);
	options->m = EitherOption("m", options->m, "hnsw_m", options->hnsw_m, ANN_DEFAULT_M, validate);
	options->ef_construction = EitherOption("ef_construction", options->ef_construction,
											"hnsw_ef_construction", options->hnsw_ef_construction,
											ANN_DEFAULT_EF_CONSTRUCTION, validate);
	return (bytea *) options;
}

int
AnnDimOption(Relation index)
{
	AnnOptions *options = (AnnOptions *) index->rd_options;

	return options == NULL ? ANN_NOT_SET : options->dim;
}

/*
 * The measure that the operator class of an index stands for: told by the
 * function that it compares vectors with.
 */
static AnnMeasure
MeasureOf(Relation index)
{
	PGFunction	distance = index_getprocinfo(index, 1, ANN_DISTANCE_PROC)->fn_addr;

	if (distance == l1_distance)
		return ANN_L1;
	if (distance == negative_inner_product)
		return OidIsValid(index_getprocid(index, 1, ANN_NORM_PROC)) ? ANN_COSINE : ANN_IP;
	return ANN_L2;
}

/* How the types that can be indexed are called, and by what prefix their classes are. */
const char *
AnnTypeName(Oid type)
{
	return type == FLOAT4ARRAYOID ? "real[]" : type == INT2ARRAYOID ? "smallint[]" : "float2[]";
}

static const char *
ClassPrefix(Oid type)
{
	return type == FLOAT4ARRAYOID ? "float4" : type == INT2ARRAYOID ? "int2" : "float2";
}

/*
 * AnnCheckMeasure - error when the option says another distance than the class.
 */
void
AnnCheckMeasure(Relation index)
{
	AnnOptions *options = (AnnOptions *) index->rd_options;
	AnnMeasure	measure = MeasureOf(index);
	Oid			type = TupleDescAttr(RelationGetDescr(index), 0)->atttypid;

	if (options == NULL || options->distancemeasure == ANN_NOT_SET || options->distancemeasure == (int) measure)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("index \"%s\" has an operator class for %s, but its option distancemeasure says %s",
					RelationGetRelationName(index), ann_measure_names[measure], ann_measure_names[options->distancemeasure]),
			 errhint("Write USING ann (column %s_%s), or another distancemeasure.",
					 ClassPrefix(type), ann_measure_classes[options->distancemeasure])));
}
