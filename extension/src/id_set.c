/*
 * id_set.c - packing, unpacking and asking sets of ids.
 */
#include "id_set.h"

#include "catalog/pg_type_d.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(id_set_from_array);
PG_FUNCTION_INFO_V1(id_set_to_array);
PG_FUNCTION_INFO_V1(id_set_contains);
PG_FUNCTION_INFO_V1(id_set_union);
PG_FUNCTION_INFO_V1(id_set_cardinality);

#define WORD_BITS 64

/* Where the parts of a set are; all of it follows from count, first and last. */
typedef struct IdSetShape
{
	int			lowWidth;		/* low bits of an id */
	Size		highWords;
	Size		lowWords;
	Size		samples;
	Size		size;			/* of the whole value, in bytes */
} IdSetShape;

/*
 * Distances are taken without a sign, so that they cannot overflow.
 */
static inline uint64
Distance(int64 from, int64 to)
{
	return (uint64) to - (uint64) from;
}

static inline Size
WordsFor(uint64 bits)
{
	return bits / WORD_BITS + (bits % WORD_BITS != 0);
}

static IdSetShape
ShapeOf(int32 count, int64 first, int64 last)
{
	IdSetShape	shape = {0};
	uint64		range = Distance(first, last);
	uint64		gap;

	shape.size = offsetof(IdSet, words);
	if (count == 0)
		return shape;
	gap = range / (uint64) count;
	shape.lowWidth = gap == 0 ? 0 : pg_leftmost_one_pos64(gap);
	/* the high bits have less than twice as many values as there are ids */
	shape.highWords = WordsFor((uint64) count + (range >> shape.lowWidth) + 1);
	shape.lowWords = WordsFor((uint64) count * shape.lowWidth);
	shape.samples = (shape.highWords - 1) / ID_SET_SAMPLE;
	shape.size += (shape.highWords + shape.lowWords) * sizeof(uint64) + shape.samples * sizeof(uint32);
	return shape;
}

static inline uint32 *
SamplesOf(const IdSet *set, const IdSetShape *shape)
{
	return (uint32 *) (set->words + shape->highWords + shape->lowWords);
}

static inline void
PutLowBits(uint64 *low, int width, int32 index, uint64 bits)
{
	uint64		at = (uint64) index * width;
	int			shift = at % WORD_BITS;

	if (width == 0)
		return;
	low[at / WORD_BITS] |= bits << shift;
	if (shift + width > WORD_BITS)
		low[at / WORD_BITS + 1] |= bits >> (WORD_BITS - shift);
}

static inline uint64
GetLowBits(const uint64 *low, int width, int32 index)
{
	uint64		at = (uint64) index * width;
	int			shift = at % WORD_BITS;
	uint64		bits;

	if (width == 0)
		return 0;
	bits = low[at / WORD_BITS] >> shift;
	if (shift + width > WORD_BITS)
		bits |= low[at / WORD_BITS + 1] << (WORD_BITS - shift);
	return bits & ((UINT64CONST(1) << width) - 1);
}

static int
CompareIds(const void *left, const void *right)
{
	int64		a = *(const int64 *) left;
	int64		b = *(const int64 *) right;

	return (a > b) - (a < b);
}

/*
 * Sort the list and leave each id in it once.  Lists are often in order
 * already.
 */
static void
SortDistinct(IdList *list)
{
	bool		ascending = true;
	int32		kept = 0;

	for (int32 i = 1; i < list->count && ascending; i++)
		ascending = list->ids[i - 1] < list->ids[i];
	if (ascending)
		return;
	qsort(list->ids, list->count, sizeof(int64), CompareIds);
	for (int32 i = 0; i < list->count; i++)
		if (kept == 0 || list->ids[kept - 1] != list->ids[i])
			list->ids[kept++] = list->ids[i];
	list->count = kept;
}

