/*
 * kernel_sweep.c - every tier's conversions over all 2^32 float4 patterns.
 *
 * The serial tier is compared with the definition of rounding (which the
 * boundary test of kernel_test.c does with bisection) by a second formula that
 * shares nothing with it: round in double, in units of the half's last place.
 * The other tiers are compared with the serial one, bit for bit.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "float2_kernel.h"

#define BLOCK 65536
#define MAX_THREADS 64

struct share
{
	pthread_t	thread;
	uint32_t	first_block;
	uint32_t	end_block;
	unsigned long long wrong;
	uint16_t  (*reference) (float);
};

/* nearest half by rounding in units of its last place */
static uint16_t
half_by_definition(float value)
{
	uint32_t	bits;
	uint16_t	sign;
	double		magnitude = fabs((double) value);
	int			exponent;
	double		unit;
	double		rounded;

	memcpy(&bits, &value, sizeof(bits));
	sign = (bits >> 16) & 0x8000;
	if (value != value)
		return sign | 0x7E00 | ((bits >> 13) & 0x3FF);
	if (magnitude >= 65520)
		return sign | 0x7C00;
	if (magnitude == 0)
		return sign;
	frexp(magnitude, &exponent);
	if (exponent < -13)
		exponent = -13;			/* subnormals share the smallest exponent */
	unit = ldexp(1.0, exponent - 11);
	rounded = nearbyint(magnitude / unit);	/* to even, the default mode */
	if (rounded < 1024)
		return sign | (uint16_t) rounded;
	if (rounded == 2048)
	{
		rounded = 1024;
		exponent++;
	}
	return sign | (uint16_t) ((exponent + 14) << 10) | ((uint16_t) rounded - 1024);
}

static void *
sweep(void *argument)
{
	struct share *share = argument;
	float	   *from = malloc(BLOCK * sizeof(float));
	uint16_t   *to = malloc(BLOCK * sizeof(uint16_t));

	for (uint32_t block = share->first_block; block < share->end_block; block++)
	{
		for (uint32_t i = 0; i < BLOCK; i++)
		{
			uint32_t	bits = block * BLOCK + i;

			memcpy(&from[i], &bits, sizeof(bits));
		}
		float2_f32_to_f16(from, to, BLOCK);
		for (uint32_t i = 0; i < BLOCK; i++)
			share->wrong += to[i] != share->reference(from[i]);
	}
	free(from);
	free(to);
	return NULL;
}

static unsigned long long
sweep_all(uint16_t (*reference) (float))
{
	int			threads = (int) sysconf(_SC_NPROCESSORS_ONLN);
	struct share shares[MAX_THREADS];
	unsigned long long wrong = 0;

	if (threads > MAX_THREADS)
		threads = MAX_THREADS;
	for (int i = 0; i < threads; i++)
	{
		shares[i].first_block = (uint32_t) (65536ull * i / threads);
		shares[i].end_block = (uint32_t) (65536ull * (i + 1) / threads);
		shares[i].wrong = 0;
		shares[i].reference = reference;
		if (pthread_create(&shares[i].thread, NULL, sweep, &shares[i]) != 0)
		{
			printf("Bail out! cannot start a thread\n");
			exit(1);
		}
	}
	for (int i = 0; i < threads; i++)
	{
		pthread_join(shares[i].thread, NULL);
		wrong += shares[i].wrong;
	}
	return wrong;
}

int
main(void)
{
	char		tiers[64];
	int			tests = 0;
	int			failures = 0;

	snprintf(tiers, sizeof(tiers), "%s", float2_kernel_available());
	for (char *tier = strtok(tiers, " "); tier != NULL; tier = strtok(NULL, " "))
	{
		int			is_serial = strcmp(tier, "serial") == 0;
		unsigned long long wrong;

		float2_kernel_set_cap(tier);
		wrong = sweep_all(is_serial ? half_by_definition : float2_from_f32);
		tests++;
		failures += wrong != 0;
		printf("%s %d - %s: all 4,294,967,296 float4 patterns narrow as %s says (%llu differ)\n",
			   wrong == 0 ? "ok" : "not ok", tests, tier, is_serial ? "the definition" : "the serial tier", wrong);
		fflush(stdout);
	}
	printf("1..%d\n", tests);
	return failures == 0 ? 0 : 1;
}
