/*
 * pgvector_cast.c - casts between float2[] and pgvector's vector and halfvec.
 *
 * The layouts are pgvector's public ones (its installed headers vector.h and
 * halfvec.h), written down here so that the build does not need the headers.
 * pgvector takes neither NaN nor infinity, neither zero dimensions nor more
 * than 16,000; what it would refuse is refused here.
 */
#include "vector.h"

PG_FUNCTION_INFO_V1(float2_to_vector);
PG_FUNCTION_INFO_V1(float2_to_halfvec);
PG_FUNCTION_INFO_V1(vector_to_float2);
PG_FUNCTION_INFO_V1(halfvec_to_float2);

#define PGVECTOR_MAX_DIM 16000

/* Both types: this header, then float4 or halves. */
typedef struct PgVector
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	int16		dim;
	int16		unused;
} PgVector;

static inline void *
PgVectorValues(PgVector *vector)
{
	return (char *) vector + sizeof(PgVector);
}

static PgVector *
NewPgVector(ArrayType *from, const char *type, int elementSize)
{
	int			dim = VectorDim(from);
	int			bad = FirstNonFinite(from);
	Size		size = sizeof(PgVector) + (Size) dim * elementSize;
	PgVector   *to;

	if (dim < 1 || dim > PGVECTOR_MAX_DIM)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("type %s takes 1 to %d dimensions, not %d", type, PGVECTOR_MAX_DIM, dim)));
	if (bad >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_EXCEPTION),
				 errmsg("type %s takes finite values only, but element %d is NaN or infinite", type, bad + 1)));
	to = (PgVector *) palloc0(size);
	SET_VARSIZE(to, size);
	to->dim = (int16) dim;
	return to;
}

Datum
float2_to_vector(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	PgVector   *to = NewPgVector(from, "vector", sizeof(float4));

	float2_f16_to_f32((const uint16_t *) ARR_DATA_PTR(from), PgVectorValues(to), to->dim);
	PG_RETURN_POINTER(to);
}

Datum
float2_to_halfvec(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	PgVector   *to = NewPgVector(from, "halfvec", sizeof(float2));

	memcpy(PgVectorValues(to), ARR_DATA_PTR(from), to->dim * sizeof(float2));
	PG_RETURN_POINTER(to);
}

Datum
vector_to_float2(PG_FUNCTION_ARGS)
{
	PgVector   *from = (PgVector *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	ArrayType  *to = NewVector(from->dim, ResultElement(fcinfo), sizeof(float2));

	float2_f32_to_f16(PgVectorValues(from), (uint16_t *) ARR_DATA_PTR(to), from->dim);
	PG_RETURN_ARRAYTYPE_P(to);
}

Datum
halfvec_to_float2(PG_FUNCTION_ARGS)
{
	PgVector   *from = (PgVector *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	ArrayType  *to = NewVector(from->dim, ResultElement(fcinfo), sizeof(float2));

	memcpy(ARR_DATA_PTR(to), PgVectorValues(from), from->dim * sizeof(float2));
	PG_RETURN_ARRAYTYPE_P(to);
}
