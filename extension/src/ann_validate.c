/*
 * ann_validate.c - is an operator class for ann complete and right?
 *
 * What is wrong is reported as INFO, as the server's own validators do.
 */
#include "ann.h"

#include "access/amvalidate.h"
#include "access/htup_details.h"
#include "catalog/pg_amop.h"
#include "catalog/pg_amproc.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_type_d.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/syscache.h"

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

static bool
IsDistanceOperator(Form_pg_amop member, Oid type, const char *family)
{
	if (member->amopstrategy != ANN_DISTANCE_STRATEGY || member->amoppurpose != AMOP_ORDER)
	{
		ereport(INFO,
				(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
				 errmsg("operator family \"%s\" of access method ann contains operator %s, which is not strategy %d for ordering",
						family, format_operator(member->amopopr), ANN_DISTANCE_STRATEGY)));
		return false;
	}
	if (member->amoplefttype != type || get_op_rettype(member->amopopr) != FLOAT8OID)
	{
		ereport(INFO,
				(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
				 errmsg("operator family \"%s\" of access method ann contains operator %s with a wrong signature",
						family, format_operator(member->amopopr))));
		return false;
	}
	return true;
}

static bool
IsSupportFunction(Form_pg_amproc member, Oid type, const char *family)
{
	bool		right;

	switch (member->amprocnum)
	{
		case ANN_DISTANCE_PROC:
			right = check_amproc_signature(member->amproc, FLOAT8OID, true, 2, 2, type, type);
			break;
		case ANN_NORM_PROC:
			right = check_amproc_signature(member->amproc, FLOAT8OID, true, 1, 1, type);
			break;
		case ANN_TYPE_INFO_PROC:
			right = check_amproc_signature(member->amproc, INTERNALOID, true, 1, 1, INTERNALOID);
			break;
		default:
			right = false;
	}
	if (!right)
		ereport(INFO,
				(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
				 errmsg("operator family \"%s\" of access method ann contains function %s with a wrong signature for support number %d",
						family, format_procedure(member->amproc), member->amprocnum)));
	return right;
}

bool
AnnValidate(Oid opclass)
{
	HeapTuple	class_tuple = SearchSysCache1(CLAOID, ObjectIdGetDatum(opclass));
	Form_pg_opclass class_form;
	CatCList   *operators;
	CatCList   *functions;
	Oid			type;
	char	   *family;
	bool		has_distance_operator = false;
	bool		has_function[ANN_TYPE_INFO_PROC + 1] = {false};
	bool		result = true;

	if (!HeapTupleIsValid(class_tuple))
		elog(ERROR, "cache lookup failed for operator class %u", opclass);
	class_form = (Form_pg_opclass) GETSTRUCT(class_tuple);
	type = class_form->opcintype;
	family = FamilyName(class_form->opcfamily);

	operators = SearchSysCacheList1(AMOPSTRATEGY, ObjectIdGetDatum(class_form->opcfamily));
	for (int i = 0; i < operators->n_members; i++)
	{
		Form_pg_amop member = (Form_pg_amop) GETSTRUCT(&operators->members[i]->tuple);

		result &= IsDistanceOperator(member, type, family);
		has_distance_operator |= member->amoplefttype == type && member->amoprighttype == type;
	}
	ReleaseCatCacheList(operators);

	functions = SearchSysCacheList1(AMPROCNUM, ObjectIdGetDatum(class_form->opcfamily));
	for (int i = 0; i < functions->n_members; i++)
	{
		Form_pg_amproc member = (Form_pg_amproc) GETSTRUCT(&functions->members[i]->tuple);

		result &= IsSupportFunction(member, type, family);
		if (member->amprocnum >= 1 && member->amprocnum <= ANN_TYPE_INFO_PROC)
			has_function[member->amprocnum] = true;
	}
	ReleaseCatCacheList(functions);

	if (!has_distance_operator)
		ereport(INFO,
				(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
				 errmsg("operator family \"%s\" of access method ann has no distance operator for its own type", family)));
	if (!has_function[ANN_DISTANCE_PROC] || !has_function[ANN_TYPE_INFO_PROC])
		ereport(INFO,
				(errcode(ERRCODE_INVALID_OBJECT_DEFINITION),
				 errmsg("operator family \"%s\" of access method ann lacks support function %d or %d",
						family, ANN_DISTANCE_PROC, ANN_TYPE_INFO_PROC)));
	ReleaseSysCache(class_tuple);
	return result && has_distance_operator && has_function[ANN_DISTANCE_PROC] && has_function[ANN_TYPE_INFO_PROC];
}
