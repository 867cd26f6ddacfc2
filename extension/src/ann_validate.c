/*
 * ann_validate.c - is an operator class for ann or ann_ivfflat complete and
 * right?
 *
 * What is wrong is reported as INFO, as the server's own validators do.
 */
#include "ann.h"
#include "vector.h"

#include "access/amvalidate.h"
#include "access/htup_details.h"
#include "catalog/pg_amop.h"
#include "catalog/pg_amproc.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_opfamily.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/syscache.h"

/* What pgvector is told of our types (ann_type.c, ann_center.c). */
extern Datum ann_float2_support(PG_FUNCTION_ARGS);
extern Datum ann_float4_support(PG_FUNCTION_ARGS);
extern Datum ann_int2_support(PG_FUNCTION_ARGS);
extern Datum ann_ivfflat_float2_support(PG_FUNCTION_ARGS);
extern Datum ann_ivfflat_float4_support(PG_FUNCTION_ARGS);
extern Datum ann_ivfflat_int2_support(PG_FUNCTION_ARGS);

extern Datum float2_in(PG_FUNCTION_ARGS);

#define MAX_PROC ANN_IVFFLAT_TYPE_INFO_PROC

typedef enum ProcKind
{
	NO_PROC,
	DISTANCE,					/* float8 of two vectors */
	NORM,						/* float8 of one */
	TYPE_INFO					/* a layout of pgvector's, so of a function of ours */
} ProcKind;

/*
 * What the classes of an access method consist of.
 */
typedef struct ClassRules
{
	const char *method;
	ProcKind	kinds[MAX_PROC + 1];
	bool		required[MAX_PROC + 1];
	int			type_info_proc;
	PGFunction	type_info[3];	/* by VectorElement */
} ClassRules;

static const ClassRules graph_rules = {
	.method = "ann",
	.kinds = {
		[ANN_DISTANCE_PROC] = DISTANCE,
		[ANN_NORM_PROC] = NORM,
		[ANN_TYPE_INFO_PROC] = TYPE_INFO
	},
	.required = {
		[ANN_DISTANCE_PROC] = true,
		[ANN_TYPE_INFO_PROC] = true
	},
	.type_info_proc = ANN_TYPE_INFO_PROC,
	.type_info = {ann_float2_support, ann_float4_support, ann_int2_support}
};

static const ClassRules ivfflat_rules = {
	.method = "ann_ivfflat",
	.kinds = {
		[ANN_DISTANCE_PROC] = DISTANCE,
		[ANN_NORM_PROC] = NORM,
		[ANN_IVFFLAT_KMEANS_DISTANCE_PROC] = DISTANCE,
		[ANN_IVFFLAT_KMEANS_NORM_PROC] = NORM,
		[ANN_IVFFLAT_TYPE_INFO_PROC] = TYPE_INFO
	},
	.required = {
		[ANN_DISTANCE_PROC] = true,
		[ANN_IVFFLAT_KMEANS_DISTANCE_PROC] = true,
		[ANN_IVFFLAT_TYPE_INFO_PROC] = true
	},
	.type_info_proc = ANN_IVFFLAT_TYPE_INFO_PROC,
	.type_info = {ann_ivfflat_float2_support, ann_ivfflat_float4_support, ann_ivfflat_int2_support}
};

/*
 * A class under examination.
 */
typedef struct Examined
{
	const ClassRules *rules;
	Oid			family;
	char	   *family_name;
	Oid			type;
	bool		has_proc[MAX_PROC + 1];
	PGFunction	procs[MAX_PROC + 1];	/* right ones only */
	bool		valid;
} Examined;

static void
Complain(Examined *class, const char *what, ...) pg_attribute_printf(2, 3);

static void
Complain(Examined *class, const char *what, ...)
{
	char		buffer[1024];
	va_list		arguments;

	va_start(arguments, what);
	vsnprintf(buffer, sizeof(buffer), what, arguments);
	va_end(arguments);
	ereport(INFO,
			(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
			 errmsg("operator family \"%s\" of access method %s %s", class->family_name, class->rules->method, buffer)));
	class->valid = false;
}

