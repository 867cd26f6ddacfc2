/*
 * ann_options.c - the options of both access methods: pgvector's, ours, and
 * for ann AnalyticDB's.
 */
#include "ann.h"

#include "access/reloptions.h"

#define ANN_MIN_M 2
#define ANN_MAX_M 100
#define ANN_MIN_EF_CONSTRUCTION 4
#define ANN_MAX_EF_CONSTRUCTION 1000
#define ANN_MIN_LISTS 1

static relopt_enum_elt_def ann_measures[] = {
	{"l2", ANN_L2},
	{"ip", ANN_IP},
	{"cosine", ANN_COSINE},
	{NULL}
};

static relopt_kind ann_relopt_kind;
static relopt_kind ann_ivfflat_relopt_kind;

StaticAssertDecl(offsetof(AnnGraphOptions, dim) == offsetof(AnnOptions, dim) &&
				 offsetof(AnnGraphOptions, distancemeasure) == offsetof(AnnOptions, distancemeasure) &&
				 offsetof(AnnIvfflatOptions, dim) == offsetof(AnnOptions, dim) &&
				 offsetof(AnnIvfflatOptions, distancemeasure) == offsetof(AnnOptions, distancemeasure),
				 "both methods have their common options in the same place");

static void
AddCommonOptions(relopt_kind kind)
{
	add_int_reloption(kind, "dim", "Number of elements of every vector",
					  ANN_NOT_SET, 1, ANN_FLOAT2_MAX_DIM, AccessExclusiveLock);
	add_enum_reloption(kind, "distancemeasure", "Distance, as the operator class has it",
					   ann_measures, ANN_NOT_SET, "Valid values are \"L2\", \"IP\" and \"COSINE\".", AccessExclusiveLock);
}

/*
 * AnnInit - register the options of both methods.
 */
void
AnnInit(void)
{
	ann_ivfflat_relopt_kind = add_reloption_kind();
	add_int_reloption(ann_ivfflat_relopt_kind, "lists", "Number of inverted lists",
					  ANN_DEFAULT_LISTS, ANN_MIN_LISTS, ANN_MAX_LISTS, AccessExclusiveLock);
	AddCommonOptions(ann_ivfflat_relopt_kind);

	ann_relopt_kind = add_reloption_kind();
	add_int_reloption(ann_relopt_kind, "m", "Max number of connections",
					  ANN_NOT_SET, ANN_MIN_M, ANN_MAX_M, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "ef_construction", "Size of the candidate list for construction",
					  ANN_NOT_SET, ANN_MIN_EF_CONSTRUCTION, ANN_MAX_EF_CONSTRUCTION, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "hnsw_m", "Same as m",
					  ANN_NOT_SET, ANN_MIN_M, ANN_MAX_M, AccessExclusiveLock);
	add_int_reloption(ann_relopt_kind, "hnsw_ef_construction", "Same as ef_construction",
					  ANN_NOT_SET, ANN_MIN_EF_CONSTRUCTION, ANN_MAX_EF_CONSTRUCTION, AccessExclusiveLock);
	AddCommonOptions(ann_relopt_kind);
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
CheckUnsupported(const AnnGraphOptions *options)
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
		{"m", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, m)},
		{"ef_construction", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, ef_construction)},
		{"hnsw_m", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, hnsw_m)},
		{"hnsw_ef_construction", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, hnsw_ef_construction)},
		{"dim", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, dim)},
		{"distancemeasure", RELOPT_TYPE_ENUM, offsetof(AnnGraphOptions, distancemeasure)},
		{"pq_enable", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, pq_enable)},
		{"pq_segments", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, pq_segments)},
		{"pq_centers", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, pq_centers)},
		{"external_storage", RELOPT_TYPE_INT, offsetof(AnnGraphOptions, external_storage)},
	};
	AnnGraphOptions *options = (AnnGraphOptions *) build_reloptions(reloptions, validate, ann_relopt_kind,
														  sizeof(AnnGraphOptions), table, lengthof(table));

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

bytea *
AnnIvfflatParseOptions(Datum reloptions, bool validate)
{
	static const relopt_parse_elt table[] = {
		{"lists", RELOPT_TYPE_INT, offsetof(AnnIvfflatOptions, lists)},
		{"dim", RELOPT_TYPE_INT, offsetof(AnnIvfflatOptions, dim)},
		{"distancemeasure", RELOPT_TYPE_ENUM, offsetof(AnnIvfflatOptions, distancemeasure)},
	};

	return (bytea *) build_reloptions(reloptions, validate, ann_ivfflat_relopt_kind,
									  sizeof(AnnIvfflatOptions), table, lengthof(table));
}

int
AnnDimOption(Relation index)
{
	AnnOptions *options = (AnnOptions *) index->rd_options;

	return options == NULL ? ANN_NOT_SET : options->dim;
}

int
AnnMOption(Relation index)
{
	AnnGraphOptions *options = (AnnGraphOptions *) index->rd_options;

	return options == NULL ? ANN_DEFAULT_M : options->m;
}

int
AnnListsOption(Relation index)
{
	AnnIvfflatOptions *options = (AnnIvfflatOptions *) index->rd_options;

	return options == NULL ? ANN_DEFAULT_LISTS : options->lists;
}
