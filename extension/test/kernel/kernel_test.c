/*
 * kernel_test.c - the kernel's own tests, without a server; prints TAP.
 *
 * Every tier that this CPU can run is compared with plain C arithmetic: the
 * conversions bit for bit, the distances within the budget of the header.
 * Vectors lie flush against an unreadable page on either side, so that one
 * byte too many ends the test.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "float2_kernel.h"

/* past 256, where the AVX-512 tier changes to its long loop, and four of that one's steps (64 elements) more */
#define MAX_LENGTH 520

static int	tests;
static int	failures;
static unsigned long long seed = 20240229;

static void
report(int passed, const char *tier, const char *name)
{
	tests++;
	failures += !passed;
	printf("%s %d - %s: %s\n", passed ? "ok" : "not ok", tests, tier, name);
	fflush(stdout);
}

/* --- plain arithmetic to compare with ------------------------------------ */

/* value of a finite half, by its definition */
static double
half_value(uint16_t half)
{
	int			exponent = (half >> 10) & 0x1F;
	double		fraction = half & 0x3FF;
	double		magnitude = exponent == 0
		? ldexp(fraction, -24)
		: ldexp(1024 + fraction, exponent - 25);

	return (half & 0x8000) ? -magnitude : magnitude;
}

static int
half_is_nan(uint16_t half)
{
	return (half & 0x7FFF) > 0x7C00;
}

static uint32_t
bits_of(float value)
{
	uint32_t	bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

static float
float_of(uint32_t bits)
{
	float		value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/*
 * Nearest half of a double, ties to even, found by bisection over the values
 * of all halves: slow, and without any bit arithmetic of the kernel's kind.
 */
static uint16_t
nearest_half(double value)
{
	double		magnitude = fabs(value);
	uint16_t	sign = signbit(value) ? 0x8000 : 0;
	int			low = 0;
	int			high = 0x7C00;	/* stands for 65536, the next step */
	double		low_distance;
	double		high_distance;

	if (magnitude >= 65536)
		return sign | 0x7C00;
	while (high - low > 1)
	{
		int			middle = (low + high) / 2;

		if (half_value(middle) <= magnitude)
			low = middle;
		else
			high = middle;
	}
	low_distance = magnitude - half_value(low);
	high_distance = (high == 0x7C00 ? 65536.0 : half_value(high)) - magnitude;
	if (low_distance < high_distance || (low_distance == high_distance && low % 2 == 0))
		return sign | low;
	return sign | high;
}

/* what narrowing must give for these float4 bits */
static uint16_t
expected_narrow(uint32_t bits)
{
	float		value = float_of(bits);

	if (value != value)
		return ((bits >> 16) & 0x8000) | 0x7E00 | ((bits >> 13) & 0x3FF);
	return nearest_half(value);
}

/* --- random numbers and guarded memory ----------------------------------- */

static unsigned
random_bits(void)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned) (seed >> 33);
}

static float
random_float(float range)
{
	return ((float) random_bits() / 2147483648.0f * 2 - 1) * range;
}

/*
 * A block between two unreadable pages.  A vector may be laid against its
 * start or its end.
 */
struct guarded
{
	char	   *start;
	char	   *end;
};

static struct guarded
guarded_block(void)
{
	size_t		page = (size_t) sysconf(_SC_PAGESIZE);
	char	   *pages = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE,
							 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct guarded block = {pages + page, pages + 2 * page};

	if (pages == MAP_FAILED ||
		mprotect(pages, page, PROT_NONE) != 0 ||
		mprotect(pages + 2 * page, page, PROT_NONE) != 0)
	{
		printf("Bail out! cannot map guarded memory\n");
		exit(1);
	}
	return block;
}

/* where n elements of a size begin when they end at the block's end */
static void *
at_end(struct guarded block, size_t n, size_t size)
{
	return block.end - n * size;
}

/* --- conversions --------------------------------------------------------- */

