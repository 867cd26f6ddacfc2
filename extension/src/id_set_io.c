/*
 * id_set_io.c - text and binary input and output of sets of ids.
 *
 * Both forms list the ids: {1,5,9} as an array does, or their number and eight
 * bytes each.  So the packed form is made by one function only and need not be
 * checked.
 */
#include "id_set.h"

#include <ctype.h>
#include <errno.h>

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "nodes/nodes.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(id_set_in);
PG_FUNCTION_INFO_V1(id_set_out);
PG_FUNCTION_INFO_V1(id_set_recv);
PG_FUNCTION_INFO_V1(id_set_send);

/* An id, a sign and a comma. */
#define ID_TEXT_MAX 21

static const char *
SkipSpace(const char *text)
{
	while (isspace((unsigned char) *text))
		text++;
	return text;
}

/*
 * Where the list of ids ends for which there is room in the memory: one more
 * than there are commas.
 */
static IdList
RoomFor(const char *text)
{
	IdList		list = {NULL, 0};
	Size		commas = 0;

	for (; *text != '\0'; text++)
		commas += *text == ',';
	list.ids = (int64 *) MemoryContextAllocHuge(CurrentMemoryContext, (commas + 1) * sizeof(int64));
	return list;
}

/*
 * Reads the ids into the list; NULL, or the place that is not as it should be.
 */
static const char *
ParseIds(const char *text, IdList *list, bool *outOfRange)
{
	text = SkipSpace(text);
	if (*text != '{')
		return text;
	text = SkipSpace(text + 1);
	if (*text != '}')
	{
		for (;;)
		{
			char	   *end;

			errno = 0;
			list->ids[list->count] = strtoll(text, &end, 10);
			if (errno == ERANGE)
			{
				*outOfRange = true;
				return text;
			}
			if (end == text)
				return text;
			list->count++;
			text = SkipSpace(end);
			if (*text != ',')
				break;
			text++;
		}
		if (*text != '}')
			return text;
	}
	text = SkipSpace(text + 1);
	return *text == '\0' ? NULL : text;
}

Datum
id_set_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	IdList		list = RoomFor(text);
	bool		outOfRange = false;
	const char *fault = ParseIds(text, &list, &outOfRange);

	if (outOfRange)
		ereturn(SOFT_ERROR_CONTEXT(fcinfo), (Datum) 0,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("value \"%.*s\" is out of range for type %s",
						(int) strcspn(fault, ",} "), fault, "bigint")));
	if (fault != NULL)
		ereturn(SOFT_ERROR_CONTEXT(fcinfo), (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s at character %d", "id_set", (int) (fault - text) + 1),
				 errdetail("A set is written {1,5,9}.")));
	PG_RETURN_POINTER(IdSetFromList(&list));
}

Datum
id_set_out(PG_FUNCTION_ARGS)
{
	IdList		list = IdSetToList(PG_GETARG_ID_SET(0));
	StringInfoData text;
	char		id[ID_TEXT_MAX];

	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	for (int32 i = 0; i < list.count; i++)
	{
		int			length = pg_lltoa(list.ids[i], id);

		if (i > 0)
			appendStringInfoChar(&text, ',');
		appendBinaryStringInfo(&text, id, length);
	}
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

Datum
id_set_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	IdList		list;
	int			left;

	list.count = pq_getmsgint(buffer, sizeof(int32));
	left = buffer->len - buffer->cursor;
	if (list.count < 0 || list.count != left / (int) sizeof(int64) || left % (int) sizeof(int64) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("an id_set of %d ids does not take %d bytes", list.count, left)));
	list.ids = (int64 *) palloc(Max(list.count, 1) * sizeof(int64));
	for (int32 i = 0; i < list.count; i++)
		list.ids[i] = pq_getmsgint64(buffer);
	PG_RETURN_POINTER(IdSetFromList(&list));
}

Datum
id_set_send(PG_FUNCTION_ARGS)
{
	IdList		list = IdSetToList(PG_GETARG_ID_SET(0));
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendint32(&buffer, list.count);
	for (int32 i = 0; i < list.count; i++)
		pq_sendint64(&buffer, list.ids[i]);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}
