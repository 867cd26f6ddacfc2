/*
 * scalar_io.c - text and binary input and output of float2.
 */
#include "float2.h"

#include <ctype.h>
#include <fenv.h>
#include <math.h>

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "nodes/nodes.h"

/* Longest piece of an input that an error message quotes, in bytes. */
#define QUOTED_INPUT_MAX 64

PG_FUNCTION_INFO_V1(float2_in);
PG_FUNCTION_INFO_V1(float2_out);
PG_FUNCTION_INFO_V1(float2_recv);
PG_FUNCTION_INFO_V1(float2_send);

/*
 * The input for an error message: whole, or its beginning and three dots.
 */
static const char *
QuotedInput(const char *text)
{
	int			length = (int) strlen(text);

	if (length <= QUOTED_INPUT_MAX)
		return text;
	return psprintf("%.*s...", pg_mbcliplen(text, length, QUOTED_INPUT_MAX), text);
}

/*
 * Is the value exactly between two neighbouring halves (65520 included, which
 * is between the largest one and infinity)?
 */
static bool
IsHalfwayBetweenHalves(double value)
{
	double		magnitude = fabs(value);
	double		units;
	int			exponent;

	if (magnitude == 0 || magnitude > 65520)
		return false;
	(void) frexp(magnitude, &exponent); /* 2^(exponent - 1) <= magnitude */
	/* a half has 11 bits, and none below 2^-24 */
	units = ldexp(magnitude, Min(11 - exponent, 24));
	return units - floor(units) == 0.5;
}

/*
 * strtod in a given rounding direction.
 */
static double
ParseRounded(const char *text, int direction)
{
	int			previous = fegetround();
	double		value;

	fesetround(direction);
	value = strtod(text, NULL);
	fesetround(previous);
	return value;
}

/*
 * Narrow what strtod read from text to half, rounding the text's value once.
 *
 * strtod has rounded to 53 bits already.  That can only mislead the second
 * rounding when its result lies exactly between two halves; then the text's
 * value is asked for from below and from above, and the result is moved off
 * the middle towards it.
 */
static float2
NarrowParsed(const char *text, double value)
{
	if (IsHalfwayBetweenHalves(value))
	{
		double		below = ParseRounded(text, FE_DOWNWARD);
		double		above = ParseRounded(text, FE_UPWARD);

		if (below < above)
			value = (value == below) ? nextafter(value, INFINITY) : nextafter(value, -INFINITY);
	}
	return float2_from_f64(value);
}

/*
 * Float2FromText - parse what float4 would take, with the same spellings.
 *
 * Out of range is no error: it becomes Infinity or zero.
 */
float2
Float2FromText(const char *text, struct Node *escontext)
{
	const char *start = text;
	char	   *end;
	double		value;

	/* strtod skips leading white space itself, but takes an empty string */
	while (isspace((unsigned char) *start))
		start++;
	value = strtod(start, &end);
	if (end == start)
		ereturn(escontext, 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "float2", QuotedInput(text))));
	while (isspace((unsigned char) *end))
		end++;
	if (*end != '\0')
		ereturn(escontext, 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "float2", QuotedInput(text))));

	return NarrowParsed(start, value);
}

Datum
float2_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT2(Float2FromText(PG_GETARG_CSTRING(0), SOFT_ERROR_CONTEXT(fcinfo)));
}

/*
 * float2_out - six significant digits, which always read back to the same
 * half: neighbouring halves differ by at least 2^-11 of their value.
 */
Datum
float2_out(PG_FUNCTION_ARGS)
{
	float2		value = PG_GETARG_FLOAT2(0);

	if (Float2IsNan(value))
		PG_RETURN_CSTRING(pstrdup("NaN"));
	if (!Float2IsFinite(value))
		PG_RETURN_CSTRING(pstrdup((value & FLOAT2_SIGN) ? "-Infinity" : "Infinity"));
	PG_RETURN_CSTRING(psprintf("%.6g", float2_to_f32(value)));
}

Datum
float2_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);

	PG_RETURN_FLOAT2((float2) pq_getmsgint(buffer, sizeof(float2)));
}

Datum
float2_send(PG_FUNCTION_ARGS)
{
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendint16(&buffer, PG_GETARG_FLOAT2(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}
