/*
 * dispatch.c - which tier runs, and the public functions over it.
 */
#include <stdlib.h>

#include "scalar.h"

#ifdef FLOAT2_X86
#include <cpuid.h>
#endif

/* --- what the CPU has and the operating system saves --------------------- */

static int
always(void)
{
	return 1;
}

#ifdef FLOAT2_X86

/* Registers that the operating system saves (XCR0); 0 where it saves none. */
static uint64_t
saved_registers(void)
{
	unsigned	eax,
				ebx,
				ecx,
				edx;

	if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_OSXSAVE))
		return 0;
	__asm__ __volatile__("xgetbv":"=a"(eax), "=d"(edx):"c"(0));
	return ((uint64_t) edx << 32) | eax;
}

static int
has_f16c(void)
{
	const uint64_t ymm_state = 0x06;	/* SSE and AVX */
	unsigned	eax,
				ebx,
				ecx,
				edx;

	return __get_cpuid(1, &eax, &ebx, &ecx, &edx)
		&& (ecx & bit_AVX) && (ecx & bit_F16C) && (ecx & bit_FMA)
		&& (saved_registers() & ymm_state) == ymm_state;
}

static int
has_avx512(void)
{
	const uint64_t zmm_state = 0xE6;	/* and masks, both halves of ZMM */
	unsigned	eax,
				ebx,
				ecx,
				edx;

	return has_f16c()
		&& __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)
		&& (ebx & bit_AVX512F) && (ebx & bit_AVX512DQ)
		&& (ebx & bit_AVX512BW) && (ebx & bit_AVX512VL)
		&& (saved_registers() & zmm_state) == zmm_state;
}

#endif

/* --- the tiers of this build, worst first -------------------------------- */

#define TIER(isa, available) { \
	.name = #isa, \
	.f32_to_f16 = float2_f32_to_f16_##isa, \
	.f16_to_f32 = float2_f16_to_f32_##isa, \
	.l2sq = float2_l2sq_##isa, \
	.dot = float2_dot_##isa, \
	.l1 = float2_l1_##isa, \
	.cos = float2_cos_##isa, \
	.is_available = available \
}

static const struct tier tiers[] = {
	TIER(serial, always),
#ifdef FLOAT2_X86
	TIER(f16c, has_f16c),
	TIER(avx512, has_avx512),
#endif
#ifdef FLOAT2_NEON
	TIER(neon, always),			/* part of every 64-bit ARM */
#endif
};

#define TIER_COUNT ((int) (sizeof(tiers) / sizeof(tiers[0])))

/*
 * Names that a cap may have on any machine, worst first; a cap of another
 * architecture leaves only the serial tier below it.
 */
static const char *const cap_names[] = {"auto", "serial", "f16c", "avx512", "neon"};

#define CAP_COUNT ((int) (sizeof(cap_names) / sizeof(cap_names[0])))

/*
 * Threads may choose at the same time: they all come to the same result, and
 * each variable is one word.
 */
static const struct tier *active;
static const char *cap = "auto";
static const char *environment_error;
static char available_names[64];

static const struct tier *
best_tier(const char *limit)
{
	const struct tier *best = &tiers[0];

	if (strcmp(limit, "auto") != 0)
	{
		int			is_built = 0;

		for (int i = 0; i < TIER_COUNT; i++)
			is_built |= strcmp(tiers[i].name, limit) == 0;
		if (!is_built)
			return best;
	}
	for (int i = 0; i < TIER_COUNT; i++)
	{
		if (tiers[i].is_available())
			best = &tiers[i];
		if (strcmp(tiers[i].name, limit) == 0)
			break;
	}
	return best;
}

static int
apply_cap(const char *name)
{
	for (int i = 0; i < CAP_COUNT; i++)
		if (strcmp(cap_names[i], name) == 0)
		{
			__atomic_store_n(&cap, cap_names[i], __ATOMIC_RELEASE);
			__atomic_store_n(&active, best_tier(name), __ATOMIC_RELEASE);
			return 0;
		}
	return -1;
}

