/*
 * tiers.h - what the kernel's own files share: tiers, targets, dispatch table.
 *
 * Instructions beyond the baseline are enabled function by function, so that
 * one library runs on every CPU of its architecture.
 */
#ifndef FLOAT2_TIERS_H
#define FLOAT2_TIERS_H

#include <string.h>

#include "float2_kernel.h"

#if defined(__x86_64__) || defined(__i386__)
#define FLOAT2_X86 1
#include <immintrin.h>
#define TARGET_F16C __attribute__((target("avx,f16c,fma")))
#define TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx,f16c,fma")))
#elif defined(__aarch64__)
#define FLOAT2_NEON 1
#include <arm_neon.h>
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* The types of the two arguments of a distance. */
enum
{
	MIX_F16_F16,
	MIX_F16_F32,
	MIX_F32_F32,
	MIX_COUNT
};

typedef float (*reduce_fn) (const void *a, const void *b, size_t n);
typedef void (*cos_fn) (const void *a, const void *b, size_t n, float *sums);

/* Everything one tier offers. */
struct tier
{
	const char *name;
	void		(*f32_to_f16) (const float *src, uint16_t *dst, size_t n);
	void		(*f16_to_f32) (const uint16_t *src, float *dst, size_t n);
	const reduce_fn *l2sq;		/* MIX_COUNT each */
	const reduce_fn *dot;
	const reduce_fn *l1;
	const cos_fn *cos;
	int			(*is_available) (void);
};

/* Declares what one tier defines. */
#define DECLARE_TIER(isa) \
	void float2_f32_to_f16_##isa(const float *src, uint16_t *dst, size_t n); \
	void float2_f16_to_f32_##isa(const uint16_t *src, float *dst, size_t n); \
	extern const reduce_fn float2_l2sq_##isa[MIX_COUNT]; \
	extern const reduce_fn float2_dot_##isa[MIX_COUNT]; \
	extern const reduce_fn float2_l1_##isa[MIX_COUNT]; \
	extern const cos_fn float2_cos_##isa[MIX_COUNT]

/* Internal symbols stay inside the library. */
#pragma GCC visibility push(hidden)
DECLARE_TIER(serial);
#ifdef FLOAT2_X86
DECLARE_TIER(f16c);
DECLARE_TIER(avx512);
#endif
#ifdef FLOAT2_NEON
DECLARE_TIER(neon);
#endif
#pragma GCC visibility pop

#endif							/* FLOAT2_TIERS_H */