static void
test_widen_all_halves(const char *tier)
{
	static uint16_t halves[65536];
	static float floats[65536];
	int			wrong = 0;

	for (int i = 0; i < 65536; i++)
		halves[i] = (uint16_t) i;
	float2_f16_to_f32(halves, floats, 65536);
	for (int i = 0; i < 65536; i++)
	{
		uint32_t	expected;

		if (half_is_nan(i))
			expected = ((uint32_t) (i & 0x8000) << 16) | 0x7FC00000 | ((uint32_t) (i & 0x3FF) << 13);
		else if ((i & 0x7FFF) == 0x7C00)
			expected = ((uint32_t) (i & 0x8000) << 16) | 0x7F800000;
		else
			expected = bits_of((float) half_value(i));
		wrong += bits_of(floats[i]) != expected;
		wrong += bits_of(float2_to_f32(halves[i])) != expected;
	}
	report(wrong == 0, tier, "all 65,536 halves widen exactly");
}

static void
test_round_trip_all_halves(const char *tier)
{
	static uint16_t halves[65536];
	static uint16_t back[65536];
	static float floats[65536];
	int			wrong = 0;

	for (int i = 0; i < 65536; i++)
		halves[i] = (uint16_t) i;
	float2_f16_to_f32(halves, floats, 65536);
	float2_f32_to_f16(floats, back, 65536);
	for (int i = 0; i < 65536; i++)
		wrong += back[i] != (half_is_nan(i) ? (i | 0x0200) : i);
	report(wrong == 0, tier, "all 65,536 halves come back from float4 (NaN quieted)");
}

/*
 * Around every half and every middle between two: the float4 itself and the
 * three on either side; then exponents with few mantissas, NaN payloads.
 */
static void
test_narrow_boundaries(const char *tier)
{
	enum
	{
		CAPACITY = 2 * 31745 * 2 * 7 + 2 * 256 * 40 + 100000
	};
	float	   *from = malloc(CAPACITY * sizeof(float));
	uint16_t   *to = malloc(CAPACITY * sizeof(uint16_t));
	size_t		n = 0;
	int			wrong = 0;

	for (int sign = 0; sign < 2; sign++)
		for (int half = 0; half <= 0x7C00; half++)
		{
			double		value = half == 0x7C00 ? 65536 : half_value(half);
			double		next = half >= 0x7BFF ? 65536 : half_value(half + 1);
			float		centres[2] = {(float) value, (float) ((value + next) / 2)};

			for (int c = 0; c < 2; c++)
				for (int step = -3; step <= 3; step++)
				{
					uint32_t	bits = bits_of(centres[c]);

					if (bits < 3 && step < 0)
						continue;
					from[n++] = float_of((bits + step) | ((uint32_t) sign << 31));
				}
		}
	for (uint32_t exponent = 0; exponent < 256; exponent++)
		for (int i = 0; i < 40; i++)
		{
			uint32_t	mantissa = i < 23 ? 1u << i : random_bits() & 0x7FFFFF;

			from[n++] = float_of(exponent << 23 | mantissa);
			from[n++] = float_of(0x80000000 | exponent << 23 | mantissa);
		}
	for (int i = 0; i < 100000 && n < CAPACITY; i++)
		from[n++] = float_of(random_bits() << 16 ^ random_bits());

	float2_f32_to_f16(from, to, n);
	for (size_t i = 0; i < n; i++)
	{
		uint16_t	expected = expected_narrow(bits_of(from[i]));

		if (to[i] != expected || float2_from_f32(from[i]) != expected)
		{
			if (wrong++ < 3)
				printf("# %08X gives %04X, expected %04X\n", bits_of(from[i]), to[i], expected);
		}
	}
	report(wrong == 0, tier, "float4 around every half and every middle, subnormals and NaN payloads narrow right");
	free(from);
	free(to);
}

