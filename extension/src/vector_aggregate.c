/*
 * vector_aggregate.c - sum and avg of float2[] vectors, element by element.
 *
 * The state is a float8[]: the number of vectors, then the sums.  It belongs
 * to the aggregate, which lets the transition change it in place; parallel
 * workers' states are added up by the combine function.
 */
#include "vector.h"

PG_FUNCTION_INFO_V1(float2_accum);
PG_FUNCTION_INFO_V1(float2_combine);
PG_FUNCTION_INFO_V1(float2_sum_final);
PG_FUNCTION_INFO_V1(float2_avg_final);

static inline float8 *
StateValues(ArrayType *state)
{
	return (float8 *) ARR_DATA_PTR(state);
}

static inline int
StateDim(ArrayType *state)
{
	return VectorDim(state) - 1;
}

/*
 * Memory of the aggregate that calls; nobody else may, because states are
 * changed in place.
 */
static MemoryContext
AggregateMemory(FunctionCallInfo fcinfo)
{
	MemoryContext aggregate;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the support functions of sum and avg cannot be called on their own")));
	return aggregate;
}

/*
 * A state without vectors.
 */
static ArrayType *
NewState(MemoryContext aggregate, int dim)
{
	MemoryContext previous = MemoryContextSwitchTo(aggregate);
	ArrayType  *state;

	state = NewVector(dim + 1, FLOAT8OID, sizeof(float8));
	memset(StateValues(state), 0, (dim + 1) * sizeof(float8));
	MemoryContextSwitchTo(previous);
	return state;
}

Datum
float2_accum(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate = AggregateMemory(fcinfo);
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : PG_GETARG_ARRAYTYPE_P(0);
	ArrayType  *vector;
	const uint16_t *halves;
	float8	   *values;

	if (PG_ARGISNULL(1))
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_ARRAYTYPE_P(state);
	}
	vector = PG_GETARG_VECTOR(1);
	if (state == NULL)
		state = NewState(aggregate, VectorDim(vector));
	CheckSameDim(StateDim(state), VectorDim(vector));

	values = StateValues(state);
	halves = (const uint16_t *) ARR_DATA_PTR(vector);
	values[0] += 1;
	for (int i = 0; i < VectorDim(vector); i++)
		values[i + 1] += float2_to_f32(halves[i]);
	PG_RETURN_ARRAYTYPE_P(state);
}

Datum
float2_combine(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate = AggregateMemory(fcinfo);
	ArrayType  *state;
	ArrayType  *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = PG_GETARG_ARRAYTYPE_P(1);
	state = PG_ARGISNULL(0) ? NewState(aggregate, StateDim(other)) : PG_GETARG_ARRAYTYPE_P(0);
	CheckSameDim(StateDim(state), StateDim(other));
	for (int i = 0; i <= StateDim(state); i++)
		StateValues(state)[i] += StateValues(other)[i];
	PG_RETURN_ARRAYTYPE_P(state);
}

/*
 * The sums, each divided and rounded once to half.
 */
static ArrayType *
FinishState(FunctionCallInfo fcinfo, bool average)
{
	ArrayType  *state;
	ArrayType  *result;
	uint16_t   *halves;
	float8		divisor;

	(void) AggregateMemory(fcinfo);
	state = PG_GETARG_ARRAYTYPE_P(0);
	result = NewVector(StateDim(state), ResultElement(fcinfo), sizeof(float2));
	halves = (uint16_t *) ARR_DATA_PTR(result);
	divisor = average ? StateValues(state)[0] : 1;
	for (int i = 0; i < StateDim(state); i++)
		halves[i] = float2_from_f64(StateValues(state)[i + 1] / divisor);
	return result;
}

Datum
float2_sum_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(FinishState(fcinfo, false));
}

Datum
float2_avg_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_ARRAYTYPE_P(FinishState(fcinfo, true));
}
