/*
 * module.c - loading the library, its setting, and what it says of itself.
 */
#include "float2.h"

#include "ann.h"
#include "ann_setting.h"

#include "access/htup_details.h"
#include "catalog/pg_collation_d.h"
#include "catalog/pg_type_d.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(float2_kernel_info);

/* Values are positions in this list, whose names are the kernel's. */
static const struct config_enum_entry kernel_caps[] = {
	{"auto", 0, false},
	{"serial", 1, false},
	{"f16c", 2, false},
	{"avx512", 3, false},
	{"neon", 4, false},
	{NULL, 0, false}
};

static int	kernel_cap;

static void
AssignKernelCap(int value, void *extra)
{
	(void) float2_kernel_set_cap(kernel_caps[value].name);
}

void		_PG_init(void);

void
_PG_init(void)
{
	DefineCustomEnumVariable("float2.kernel_cap",
							 "Best instruction set that the half-precision kernel may use.",
							 "auto takes the best one that the CPU has and the operating system supports.",
							 &kernel_cap, 0, kernel_caps, PGC_USERSET, 0,
							 NULL, AssignKernelCap, NULL);
	AnnSettingInit();
	AnnChoiceInit();
	MarkGUCPrefixReserved("float2");
	AnnInit();
}

/*
 * The blank-separated names as text[].
 */
static ArrayType *
NamesToArray(const char *names)
{
	return DatumGetArrayTypeP(DirectFunctionCall2Coll(text_to_array, C_COLLATION_OID,
													  PointerGetDatum(cstring_to_text(names)),
													  PointerGetDatum(cstring_to_text(" "))));
}

/*
 * float2_kernel_info - the instruction set in use, those the CPU offers, and
 * the cap.
 */
Datum
float2_kernel_info(PG_FUNCTION_ARGS)
{
	TupleDesc	descriptor;
	Datum		values[3];
	bool		nulls[3] = {false};

	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");

	values[0] = CStringGetTextDatum(float2_kernel_isa());
	values[1] = PointerGetDatum(NamesToArray(float2_kernel_available()));
	values[2] = CStringGetTextDatum(float2_kernel_cap());
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(descriptor), values, nulls)));
}