static void
FillSamples(IdSet *set, const IdSetShape *shape)
{
	uint32	   *samples = SamplesOf(set, shape);
	uint32		zeros = 0;

	for (Size i = 0; i < shape->samples * ID_SET_SAMPLE; i++)
	{
		zeros += WORD_BITS - pg_popcount64(set->words[i]);
		if ((i + 1) % ID_SET_SAMPLE == 0)
			samples[i / ID_SET_SAMPLE] = zeros;
	}
}

/*
 * IdSetFromList - pack ids in any order; the list is sorted in place.
 */
IdSet *
IdSetFromList(IdList *list)
{
	IdSetShape	shape;
	IdSet	   *set;
	uint64	   *low;
	int64		first = 0;
	int64		last = 0;

	SortDistinct(list);
	if (list->count > 0)
	{
		first = list->ids[0];
		last = list->ids[list->count - 1];
	}
	shape = ShapeOf(list->count, first, last);
	if (!AllocSizeIsValid(shape.size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("an id_set of %d ids is too large: it would take %zu bytes, and a value can have %zu",
						list->count, shape.size, (Size) MaxAllocSize)));
	set = (IdSet *) palloc0(shape.size);
	SET_VARSIZE(set, shape.size);
	set->count = list->count;
	set->first = first;
	set->last = last;
	low = set->words + shape.highWords;
	for (int32 i = 0; i < list->count; i++)
	{
		uint64		distance = Distance(first, list->ids[i]);
		uint64		at = (distance >> shape.lowWidth) + i;

		set->words[at / WORD_BITS] |= UINT64CONST(1) << (at % WORD_BITS);
		PutLowBits(low, shape.lowWidth, i, distance & ((UINT64CONST(1) << shape.lowWidth) - 1));
	}
	FillSamples(set, &shape);
	return set;
}

/*
 * IdSetToList - the ids in ascending order, in new memory.
 */
IdList
IdSetToList(const IdSet *set)
{
	IdSetShape	shape = ShapeOf(set->count, set->first, set->last);
	const uint64 *low = set->words + shape.highWords;
	IdList		list;
	int32		index = 0;

	list.count = set->count;
	list.ids = (int64 *) MemoryContextAllocHuge(CurrentMemoryContext, (Size) Max(list.count, 1) * sizeof(int64));
	for (Size i = 0; i < shape.highWords; i++)
		for (uint64 word = set->words[i]; word != 0; word &= word - 1)
		{
			uint64		high = (uint64) i * WORD_BITS + pg_rightmost_one_pos64(word) - index;

			list.ids[index] = (int64) ((uint64) set->first +
									   ((high << shape.lowWidth) | GetLowBits(low, shape.lowWidth, index)));
			index++;
		}
	return list;
}

/*
 * Where the bits of the ids with these high bits begin: behind as many zeros.
 */
static uint64
BeginOf(const IdSet *set, const IdSetShape *shape, uint64 high)
{
	const uint32 *samples = SamplesOf(set, shape);
	Size		below = 0;		/* samples with at most as many zeros */
	Size		above = shape->samples;
	Size		index;
	uint64		left;
	uint64		zeros;

	if (high == 0)
		return 0;
	while (below < above)
	{
		Size		middle = below + (above - below) / 2;

		if (samples[middle] < high)
			below = middle + 1;
		else
			above = middle;
	}
	index = below * ID_SET_SAMPLE;
	left = high - (below == 0 ? 0 : samples[below - 1]);
	for (;; index++)
	{
		uint64		here = WORD_BITS - pg_popcount64(set->words[index]);

		if (here >= left)
			break;
		left -= here;
	}
	for (zeros = ~set->words[index]; left > 1; left--)
		zeros &= zeros - 1;
	return index * WORD_BITS + pg_rightmost_one_pos64(zeros) + 1;
}

/*
 * IdSetContains - is the id in the set?
 */