/* float8 that float4 would round to a middle first, and plain ones */
static void
test_narrow_double(const char *tier)
{
	int			wrong = 0;

	for (int half = 0; half < 0x7C00; half++)
	{
		double		value = half_value(half);
		double		next = half == 0x7BFF ? 65536 : half_value(half + 1);
		double		middle = (value + next) / 2;
		double		candidates[] = {
			value, middle, nextafter(middle, 0), nextafter(middle, 1e9),
			middle + (next - value) * 0x1p-40, middle - (next - value) * 0x1p-40,
			nextafter(value, 0), nextafter(value, 1e9)
		};

		for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++)
		{
			wrong += float2_from_f64(candidates[i]) != nearest_half(candidates[i]);
			wrong += float2_from_f64(-candidates[i]) != nearest_half(-candidates[i]);
		}
	}
	wrong += float2_from_f64(1 + 0x1p-11 + 0x1p-40) != 0x3C01;
	wrong += float2_from_f64(INFINITY) != 0x7C00;
	wrong += float2_from_f64(-1e300) != 0xFC00;
	wrong += float2_from_f64(1e-300) != 0x0000;
	wrong += !half_is_nan(float2_from_f64(NAN));
	report(wrong == 0, tier, "float8 narrows with one rounding");
}

static void
test_conversion_lengths(const char *tier)
{
	struct guarded source = guarded_block();
	struct guarded target = guarded_block();
	int			wrong = 0;

	for (size_t n = 0; n <= MAX_LENGTH; n++)
		for (int misaligned = 0; misaligned < 2; misaligned++)
		{
			/* flush against the end; or against the start, one element in */
			float	   *floats = misaligned ? (float *) source.start + 1 : at_end(source, n, sizeof(float));
			uint16_t   *halves = misaligned ? (uint16_t *) target.start + 1 : at_end(target, n, sizeof(uint16_t));

			for (size_t i = 0; i < n; i++)
				floats[i] = random_float(70000);
			memset(target.start, 0xAB, target.end - target.start);
			float2_f32_to_f16(floats, halves, n);
			for (size_t i = 0; i < n; i++)
				wrong += halves[i] != expected_narrow(bits_of(floats[i]));
			for (char *p = target.start; p < (char *) halves; p++)
				wrong += *p != (char) 0xAB;
			for (char *p = (char *) (halves + n); p < target.end; p++)
				wrong += *p != (char) 0xAB;

			memset(source.start, 0xCD, source.end - source.start);
			for (size_t i = 0; i < n; i++)
				halves[i] = random_bits() & 0x7BFF;
			float2_f16_to_f32(halves, floats, n);
			for (size_t i = 0; i < n; i++)
				wrong += floats[i] != (float) half_value(halves[i]);
			for (char *p = source.start; p < (char *) floats; p++)
				wrong += *p != (char) 0xCD;
			for (char *p = (char *) (floats + n); p < source.end; p++)
				wrong += *p != (char) 0xCD;
		}
	report(wrong == 0, tier, "conversions of 0 to 520 elements stay inside their arrays, aligned or not");
}

/* --- distances ----------------------------------------------------------- */

/* both arguments in both types, the same values */
struct operands
{
	uint16_t   *a16;
	uint16_t   *b16;
	float	   *a32;
	float	   *b32;
	size_t		n;
};

enum sum_kind
{
	SUM_L2SQ, SUM_DOT, SUM_L1, SUM_AA, SUM_BB
};

static double
term(enum sum_kind kind, double a, double b)
{
	switch (kind)
	{
		case SUM_L2SQ:
			return (a - b) * (a - b);
		case SUM_DOT:
			return a * b;
		case SUM_L1:
			return fabs(a - b);
		case SUM_AA:
			return a * a;
		default:
			return b * b;
	}
}

/* is the result within the header's budget of the sum in double? */
static int
within_budget(enum sum_kind kind, const struct operands *v, double result)
{
	double		sum = 0;
	double		magnitude = 0;

	for (size_t i = 0; i < v->n; i++)
	{
		double		t = term(kind, v->a32[i], v->b32[i]);

		sum += t;
		magnitude += fabs(t);
	}
	return fabs(result - sum) <= 1e-6 * sqrt((double) v->n) * magnitude;
}