static PGFunction
AddressOf(Oid function)
{
	FmgrInfo	info;

	fmgr_info(function, &info);
	return info.fn_addr;
}

/* --- support functions --------------------------------------------------- */

static bool
HasRightSignature(ProcKind kind, Oid function, Oid type)
{
	switch (kind)
	{
		case DISTANCE:
			return check_amproc_signature(function, FLOAT8OID, true, 2, 2, type, type);
		case NORM:
			return check_amproc_signature(function, FLOAT8OID, true, 1, 1, type);
		case TYPE_INFO:
			return check_amproc_signature(function, INTERNALOID, true, 1, 1, INTERNALOID);
		case NO_PROC:
			break;
	}
	return false;
}

/*
 * The function that tells of a type; NULL when it is none of ours.  float2 is
 * known by its input function.
 */
static PGFunction
TypeInfoOf(const ClassRules *rules, Oid type)
{
	Oid			element = get_element_type(type);
	Oid			input;
	Oid			io_param;

	if (element == FLOAT4OID)
		return rules->type_info[VECTOR_FLOAT4];
	if (element == INT2OID)
		return rules->type_info[VECTOR_INT2];
	if (!OidIsValid(element))
		return NULL;
	getTypeInputInfo(element, &input, &io_param);
	return AddressOf(input) == float2_in ? rules->type_info[VECTOR_FLOAT2] : NULL;
}

static void
ExamineFunction(Examined *class, Form_pg_amproc member)
{
	int			number = member->amprocnum;
	ProcKind	kind = number >= 1 && number <= MAX_PROC ? class->rules->kinds[number] : NO_PROC;
	const char *function = format_procedure(member->amproc);

	if (kind != NO_PROC)
		class->has_proc[number] = true;
	if (member->amproclefttype != class->type || member->amprocrighttype != class->type)
		Complain(class, "contains support function %s for other types than %s", function, format_type_be(class->type));
	else if (!HasRightSignature(kind, member->amproc, class->type))
		Complain(class, "contains function %s with a wrong signature for support number %d", function, number);
	else if (kind == TYPE_INFO && AddressOf(member->amproc) != TypeInfoOf(class->rules, class->type))
		Complain(class, "contains function %s, which does not tell of %s", function, format_type_be(class->type));
	else
		class->procs[number] = AddressOf(member->amproc);
}

/*
 * The functions together: all that are needed, and fitting each other.
 */
static void
ExamineProcs(Examined *class)
{
	AnnMeasure	measure = AnnMeasureOf(class->procs[ANN_DISTANCE_PROC]);
	AnnMeasure	kmeans;

	for (int number = 1; number <= MAX_PROC; number++)
		if (class->rules->required[number] && !class->has_proc[number])
			Complain(class, "lacks support function %d", number);
	if (measure == ANN_SIMILARITY)
		Complain(class, "has a similarity where support function %d is to be a distance", ANN_DISTANCE_PROC);

	if (class->rules != &ivfflat_rules || class->procs[ANN_IVFFLAT_KMEANS_DISTANCE_PROC] == NULL)
		return;
	/* the centres of angles are directions; of anything else, places */
	kmeans = AnnMeasureOf(class->procs[ANN_IVFFLAT_KMEANS_DISTANCE_PROC]);
	if ((kmeans == ANN_SPHERICAL) != (class->procs[ANN_IVFFLAT_KMEANS_NORM_PROC] != NULL))
		Complain(class, "needs support function %d with a distance of angles for k-means, and with no other",
				 ANN_IVFFLAT_KMEANS_NORM_PROC);
	if ((measure == ANN_IP && kmeans != ANN_SPHERICAL) || (measure == ANN_L2 && kmeans != ANN_L2))
		Complain(class, "has a distance for k-means that does not fit its support function %d", ANN_DISTANCE_PROC);
}