bool
IdSetContains(const IdSet *set, int64 id)
{
	IdSetShape	shape;
	const uint64 *low;
	uint64		distance;
	uint64		high;
	uint64		wanted;

	if (set->count == 0 || id < set->first || id > set->last)
		return false;
	shape = ShapeOf(set->count, set->first, set->last);
	low = set->words + shape.highWords;
	distance = Distance(set->first, id);
	high = distance >> shape.lowWidth;
	wanted = distance & ((UINT64CONST(1) << shape.lowWidth) - 1);
	/* ends at the zero behind the ids with these high bits */
	for (uint64 at = BeginOf(set, &shape, high); (set->words[at / WORD_BITS] >> (at % WORD_BITS)) & 1; at++)
	{
		uint64		bits = GetLowBits(low, shape.lowWidth, (int32) (at - high));

		if (bits >= wanted)
			return bits == wanted;
	}
	return false;
}

Datum
id_set_contains(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(IdSetContains(PG_GETARG_ID_SET(0), PG_GETARG_INT64(1)));
}

/*
 * Merge two lists in order.
 */
static IdList
MergeLists(const IdList *left, const IdList *right)
{
	IdList		both = {NULL, 0};
	int32		l = 0;
	int32		r = 0;

	both.ids = (int64 *) MemoryContextAllocHuge(CurrentMemoryContext,
												((Size) left->count + right->count) * sizeof(int64));
	while (l < left->count && r < right->count)
	{
		int64		leftId = left->ids[l];
		int64		rightId = right->ids[r];

		both.ids[both.count++] = Min(leftId, rightId);
		l += leftId <= rightId;
		r += rightId <= leftId;
	}
	while (l < left->count)
		both.ids[both.count++] = left->ids[l++];
	while (r < right->count)
		both.ids[both.count++] = right->ids[r++];
	return both;
}

/*
 * id_set_union - ids of either set.
 */
Datum
id_set_union(PG_FUNCTION_ARGS)
{
	IdSet	   *leftSet = PG_GETARG_ID_SET(0);
	IdSet	   *rightSet = PG_GETARG_ID_SET(1);
	IdList		left;
	IdList		right;
	IdList		both;

	if (leftSet->count == 0)
		PG_RETURN_POINTER(rightSet);
	if (rightSet->count == 0)
		PG_RETURN_POINTER(leftSet);
	if ((int64) leftSet->count + rightSet->count > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("sets of %d and %d ids are too large for a union", leftSet->count, rightSet->count)));
	left = IdSetToList(leftSet);
	right = IdSetToList(rightSet);
	both = MergeLists(&left, &right);
	PG_RETURN_POINTER(IdSetFromList(&both));
}

Datum
id_set_cardinality(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(PG_GETARG_ID_SET(0)->count);
}

Datum
id_set_from_array(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	IdList		list;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("an id_set is made of an array of one dimension, not of %d", ARR_NDIM(array))));
	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("an id_set cannot contain NULL")));
	list.count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	list.ids = (int64 *) palloc(Max(list.count, 1) * sizeof(int64));
	memcpy(list.ids, ARR_DATA_PTR(array), list.count * sizeof(int64));
	PG_RETURN_POINTER(IdSetFromList(&list));
}

Datum
id_set_to_array(PG_FUNCTION_ARGS)
{
	IdList		list = IdSetToList(PG_GETARG_ID_SET(0));
	Size		size = ARR_OVERHEAD_NONULLS(1) + (Size) list.count * sizeof(int64);
	ArrayType  *array;

	if (list.count == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(INT8OID));
	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("an id_set of %d ids is too large for an array", list.count)));
	array = (ArrayType *) palloc0(size);
	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->elemtype = INT8OID;
	ARR_DIMS(array)[0] = list.count;
	ARR_LBOUND(array)[0] = 1;
	memcpy(ARR_DATA_PTR(array), list.ids, list.count * sizeof(int64));
	PG_RETURN_ARRAYTYPE_P(array);
}