static int
count_wrong_distances(const struct operands *v)
{
	int			wrong = 0;
	float		sums[3];

	wrong += !within_budget(SUM_L2SQ, v, float2_l2sq_f16_f16(v->a16, v->b16, v->n));
	wrong += !within_budget(SUM_L2SQ, v, float2_l2sq_f16_f32(v->a16, v->b32, v->n));
	wrong += !within_budget(SUM_L2SQ, v, float2_l2sq_f32_f32(v->a32, v->b32, v->n));
	wrong += !within_budget(SUM_DOT, v, float2_dot_f16_f16(v->a16, v->b16, v->n));
	wrong += !within_budget(SUM_DOT, v, float2_dot_f16_f32(v->a16, v->b32, v->n));
	wrong += !within_budget(SUM_DOT, v, float2_dot_f32_f32(v->a32, v->b32, v->n));
	wrong += !within_budget(SUM_L1, v, float2_l1_f16_f16(v->a16, v->b16, v->n));
	wrong += !within_budget(SUM_L1, v, float2_l1_f16_f32(v->a16, v->b32, v->n));
	wrong += !within_budget(SUM_L1, v, float2_l1_f32_f32(v->a32, v->b32, v->n));
	for (int mix = 0; mix < 3; mix++)
	{
		if (mix == 0)
			float2_cos_f16_f16(v->a16, v->b16, v->n, sums);
		else if (mix == 1)
			float2_cos_f16_f32(v->a16, v->b32, v->n, sums);
		else
			float2_cos_f32_f32(v->a32, v->b32, v->n, sums);
		wrong += !within_budget(SUM_DOT, v, sums[0]);
		wrong += !within_budget(SUM_AA, v, sums[1]);
		wrong += !within_budget(SUM_BB, v, sums[2]);
	}
	return wrong;
}

static void
fill(struct operands *v, float range)
{
	for (size_t i = 0; i < v->n; i++)
	{
		v->a16[i] = float2_from_f32(random_float(range));
		v->b16[i] = float2_from_f32(random_float(range));
		v->a32[i] = float2_to_f32(v->a16[i]);
		v->b32[i] = float2_to_f32(v->b16[i]);
	}
}

static void
test_distance_lengths(const char *tier)
{
	struct guarded blocks[4];
	int			wrong = 0;

	for (int i = 0; i < 4; i++)
		blocks[i] = guarded_block();
	for (size_t n = 0; n <= MAX_LENGTH; n++)
		for (int misaligned = 0; misaligned < 2; misaligned++)
		{
			struct operands v = {
				misaligned ? (uint16_t *) blocks[0].start + 1 : at_end(blocks[0], n, 2),
				misaligned ? (uint16_t *) blocks[1].start : at_end(blocks[1], n, 2),
				misaligned ? (float *) blocks[2].start + 1 : at_end(blocks[2], n, 4),
				misaligned ? (float *) blocks[3].start : at_end(blocks[3], n, 4),
				n
			};

			fill(&v, 10);
			wrong += count_wrong_distances(&v);
		}
	report(wrong == 0, tier, "distances of 0 to 520 elements stay inside their arrays and their budget, aligned or not");
}

static void
test_distance_budget(const char *tier)
{
	static const size_t lengths[] = {1, 128, 512, 960, 1024, 1536, 2048, 4000, 16000};
	static const float ranges[] = {1e-4f, 1, 255, 60000};
	int			wrong = 0;

	for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++)
	{
		size_t		n = lengths[l];
		struct operands v = {
			malloc(n * 2), malloc(n * 2), malloc(n * 4), malloc(n * 4), n
		};

		for (size_t r = 0; r < sizeof(ranges) / sizeof(ranges[0]); r++)
			for (int repeat = 0; repeat < 20; repeat++)
			{
				fill(&v, ranges[r]);
				wrong += count_wrong_distances(&v);
			}
		free(v.a16);
		free(v.b16);
		free(v.a32);
		free(v.b32);
	}
	report(wrong == 0, tier, "distances of up to 16,000 elements are within 1e-6 * sqrt(n) of the terms' magnitudes");
}

