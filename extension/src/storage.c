/*
 * storage.c - the storage that keeps vectors of a dimension in the page.
 *
 * By default PostgreSQL compresses rows above 2 kB and moves them out of line;
 * every scan then pays for fetching and unpacking, and vectors hardly compress.
 */
#include "vector.h"

#include "access/htup_details.h"
#include "access/heaptoast.h"
#include "catalog/namespace.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

PG_FUNCTION_INFO_V1(float2_storage);
PG_FUNCTION_INFO_V1(float2_set_storage);

/* Room left on a page for a row's header and its other columns. */
#define ROW_RESERVE 128

/*
 * PLAIN when the vector fits on a page with some room to spare; otherwise it
 * has to be out of line, EXTERNAL, without trying to compress it.
 */
static const char *
StorageFor(int dim, Oid element)
{
	Size		size = ARR_OVERHEAD_NONULLS(1) + (Size) dim * get_typlen(element);

	if (dim < 1 || dim > VECTOR_MAX_DIM)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("dim must be between 1 and %d, but is %d", VECTOR_MAX_DIM, dim)));
	return size + ROW_RESERVE <= MaxHeapTupleSize ? "PLAIN" : "EXTERNAL";
}

/*
 * float2_storage - PLAIN or EXTERNAL for float2[] vectors of a dimension.
 */
Datum
float2_storage(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(StorageFor(PG_GETARG_INT32(0), INT2OID)));
}

/*
 * float2_set_storage - ALTER TABLE … SET STORAGE for a vector column; says
 * what it has set.  Rows that are there already stay as they are.
 */
Datum
float2_set_storage(PG_FUNCTION_ARGS)
{
	Oid			table = PG_GETARG_OID(0);
	const char *column = NameStr(*PG_GETARG_NAME(1));
	int			dim = PG_GETARG_INT32(2);
	char	   *name = get_rel_name(table);
	AttrNumber	number;
	Oid			element;
	const char *storage;
	char	   *command;

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table with OID %u does not exist", table)));
	number = get_attnum(table, column);
	if (number <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist", column, name)));
	element = get_element_type(get_atttype(table, number));
	if (!OidIsValid(element) || get_typlen(element) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("column \"%s\" of table \"%s\" is no vector: its type is %s",
						column, name, format_type_be(get_atttype(table, number)))));

	storage = StorageFor(dim, element);
	command = psprintf("ALTER TABLE %s ALTER COLUMN %s SET STORAGE %s",
					   quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), name),
					   quote_identifier(column), storage);
	SPI_connect();
	if (SPI_execute(command, false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "could not run \"%s\"", command);
	SPI_finish();
	PG_RETURN_TEXT_P(cstring_to_text(storage));
}
