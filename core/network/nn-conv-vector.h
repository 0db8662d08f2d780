/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-vector.h - floats side by side, as many as the instruction set's registers hold
 *
 * What the files of the convolution that are compiled once for each instruction set are written in:
 * the compiler's vector types, and a multiply-add that says itself whether it rounds once or twice.
 * Leaving that to the compiler (-ffp-contract=fast) would give other bits from another version of it.
 * Private to core.
 */

#pragma once

#include <stddef.h>

#ifdef __AVX2__
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
enum { VECTOR = 16, TILE_ROWS = 8 };
#elif defined(__AVX2__) && defined(__FMA__)
enum { VECTOR = 8, TILE_ROWS = 4 };
#else
enum { VECTOR = 4, TILE_ROWS = 4 };
#endif

#define INLINE static inline __attribute__ ((always_inline))

typedef float vector __attribute__ ((vector_size (VECTOR * sizeof (float))));
typedef float vector_anywhere
    __attribute__ ((vector_size (VECTOR * sizeof (float)), aligned (sizeof (float)), may_alias));

INLINE vector
load (const float *p)
{
  return *(const vector_anywhere *) p;
}

INLINE void
store (float *p, vector v)
{
  *(vector_anywhere *) p = v;
}

/* The first n floats, 0 to VECTOR of them; of load_first () the others are 0. */
INLINE vector
load_first (const float *p, size_t n)
{
  vector v = { 0 };

  for (size_t i = 0; i < n; i++)
    v[i] = p[i];
  return v;
}

INLINE void
store_first (float *p, vector v, size_t n)
{
  for (size_t i = 0; i < n; i++)
    p[i] = v[i];
}

/* x everywhere; and a b + c, rounded once where the processor can. */
#if defined(__AVX512F__)

INLINE vector
splat (float x)
{
  return (vector) _mm512_set1_ps (x);
}

INLINE vector
multiply_add (vector a, vector b, vector c)
{
  return (vector) _mm512_fmadd_ps ((__m512) a, (__m512) b, (__m512) c);
}

#elif defined(__AVX2__) && defined(__FMA__)

INLINE vector
splat (float x)
{
  return (vector) _mm256_set1_ps (x);
}

INLINE vector
multiply_add (vector a, vector b, vector c)
{
  return (vector) _mm256_fmadd_ps ((__m256) a, (__m256) b, (__m256) c);
}

#else

INLINE vector
splat (float x)
{
  return (vector){ x, x, x, x };
}

INLINE vector
multiply_add (vector a, vector b, vector c)
{
  return a * b + c;
}

#endif
