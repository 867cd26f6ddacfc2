/*
 * ann_choice.c - the setting that leaves the planner one vector index, or none.
 *
 * For measuring: of several indexes on a column the planner takes the one that
 * it finds cheapest, and no setting of the server's tells it to take another.
 */
#include "ann_setting.h"
#include "compat.h"

#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "commands/defrem.h"
#include "nodes/pathnodes.h"
#include "optimizer/plancat.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/varlena.h"

#define NO_INDEX "none"

static char *index_name;
static get_relation_info_hook_type previous_hook;

/*
 * An index on vectors: one of ours, or one of pgvector's?
 */
static bool
IsVectorIndex(const IndexOptInfo *index)
{
	char	   *method = get_am_name(index->relam);

	return method != NULL &&
		(strcmp(method, "ann") == 0 || strcmp(method, "ann_ivfflat") == 0 ||
		 strcmp(method, "hnsw") == 0 || strcmp(method, "ivfflat") == 0);
}

/*
 * The index itself, or that of a partition which belongs to it?
 */
static bool
BelongsTo(Oid index, Oid chosen)
{
	return index == chosen ||
		(get_rel_relispartition(index) && list_member_oid(get_partition_ancestors(index), chosen));
}

/*
 * The index that is meant; InvalidOid when none is to be used, also when there
 * is none of the name, which then shows in the plan.
 */
static Oid
ChosenIndex(void)
{
	List	   *names;

	if (strcmp(index_name, NO_INDEX) == 0)
		return InvalidOid;
	names = QualifiedNames(index_name);
	return RangeVarGetRelid(makeRangeVarFromNameList(names), NoLock, true);
}

static void
LeaveChosenIndex(PlannerInfo *root, Oid table, bool inherits, RelOptInfo *rel)
{
	Oid			chosen;
	ListCell   *cell;

	if (previous_hook != NULL)
		previous_hook(root, table, inherits, rel);
	if (index_name == NULL || index_name[0] == '\0' || rel->indexlist == NIL)
		return;
	chosen = ChosenIndex();
	foreach(cell, rel->indexlist)
	{
		IndexOptInfo *index = (IndexOptInfo *) lfirst(cell);

		if (IsVectorIndex(index) && !BelongsTo(index->indexoid, chosen))
			rel->indexlist = foreach_delete_current(rel->indexlist, cell);
	}
}

/*
 * A name that could be one, with its schema or without; otherwise every query
 * would fail.
 */
static bool
CheckIndexName(char **value, void **extra, GucSource source)
{
	List	   *names;
	char	   *copy;

	if ((*value)[0] == '\0')
		return true;
	copy = pstrdup(*value);
	if (SplitIdentifierString(copy, '.', &names) && names != NIL && list_length(names) <= 2)
		return true;
	GUC_check_errdetail("It is not the name of an index.");
	return false;
}

/*
 * AnnChoiceInit - define the setting, and let it count.
 */
void
AnnChoiceInit(void)
{
	DefineCustomStringVariable("float2.only_index",
							   "Name of the only vector index that the planner may use.",
							   "none: it may use none; empty: it may use all.",
							   &index_name, "", PGC_USERSET, 0,
							   CheckIndexName, NULL, NULL);
	previous_hook = get_relation_info_hook;
	get_relation_info_hook = LeaveChosenIndex;
}
