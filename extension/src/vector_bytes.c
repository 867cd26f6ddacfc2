/*
 * vector_bytes.c - float2[] as plain bytes: two for every element, the low one
 * first, and nothing else.
 *
 * It is how clients keep halves in memory and in files, and how they travel
 * without the four bytes of length that an array carries for every element.
 */
#include "vector.h"

#include "port/pg_bswap.h"

PG_FUNCTION_INFO_V1(float2_array_bytes);
PG_FUNCTION_INFO_V1(float2_array_from_bytes);

static void
CopyLittleEndian(void *to, const void *from, int count)
{
#ifdef WORDS_BIGENDIAN
	const uint16_t *source = (const uint16_t *) from;
	uint16_t   *target = (uint16_t *) to;

	for (int i = 0; i < count; i++)
		target[i] = pg_bswap16(source[i]);
#else
	memcpy(to, from, (size_t) count * sizeof(float2));
#endif
}

Datum
float2_array_bytes(PG_FUNCTION_ARGS)
{
	ArrayType  *from = PG_GETARG_VECTOR(0);
	int			dim = VectorDim(from);
	bytea	   *to = (bytea *) palloc(VARHDRSZ + dim * sizeof(float2));

	SET_VARSIZE(to, VARHDRSZ + dim * sizeof(float2));
	CopyLittleEndian(VARDATA(to), ARR_DATA_PTR(from), dim);
	PG_RETURN_BYTEA_P(to);
}

Datum
float2_array_from_bytes(PG_FUNCTION_ARGS)
{
	bytea	   *from = PG_GETARG_BYTEA_PP(0);
	int			size = VARSIZE_ANY_EXHDR(from);
	int			dim = size / sizeof(float2);
	ArrayType  *to;

	if (size % sizeof(float2) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("%d bytes are no float2 values, which have two bytes each", size)));
	if (dim > VECTOR_MAX_DIM)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a vector can have %d elements at most, but the bytes hold %d", VECTOR_MAX_DIM, dim)));
	to = NewVector(dim, ResultElement(fcinfo), sizeof(float2));
	CopyLittleEndian(ARR_DATA_PTR(to), VARDATA_ANY(from), dim);
	PG_RETURN_ARRAYTYPE_P(to);
}
