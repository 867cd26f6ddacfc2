/*
 * ann_column.c - what an index keeps of its vectors in the catalog: their
 * length, and how they are stored.
 *
 * The index's own entries are changed, while it is being built and nobody
 * else can use it.
 */
#include "ann.h"

#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_class.h"
#include "nodes/makefuncs.h"
#include "storage/lmgr.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/*
 * AnnColumnType - the array type of the index's vectors, whose column may be of
 * a domain over it.
 */
Oid
AnnColumnType(Relation index)
{
	return getBaseType(TupleDescAttr(RelationGetDescr(index), 0)->atttypid);
}

/*
 * Set the type modifier and the storage of the index's column.
 */
static void
StoreColumn(Relation index, int32 typmod, char storage)
{
	Form_pg_attribute column = TupleDescAttr(RelationGetDescr(index), 0);
	Relation	attributes;
	HeapTuple	tuple;

	if (column->atttypmod == typmod && column->attstorage == storage)
		return;

	attributes = table_open(AttributeRelationId, RowExclusiveLock);
	tuple = SearchSysCacheCopy2(ATTNUM, ObjectIdGetDatum(RelationGetRelid(index)), Int16GetDatum(1));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for the column of index %u", RelationGetRelid(index));
	((Form_pg_attribute) GETSTRUCT(tuple))->atttypmod = typmod;
	((Form_pg_attribute) GETSTRUCT(tuple))->attstorage = storage;
	CatalogTupleUpdate(attributes, &tuple->t_self, tuple);
	heap_freetuple(tuple);
	table_close(attributes, RowExclusiveLock);

	CommandCounterIncrement();
	/* an index that is open keeps its descriptor */
	column->atttypmod = typmod;
	column->attstorage = storage;
	populate_compact_attribute(RelationGetDescr(index), 0);
}

/*
 * Add the option dim to those that the index was created with.
 */
static void
StoreDimOption(Relation index, int dim)
{
	Relation	classes = table_open(RelationRelationId, RowExclusiveLock);
	HeapTuple	tuple = SearchSysCacheCopy1(RELOID, ObjectIdGetDatum(RelationGetRelid(index)));
	HeapTuple	changed;
	Datum		values[Natts_pg_class] = {0};
	bool		nulls[Natts_pg_class] = {false};
	bool		replace[Natts_pg_class] = {false};
	Datum		options;
	bool		isnull;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for index %u", RelationGetRelid(index));
	/* the lock that keeps statistics from being written into the old version */
	LockTuple(classes, &tuple->t_self, ExclusiveLock);
	options = SysCacheGetAttr(RELOID, tuple, Anum_pg_class_reloptions, &isnull);
	values[Anum_pg_class_reloptions - 1] =
		transformRelOptions(isnull ? (Datum) 0 : options,
							list_make1(makeDefElem("dim", (Node *) makeInteger(dim), -1)), NULL, NULL, false, false);
	replace[Anum_pg_class_reloptions - 1] = true;
	changed = heap_modify_tuple(tuple, RelationGetDescr(classes), values, nulls, replace);
	CatalogTupleUpdate(classes, &changed->t_self, changed);
	UnlockTuple(classes, &tuple->t_self, ExclusiveLock);
	heap_freetuple(changed);
	heap_freetuple(tuple);
	table_close(classes, RowExclusiveLock);

	CommandCounterIncrement();
}

/*
 * AnnStoreDim - keep the dimension for later sessions and later builds.
 *
 * As the type modifier of the index's column, where pgvector looks for it,
 * parallel workers included.  And as the option, if it was read from the
 * rows: options go into the index that replaces this one in a concurrent
 * build and into dumps, where there may be no rows to read it from.
 */
void
AnnStoreDim(Relation index, int dim)
{
	StoreColumn(index, dim, TupleDescAttr(RelationGetDescr(index), 0)->attstorage);
	if (AnnDimOption(index) == ANN_NOT_SET)
		StoreDimOption(index, dim);
}

/*
 * AnnStorePlain - keep vectors as they are, neither compressed nor with a
 * short header, so that they are compared where they lie.
 */
void
AnnStorePlain(Relation index)
{
	StoreColumn(index, AnnStoredDim(index), TYPSTORAGE_PLAIN);
}