/* --- operators ----------------------------------------------------------- */

static void
ExamineOperator(Examined *class, Form_pg_amop member)
{
	const char *operator = format_operator(member->amopopr);
	AnnMeasure	measure;
	AnnMeasure	expected;

	if (member->amopstrategy != ANN_DISTANCE_STRATEGY || member->amoppurpose != AMOP_ORDER)
	{
		Complain(class, "contains operator %s, which is not strategy %d for ordering", operator, ANN_DISTANCE_STRATEGY);
		return;
	}
	if (member->amoplefttype != class->type || get_op_rettype(member->amopopr) != FLOAT8OID)
	{
		Complain(class, "contains operator %s with a wrong signature", operator);
		return;
	}
	if (!opfamily_can_sort_type(member->amopsortfamily, FLOAT8OID))
		Complain(class, "contains operator %s, sorted by a family that does not sort double precision", operator);

	measure = AnnMeasureOf(AddressOf(get_opcode(member->amopopr)));
	expected = AnnMeasureOfClass(class->procs[ANN_DISTANCE_PROC], class->procs[ANN_NORM_PROC] != NULL);
	if (measure == ANN_UNKNOWN && member->amoprighttype != class->type)
		Complain(class, "contains operator %s, with a right side that support function %d does not know",
				 operator, ANN_DISTANCE_PROC);
	else if (measure != ANN_UNKNOWN && expected != ANN_UNKNOWN && measure != expected)
		Complain(class, "contains operator %s, which orders otherwise than support function %d",
				 operator, ANN_DISTANCE_PROC);
}

/* --- both ---------------------------------------------------------------- */

static char *
FamilyName(Oid family)
{
	HeapTuple	tuple = SearchSysCache1(OPFAMILYOID, ObjectIdGetDatum(family));
	char	   *name;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator family %u", family);
	name = pstrdup(NameStr(((Form_pg_opfamily) GETSTRUCT(tuple))->opfname));
	ReleaseSysCache(tuple);
	return name;
}

static Examined
BeginExamination(Oid opclass, const ClassRules *rules)
{
	HeapTuple	tuple = SearchSysCache1(CLAOID, ObjectIdGetDatum(opclass));
	Form_pg_opclass form;
	Examined	class = {.rules = rules, .valid = true};

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator class %u", opclass);
	form = (Form_pg_opclass) GETSTRUCT(tuple);
	class.family = form->opcfamily;
	class.family_name = FamilyName(form->opcfamily);
	class.type = form->opcintype;
	ReleaseSysCache(tuple);
	return class;
}

static bool
Validate(Oid opclass, const ClassRules *rules)
{
	Examined	class = BeginExamination(opclass, rules);
	CatCList   *functions = SearchSysCacheList1(AMPROCNUM, ObjectIdGetDatum(class.family));
	CatCList   *operators = SearchSysCacheList1(AMOPSTRATEGY, ObjectIdGetDatum(class.family));
	bool		has_own_operator = false;

	for (int i = 0; i < functions->n_members; i++)
		ExamineFunction(&class, (Form_pg_amproc) GETSTRUCT(&functions->members[i]->tuple));
	ExamineProcs(&class);

	for (int i = 0; i < operators->n_members; i++)
	{
		Form_pg_amop member = (Form_pg_amop) GETSTRUCT(&operators->members[i]->tuple);

		ExamineOperator(&class, member);
		has_own_operator |= member->amoplefttype == class.type && member->amoprighttype == class.type;
	}
	if (!has_own_operator)
		Complain(&class, "has no distance operator for its own type");

	ReleaseCatCacheList(operators);
	ReleaseCatCacheList(functions);
	return class.valid;
}

bool
AnnValidate(Oid opclass)
{
	return Validate(opclass, &graph_rules);
}

bool
AnnIvfflatValidate(Oid opclass)
{
	return Validate(opclass, &ivfflat_rules);
}
