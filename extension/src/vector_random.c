/*
 * vector_random.c - random vectors for tests and sizing.
 */
#include "vector.h"

#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(gen_rand_f2_arr);

/*
 * ServerRandom - the server's random(), so that setseed makes vectors
 * repeatable.
 */
double
ServerRandom(void)
{
	LOCAL_FCINFO(call, 0);

	InitFunctionCallInfoData(*call, NULL, 0, InvalidOid, NULL, NULL);
	return DatumGetFloat8(drandom(call));
}

/*
 * CheckRandomVector - error unless gen_rand_f2_arr can make such a vector.
 */
void
CheckRandomVector(int32 max, int32 dim)
{
	if (max < 1 || max > FLOAT2_MAX_FINITE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max must be between 1 and %d, but is %d", FLOAT2_MAX_FINITE, max)));
	if (dim < 1 || dim > VECTOR_MAX_DIM)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("dim must be between 1 and %d, but is %d", VECTOR_MAX_DIM, dim)));
}

/*
 * gen_rand_f2_arr - uniform halves in [0, max).
 *
 * Rounding could reach max itself; the half below it is taken then.
 */
Datum
gen_rand_f2_arr(PG_FUNCTION_ARGS)
{
	int32		max = PG_GETARG_INT32(0);
	int32		dim = PG_GETARG_INT32(1);
	float2		limit;
	ArrayType  *vector;
	uint16_t   *values;

	CheckRandomVector(max, dim);
	limit = float2_from_f64(max);
	if (float2_to_f32(limit) < max)
		limit++;				/* max is no half: the next one is above it */
	vector = NewVector(dim, ResultElement(fcinfo), sizeof(float2));
	values = (uint16_t *) ARR_DATA_PTR(vector);
	for (int i = 0; i < dim; i++)
	{
		float2		value = float2_from_f64(ServerRandom() * max);

		values[i] = value < limit ? value : limit - 1;
	}
	PG_RETURN_ARRAYTYPE_P(vector);
}
