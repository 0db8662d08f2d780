/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-math.h - e^x, ln (1 + e), the normal distribution: what the loops are made of
 *
 * In double, so that rounding to float once at the end is the only error that counts: the
 * polynomials are within 2e-9 of the truth, 0.03 ULP of a float. Plain arithmetic without a table,
 * a branch or a call, so that compilers turn a loop around it into vectors. NaN gives NaN. Private
 * to nn-activation-loops.c.
 */

#pragma once

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* a * b + c. Without the instruction fma () is a slow call, and double has bits to spare. */
#ifdef __FMA__
#define FUSED(a, b, c) fma (a, b, c)
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif

/* Arguments beyond some limit change nothing in a float, but would leave the range of exponents. In
 * float, where a vector holds twice the values, and by the magnitude: two selects after one another
 * would become a tree of branches.                                                              */
static inline float
within (float limit, float x)
{
  float size = fabsf (x);
  return copysignf (size > limit ? limit : size, x);
}

static inline float
at_least (float low, float x)
{
  return x < low ? low : x;
}

/* u = factor x, for x up to the limit where e^u and its inverse are still finite. A factor beyond
 * 2^120 would leave no float below the limit, and makes e^u a step already.                     */
typedef struct {
  double factor, inverse;
  float limit;
} scaling;

static inline scaling
scale_by (double factor)
{
  factor = factor < 0x1p120 ? factor : 0x1p120;
  double limit = 700.0 / factor;
  return (scaling){ factor, 1.0 / factor, limit < FLT_MAX ? (float) limit : FLT_MAX };
}

/* The same bounds that within () sets, times the factor. */
static inline double
scaled_within (scaling u, float x)
{
  return u.factor * within (u.limit, x);
}

/* x = n ln 2 + r, |r| <= ln 2 / 2. */
typedef struct {
  double two_n, r;
} reduced;

static inline reduced
reduce (double x)
{
  const double round_to_int = 0x1.8p52 + 1023.0; /* leaves n + 1023, an exponent, in the low bits */
  const double log2_e = 0x1.71547652b82fep+0, ln_2 = 0x1.62e42fefa39efp-1;
  double shifted = FUSED (x, log2_e, round_to_int), n = shifted - round_to_int, two_n;
  uint64_t bits;

  memcpy (&bits, &shifted, sizeof bits);
  bits <<= 52;
  memcpy (&two_n, &bits, sizeof two_n);
  return (reduced){ two_n, FUSED (-ln_2, n, x) };
}

/* e^x for |x| <= 700: 2^n times the square of e^(r/2), which needs a shorter polynomial than e^r.
 * Here and below terms are taken in pairs: a chain of half the length, so that more of them fit into
 * the processor's window.                                                                       */
static inline double
exponential (double x)
{
  reduced t = reduce (x);
  double square = t.r * t.r;
  double p = FUSED (0x1.10c5f96641dbap-12, t.r, 0x1.55d89745d4ee7p-9);
  p = FUSED (p, square, FUSED (0x1.5555a2183405dp-6, t.r, 0x1.ffffd0c4b5251p-4));
  p = FUSED (p, square, FUSED (0x1.ffffffd60bbe9p-2, t.r, 0x1.0000000504651p+0));
  return t.two_n * (p * p);
}

/* e^x - 1 for |x| <= 700, with all its digits near 0 too: (2^n - 1) + 2^n (e^r - 1). */
static inline double
exponential_minus_1 (double x)
{
  reduced t = reduce (x);
  double square = t.r * t.r;
  double q = FUSED (0x1.a1a21a3c2d87ep-13, t.r, 0x1.6d752783dabbep-10);
  q = FUSED (q, square, FUSED (0x1.11108f21c077bp-7, t.r, 0x1.5554ad391af05p-5));
  q = FUSED (q, square, FUSED (0x1.555555894dd20p-3, t.r, 0x1.0000002815da4p-1));
  return FUSED (t.two_n, FUSED (square, q, t.r), t.two_n - 1.0);
}

/* ln (1 + e) for 0 <= e <= 1: 2 artanh (s), s = e / (2 + e), odd in s; within 1e-10. */
static inline double
log_1_plus (double e)
{
  double s = e / (2.0 + e), t = s * s, square = t * t;
  double q = FUSED (0x1.f3febb8f3a96bp-3, t, 0x1.b6214163eb2a9p-3);
  q = FUSED (q, square, FUSED (0x1.25138c7f8bba8p-2, t, 0x1.99962ab1a00e6p-2));
  q = FUSED (q, square, FUSED (0x1.55555993c2961p-1, t, 0x1.ffffffff270fap+0));
  return s * q;
}

/* Phi (x), the area of the normal distribution to the left of x, |x| <= 15, and e^(-x^2/2).
 *
 * Phi (-t) e^(t^2/2) falls gently from 1/2 to 0.027; as a function of (t - 3.45) / (t + 3.45) it is
 * nearly a polynomial: a minimax fit within 1e-9, so the far tail keeps its digits.           */
typedef struct {
  double cdf, bell;
} normal;

static inline normal
normal_at (double x)
{
  double t = fabs (x), s = (t - 3.45) / (t + 3.45), square = s * s;
  double bell = exponential (-0.5 * t * t);

  double q = FUSED (-0x1.5c027f7e001eep-15, s, 0x1.3f375f94dc972p-13);
  q = FUSED (-0x1.5976ad2e8362dp-16, square, q);
  q = FUSED (q, square, FUSED (0x1.4eeba34549ca3p-12, s, -0x1.7a93357389424p-10));
  q = FUSED (q, square, FUSED (-0x1.fc513752fd720p-11, s, 0x1.238aebcaf2c1cp-6));
  q = FUSED (q, square, FUSED (-0x1.ee764c4b462d0p-5, s, 0x1.01ad6583050d8p-3));
  q = FUSED (q, square, FUSED (-0x1.82f86b2a87544p-3, s, 0x1.b9218eeaa9ce8p-4));
  double tail = bell * q;
  return (normal){ x > 0.0 ? 1.0 - tail : tail, bell };
}