static void
test_distance_of_special_values(const char *tier)
{
	uint16_t	a[100] = {0};
	uint16_t	b[100] = {0};
	int			wrong = 0;

	for (int i = 0; i < 100; i++)
	{
		a[i] = 0x7E00;			/* NaN anywhere shows */
		wrong += !isnan(float2_l2sq_f16_f16(a, b, 100));
		wrong += !isnan(float2_dot_f16_f16(a, b, 100));
		wrong += !isnan(float2_l1_f16_f16(a, b, 100));
		a[i] = 0x7C00;			/* and so does infinity */
		wrong += float2_l2sq_f16_f16(a, b, 100) != INFINITY;
		wrong += float2_l1_f16_f16(a, b, 100) != INFINITY;
		a[i] = 0x8000;
		wrong += float2_l2sq_f16_f16(a, b, 100) != 0;
	}
	report(wrong == 0, tier, "NaN and infinity in any place show in the distance");
}

/* --- choice of the tier -------------------------------------------------- */

static void
test_caps(void)
{
	int			passed = 1;

	passed &= float2_kernel_abi() == FLOAT2_KERNEL_ABI;
	passed &= float2_kernel_set_cap("sse9") == -1;
	passed &= strcmp(float2_kernel_cap(), "auto") == 0;
	passed &= float2_kernel_set_cap("serial") == 0;
	passed &= strcmp(float2_kernel_isa(), "serial") == 0;
	passed &= strcmp(float2_kernel_cap(), "serial") == 0;
	passed &= float2_kernel_set_cap("auto") == 0;
	report(passed, "all", "a cap is obeyed and an unknown one refused");
}

/*
 * What a process that starts with this FLOAT2_KERNEL_CAP finds: the tier, the
 * cap and whether the kernel complains.  Only a child can tell, forked before
 * this process has chosen its own tier.
 */
static int
environment_gives(const char *value, const char *isa, const char *cap, int complains)
{
	pid_t		child;
	int			status;

	fflush(stdout);
	child = fork();
	if (child == 0)
	{
		setenv("FLOAT2_KERNEL_CAP", value, 1);
		_exit((isa == NULL || strcmp(float2_kernel_isa(), isa) == 0) &&
			  strcmp(float2_kernel_cap(), cap) == 0 &&
			  (float2_kernel_error() != NULL) == complains ? 0 : 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
test_cap_from_environment(void)
{
	int			passed = 1;

	passed &= environment_gives("serial", "serial", "serial", 0);
	passed &= environment_gives("", NULL, "auto", 0);
	passed &= environment_gives("sse9", NULL, "auto", 1);
	report(passed, "all", "FLOAT2_KERNEL_CAP caps the tier, and an unknown name is reported");
}

int
main(void)
{
	char		tiers[64];

	printf("# available: %s; seed %llu\n", float2_kernel_available(), seed);
	test_cap_from_environment();	/* first: see environment_gives */
	test_caps();
	snprintf(tiers, sizeof(tiers), "%s", float2_kernel_available());
	for (char *tier = strtok(tiers, " "); tier != NULL; tier = strtok(NULL, " "))
	{
		float2_kernel_set_cap(tier);
		report(strcmp(float2_kernel_isa(), tier) == 0, tier, "this is the tier that runs");
		test_widen_all_halves(tier);
		test_round_trip_all_halves(tier);
		test_narrow_boundaries(tier);
		test_narrow_double(tier);
		test_conversion_lengths(tier);
		test_distance_lengths(tier);
		test_distance_budget(tier);
		test_distance_of_special_values(tier);
	}
	printf("1..%d\n", tests);
	return failures == 0 ? 0 : 1;
}
