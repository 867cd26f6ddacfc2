/*
 * kernel_bench.c - the kernel against a plain copy and against pgvector's own
 * distance loops, each pair in turn in one process.
 *
 *   kernel_bench PGVECTOR_LIBRARY
 *
 * pgvector's functions for halfvec are taken from its installed library; the
 * server's symbols that the library wants are stubs made by the run script.
 * Every row gives the median CPU time of both, the median of the ratios of the
 * rounds and their spread.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "float2_kernel.h"

#define ROUNDS 201
#define ROUND_NANOSECONDS 2e5

typedef float (*pgvector_fn) (int dim, uint16_t *a, uint16_t *b);
typedef double (*pgvector_cosine_fn) (int dim, uint16_t *a, uint16_t *b);

static pgvector_fn pgvector_l2;
static pgvector_fn pgvector_ip;
static pgvector_fn pgvector_l1;
static pgvector_cosine_fn pgvector_cosine;

/* the arrays of the case at hand, and its length */
static size_t n;
static float *floats;
static uint16_t *halves;
static uint16_t *other_halves;
static volatile float sink;

/* CPU time, so that being pushed off the processor does not count */
static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

/* --- the things timed ----------------------------------------------------- */

static void
run_narrow(void)
{
	float2_f32_to_f16(floats, halves, n);
}

static void
run_widen(void)
{
	float2_f16_to_f32(halves, floats, n);
}

/* a conversion reads and writes 6 bytes a value; so does a copy of 3 */
static void
run_copy(void)
{
	memcpy(floats, other_halves, 3 * n);
	__asm__ __volatile__("" ::: "memory");
}

static void
run_l2(void)
{
	sink = float2_l2sq_f16_f16(halves, other_halves, n);
}

static void
run_pgvector_l2(void)
{
	sink = pgvector_l2((int) n, halves, other_halves);
}

static void
run_ip(void)
{
	sink = float2_dot_f16_f16(halves, other_halves, n);
}

static void
run_pgvector_ip(void)
{
	sink = pgvector_ip((int) n, halves, other_halves);
}

static void
run_cosine(void)
{
	float		sums[3];

	float2_cos_f16_f16(halves, other_halves, n, sums);
	sink = sums[0] + sums[1] + sums[2];
}

static void
run_pgvector_cosine(void)
{
	sink = (float) pgvector_cosine((int) n, halves, other_halves);
}

static void
run_l1(void)
{
	sink = float2_l1_f16_f16(halves, other_halves, n);
}

static void
run_pgvector_l1(void)
{
	sink = pgvector_l1((int) n, halves, other_halves);
}

/* --- pairs ------------------------------------------------------------------ */

static double
time_of(void (*work) (void), long repeats)
{
	double		start = now();

	for (long i = 0; i < repeats; i++)
		work();
	return (now() - start) / repeats;
}

static int
compare_doubles(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

static double
median(double *values)
{
	qsort(values, ROUNDS, sizeof(double), compare_doubles);
	return values[ROUNDS / 2];
}

static void
compare(const char *name, const char *other_name, void (*ours) (void), void (*theirs) (void))
{
	double		our_times[ROUNDS];
	double		their_times[ROUNDS];
	double		ratios[ROUNDS];
	double		once = time_of(ours, 10);
	long		repeats = (long) (ROUND_NANOSECONDS / (once > 1 ? once : 1)) + 1;
	double		our_median;
	double		their_median;

	time_of(theirs, 10);
	for (int round = 0; round < ROUNDS; round++)
	{
		our_times[round] = time_of(ours, repeats);
		their_times[round] = time_of(theirs, repeats);
		ratios[round] = their_times[round] / our_times[round];
	}
	our_median = median(our_times);
	their_median = median(their_times);
	median(ratios);
	printf("| %s | %s | %zu | %.1f | %.1f | %s | %.2f | %.2f to %.2f |\n",
		   float2_kernel_isa(), name, n, our_median, their_median, other_name,
		   ratios[ROUNDS / 2], ratios[ROUNDS / 10], ratios[ROUNDS - 1 - ROUNDS / 10]);
	fflush(stdout);
}

static void
prepare(size_t length)
{
	n = length;
	floats = realloc(floats, n * sizeof(float));
	halves = realloc(halves, n * sizeof(uint16_t));
	other_halves = realloc(other_halves, 2 * n * sizeof(uint16_t));
	for (size_t i = 0; i < n; i++)
	{
		floats[i] = (float) rand() / RAND_MAX;
		halves[i] = float2_from_f32((float) rand() / RAND_MAX);
		other_halves[i] = float2_from_f32((float) rand() / RAND_MAX);
		other_halves[n + i] = 0;
	}
}

static void *
symbol(void *library, const char *name)
{
	void	   *address = dlsym(library, name);

	if (address == NULL)
	{
		fprintf(stderr, "kernel_bench: the library has no symbol %s: %s\n", name, dlerror());
		exit(1);
	}
	return address;
}

static void
load_pgvector(const char *path)
{
	void	   *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
	{
		fprintf(stderr, "kernel_bench: cannot load %s: %s\n", path, dlerror());
		exit(1);
	}
	((void (*) (void)) symbol(library, "HalfvecInit")) ();	/* its own choice of instructions */
	pgvector_l2 = *(pgvector_fn *) symbol(library, "HalfvecL2SquaredDistance");
	pgvector_ip = *(pgvector_fn *) symbol(library, "HalfvecInnerProduct");
	pgvector_l1 = *(pgvector_fn *) symbol(library, "HalfvecL1Distance");
	pgvector_cosine = *(pgvector_cosine_fn *) symbol(library, "HalfvecCosineSimilarity");
}

int
main(int argc, char **argv)
{
	static const size_t copy_lengths[] = {1024, 65536, 4194304};
	static const size_t dims[] = {128, 512, 1024, 2048};
	const char *caps[] = {"auto", "f16c", "serial"};

	if (argc != 2)
	{
		fprintf(stderr, "usage: kernel_bench PGVECTOR_LIBRARY\n");
		return 2;
	}
	load_pgvector(argv[1]);
	printf("| tier | operation | values | ours, ns | other, ns | other | other / ours, median | 10 %% to 90 %% of %d rounds |\n", ROUNDS);
	printf("| --- | --- | ---: | ---: | ---: | --- | ---: | --- |\n");
	for (size_t c = 0; c < sizeof(caps) / sizeof(caps[0]); c++)
	{
		float2_kernel_set_cap(caps[c]);
		if (c > 0 && strcmp(float2_kernel_isa(), caps[c]) != 0)
			continue;			/* not on this machine */
		for (size_t i = 0; i < sizeof(copy_lengths) / sizeof(copy_lengths[0]); i++)
		{
			prepare(copy_lengths[i]);
			compare("float4 to half", "copy of the same bytes", run_narrow, run_copy);
			prepare(copy_lengths[i]);
			compare("half to float4", "copy of the same bytes", run_widen, run_copy);
		}
		for (size_t i = 0; i < sizeof(dims) / sizeof(dims[0]); i++)
		{
			prepare(dims[i]);
			compare("L2 squared", "pgvector", run_l2, run_pgvector_l2);
			compare("inner product", "pgvector", run_ip, run_pgvector_ip);
			compare("cosine", "pgvector", run_cosine, run_pgvector_cosine);
			compare("L1", "pgvector", run_l1, run_pgvector_l1);
		}
	}
	return 0;
}
