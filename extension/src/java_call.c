/*
 * java_call.c - the functions of the extension float2_java: the rules of a
 * vector are checked here, the work is done in Java.
 *
 * Every function has a twin in its schema, in PL/Java, by the name java_ and
 * its own.  Where the function has float2[], the twin has smallint[]: PL/Java
 * knows nothing of float2 and would hand its elements over as text.  An array
 * goes to the twin as it is: PL/Java goes by the types of the declaration, not
 * by the one in the array, and copying it for a label took longer than the
 * whole native function.  PL/Java reads a NULL element as 0, flattens
 * dimensions and cannot raise an error without the name of a Java class in
 * front, so none of that is left to it.
 */
#include "vector.h"

#include "catalog/pg_type_d.h"
#include "parser/parse_func.h"
#include "utils/lsyscache.h"

PG_FUNCTION_INFO_V1(float2_java_distance);
PG_FUNCTION_INFO_V1(float2_java_vector);
PG_FUNCTION_INFO_V1(float2_java_random);

#define JAVA_PREFIX "java_"
#define JAVA_MAX_ARGS 2

/* What a call site keeps. */
typedef struct JavaTwin
{
	FmgrInfo	function;
	Oid			element;		/* of the array that is returned, if it is one */
} JavaTwin;

/*
 * The twin of the running function by the types of its arguments, looked up
 * once a call site.
 */
static JavaTwin *
TwinOf(FunctionCallInfo fcinfo, int count, const Oid *types)
{
	FmgrInfo   *flinfo = fcinfo->flinfo;
	JavaTwin   *twin = (JavaTwin *) flinfo->fn_extra;
	Oid			found;

	if (twin != NULL)
		return twin;

	found = LookupFuncName(list_make2(makeString(get_namespace_name(get_func_namespace(flinfo->fn_oid))),
									  makeString(psprintf(JAVA_PREFIX "%s", get_func_name(flinfo->fn_oid)))),
						   count, types, false);
	twin = (JavaTwin *) MemoryContextAlloc(flinfo->fn_mcxt, sizeof(JavaTwin));
	fmgr_info_cxt(found, &twin->function, flinfo->fn_mcxt);
	twin->element = get_element_type(get_func_rettype(flinfo->fn_oid));
	flinfo->fn_extra = twin;
	return twin;
}

/*
 * The type that stands for a vector's in the twin.
 */
static Oid
TypeForJava(const ArrayType *vector)
{
	return VectorElementOf(vector) == VECTOR_FLOAT2 ? INT2ARRAYOID : FLOAT4ARRAYOID;
}

static Datum
CallTwin(JavaTwin *twin, int count, const Datum *arguments)
{
	LOCAL_FCINFO(call, JAVA_MAX_ARGS);
	Datum		result;

	InitFunctionCallInfoData(*call, &twin->function, count, InvalidOid, NULL, NULL);
	for (int i = 0; i < count; i++)
	{
		call->args[i].value = arguments[i];
		call->args[i].isnull = false;
	}
	result = FunctionCallInvoke(call);
	if (call->isnull)
		elog(ERROR, "Java function %u returned NULL", twin->function.fn_oid);
	return result;
}

/*
 * What Java returned, which is ours alone, as an array of the right type; an
 * empty one has no dimension, as everywhere else.
 */
static ArrayType *
FromJava(Datum returned, const JavaTwin *twin, int dim)
{
	ArrayType  *vector = DatumGetArrayTypeP(returned);

	if (VectorDim(vector) != dim)
		elog(ERROR, "Java function %u returned %d elements instead of %d",
			 twin->function.fn_oid, VectorDim(vector), dim);
	if (dim == 0)
		return construct_empty_array(twin->element);
	vector->elemtype = twin->element;
	return vector;
}

/*
 * float2_java_distance - of two vectors of any two element types.
 */
Datum
float2_java_distance(PG_FUNCTION_ARGS)
{
	ArrayType  *a = PG_GETARG_VECTOR(0);
	ArrayType  *b = PG_GETARG_VECTOR(1);
	Oid			types[2] = {TypeForJava(a), TypeForJava(b)};
	Datum		arguments[2];

	CheckSameDim(VectorDim(a), VectorDim(b));
	arguments[0] = PointerGetDatum(a);
	arguments[1] = PointerGetDatum(b);
	return CallTwin(TwinOf(fcinfo, 2, types), 2, arguments);
}

/*
 * float2_java_vector - a vector made of another one of the same length and
 * lower bound.
 */
Datum
float2_java_vector(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	Oid			type = TypeForJava(from);
	JavaTwin   *twin = TwinOf(fcinfo, 1, &type);
	Datum		argument = PointerGetDatum(from);
	ArrayType  *to = FromJava(CallTwin(twin, 1, &argument), twin, VectorDim(from));

	if (ARR_NDIM(to) == 1)
		ARR_LBOUND(to)[0] = ARR_LBOUND(from)[0];
	PG_RETURN_ARRAYTYPE_P(to);
}

/*
 * float2_java_random - gen_rand_f2_arr: the server's random values, in [0, 1),
 * are scaled and rounded in Java.
 */
Datum
float2_java_random(PG_FUNCTION_ARGS)
{
	int32		max = PG_GETARG_INT32(0);
	int32		dim = PG_GETARG_INT32(1);
	Oid			types[2] = {INT4OID, FLOAT8ARRAYOID};
	JavaTwin   *twin = TwinOf(fcinfo, 2, types);
	ArrayType  *uniform;
	Datum		arguments[2];

	CheckRandomVector(max, dim);
	uniform = NewVector(dim, FLOAT8OID, sizeof(float8));
	for (int i = 0; i < dim; i++)
		((float8 *) ARR_DATA_PTR(uniform))[i] = ServerRandom();
	arguments[0] = Int32GetDatum(max);
	arguments[1] = PointerGetDatum(uniform);
	PG_RETURN_ARRAYTYPE_P(FromJava(CallTwin(twin, 2, arguments), twin, dim));
}