static const struct tier *
choose_first(void)
{
	const char *wanted = getenv("FLOAT2_KERNEL_CAP");

	if (wanted == NULL || wanted[0] == '\0')
		apply_cap("auto");
	else if (apply_cap(wanted) != 0)
	{
		environment_error = "FLOAT2_KERNEL_CAP is not one of auto, serial, f16c, avx512, neon";
		apply_cap("auto");
	}
	return __atomic_load_n(&active, __ATOMIC_ACQUIRE);
}

ALWAYS_INLINE const struct tier *
tier(void)
{
	const struct tier *chosen = __atomic_load_n(&active, __ATOMIC_ACQUIRE);

	return __builtin_expect(chosen != NULL, 1) ? chosen : choose_first();
}

/* --- which kernel this is ------------------------------------------------ */

int
float2_kernel_abi(void)
{
	return FLOAT2_KERNEL_ABI;
}

const char *
float2_kernel_isa(void)
{
	return tier()->name;
}

const char *
float2_kernel_available(void)
{
	char		names[sizeof(available_names)] = "";

	for (int i = 0; i < TIER_COUNT; i++)
	{
		if (!tiers[i].is_available())
			continue;
		if (names[0] != '\0')
			strcat(names, " ");
		strcat(names, tiers[i].name);
	}
	/* always the same bytes, so that a second writer does no harm */
	memcpy(available_names, names, sizeof(names));
	return available_names;
}

const char *
float2_kernel_cap(void)
{
	(void) tier();
	return __atomic_load_n(&cap, __ATOMIC_ACQUIRE);
}

int
float2_kernel_set_cap(const char *name)
{
	(void) tier();				/* so that the environment comes first */
	return apply_cap(name);
}

const char *
float2_kernel_error(void)
{
	(void) tier();
	return environment_error;
}

/* --- conversions --------------------------------------------------------- */

void
float2_f32_to_f16(const float *src, uint16_t *dst, size_t n)
{
	tier()->f32_to_f16(src, dst, n);
}

void
float2_f16_to_f32(const uint16_t *src, float *dst, size_t n)
{
	tier()->f16_to_f32(src, dst, n);
}

uint16_t
float2_from_f64(double value)
{
	return narrow_double(value);
}

uint16_t
float2_from_f32(float value)
{
	return narrow(value);
}

float
float2_to_f32(uint16_t half)
{
	return widen(half);
}

/* --- distances ----------------------------------------------------------- */

#define PUBLIC_REDUCE(op) \
float \
float2_##op##_f16_f16(const uint16_t *a, const uint16_t *b, size_t n) \
{ \
	return tier()->op[MIX_F16_F16] (a, b, n); \
} \
\
float \
float2_##op##_f16_f32(const uint16_t *a, const float *b, size_t n) \
{ \
	return tier()->op[MIX_F16_F32] (a, b, n); \
} \
\
float \
float2_##op##_f32_f32(const float *a, const float *b, size_t n) \
{ \
	return tier()->op[MIX_F32_F32] (a, b, n); \
}

PUBLIC_REDUCE(l2sq)
PUBLIC_REDUCE(dot)
PUBLIC_REDUCE(l1)

void
float2_cos_f16_f16(const uint16_t *a, const uint16_t *b, size_t n, float *sums)
{
	tier()->cos[MIX_F16_F16] (a, b, n, sums);
}

void
float2_cos_f16_f32(const uint16_t *a, const float *b, size_t n, float *sums)
{
	tier()->cos[MIX_F16_F32] (a, b, n, sums);
}

void
float2_cos_f32_f32(const float *a, const float *b, size_t n, float *sums)
{
	tier()->cos[MIX_F32_F32] (a, b, n, sums);
}
