/*
 * ann_measure.c - the measure that an operator class stands for, told by the
 * functions in it.
 */
#include "ann.h"

#include "access/genam.h"
#include "catalog/pg_type_d.h"
#include "commands/defrem.h"

/* What vectors are compared with (vector_distance.c). */
extern Datum l2_distance(PG_FUNCTION_ARGS);
extern Datum l2_squared_distance(PG_FUNCTION_ARGS);
extern Datum inner_product(PG_FUNCTION_ARGS);
extern Datum negative_inner_product(PG_FUNCTION_ARGS);
extern Datum cosine_distance(PG_FUNCTION_ARGS);
extern Datum cosine_similarity(PG_FUNCTION_ARGS);
extern Datum l1_distance(PG_FUNCTION_ARGS);
extern Datum ann_spherical_distance(PG_FUNCTION_ARGS);

static const struct
{
	PGFunction	function;
	AnnMeasure	measure;
}			measures[] = {
	{l2_distance, ANN_L2},
	{l2_squared_distance, ANN_L2},
	{negative_inner_product, ANN_IP},
	{cosine_distance, ANN_COSINE},
	{l1_distance, ANN_L1},
	{ann_spherical_distance, ANN_SPHERICAL},
	{inner_product, ANN_SIMILARITY},
	{cosine_similarity, ANN_SIMILARITY},
};

static const char *const measure_names[] = {"L2", "IP", "COSINE", "L1"};
static const char *const measure_classes[] = {"l2_ops", "ip_ops", "cosine_ops", "l1_ops"};

/*
 * AnnMeasureOf - what a function of ours measures.
 */
AnnMeasure
AnnMeasureOf(PGFunction function)
{
	for (int i = 0; i < lengthof(measures); i++)
		if (measures[i].function == function)
			return measures[i].measure;
	return ANN_UNKNOWN;
}

/*
 * AnnMeasureOfClass - what an operator class measures by its distance, and by
 * whether it has vectors brought to length 1 before.
 */
AnnMeasure
AnnMeasureOfClass(PGFunction distance, bool has_norm)
{
	AnnMeasure	measure = AnnMeasureOf(distance);

	return measure == ANN_IP && has_norm ? ANN_COSINE : measure;
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
	Oid			type = AnnColumnType(index);
	AnnMeasure	measure;

	if (options == NULL || options->distancemeasure == ANN_NOT_SET)
		return;
	measure = AnnMeasureOfClass(index_getprocinfo(index, 1, ANN_DISTANCE_PROC)->fn_addr,
								OidIsValid(index_getprocid(index, 1, ANN_NORM_PROC)));
	if (options->distancemeasure == (int) measure)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("index \"%s\" has an operator class for %s, but its option distancemeasure says %s",
					RelationGetRelationName(index),
					measure < lengthof(measure_names) ? measure_names[measure] : "another measure",
					measure_names[options->distancemeasure]),
			 errhint("Write USING %s (column %s_%s), or another distancemeasure.",
					 get_am_name(index->rd_rel->relam), ClassPrefix(type), measure_classes[options->distancemeasure])));
}
