/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-elu-single.h - e^x - 1 for x <= 0 in single precision, for processors that fuse multiply-adds
 *
 * With a fused multiply-add, float is enough: each rounding that matters is computed exactly and
 * carried along in the small part. Twice the values in a vector make this twice as fast as the
 * double forms of nn-activation-math.h. Private to nn-activation-loops.c.
 */

#pragma once

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t
bits_of (float x)
{
  uint32_t bits;
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline float
float_of (uint32_t bits)
{
  float x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

/* (e^r - 1 - r - r^2/2) / r^3: a minimax fit that weighs each r by 2^n, as the result does. */
static const float cubic[] = { 0.166666607f, 0.0416668124f, 0.00833584408f, 0.00138956509f,
                               0.000179426848f };

static const float LOWEST = -18.14f; /* e^x is less than a quarter of an ULP of 1 there           */

typedef struct {
  float large, small;
} expm1_single;

/* e^x - 1 as an unrounded sum, for x <= 0; whatever for x > 0 and NaN.
 *
 * The factor 1.35 in the place of log2 e makes n reach just -24 at the lowest x: then 2^n - 1 is
 * exact in float. It lets r grow past ln 2 / 2, but only where the small 2^n forgives that. n ln 2
 * needs one constant only, since this one is within 2e-9 of ln 2; x - n ln 2 is then exact.     */
static inline expm1_single
expm1_single_of (float z)
{
  const float ln_2 = 0x1.62e43p-1f;
  const float round_to_int = 0x1.8p23f + 127.0f; /* leaves n + 127, an exponent, in the low bits */

  /* The bits of negative floats order like integers, for which compilers do emit a minimum.    */
  uint32_t lowest = bits_of (LOWEST), bits = bits_of (z);
  float x = float_of (bits < lowest ? bits : lowest);

  float shifted = fmaf (x, 1.35f, round_to_int);
  float n = shifted - round_to_int;
  float two_n = float_of (bits_of (shifted) << 23);
  float r = fmaf (-ln_2, n, x);

  float half_r = 0.5f * r;
  float w = fmaf (r, half_r, r);          /* r + r^2/2, rounded ...                             */
  float w_rest = fmaf (r, half_r, r - w); /* ... and what the rounding lost                     */
  float q = cubic[4];
  q = fmaf (q, r, cubic[3]);
  q = fmaf (q, r, cubic[2]);
  q = fmaf (q, r, cubic[1]);
  q = fmaf (q, r, cubic[0]);
  float rest = fmaf (r * r * r, q, w_rest);

  float s = two_n - 1.0f;
  float large = fmaf (two_n, w, s);
  float lost = fmaf (two_n, w, s - large);
  return (expm1_single){ large, fmaf (two_n, rest, lost) };
}

/* alpha (e^z - 1) for z <= 0, whatever for z > 0 and NaN. Measured over all floats: error < 0.57 ULP
 * at alpha 1, < 0.61 at others, and up to 0.84 where the result is denormal.
 *
 * alpha comes in two parts, since as a float alone (0.1 is none) it would cost up to an ULP. Far to
 * the left the value is -alpha to the bit, which backward relies on; at alpha 1 that follows by
 * itself.                                                                                       */
static inline float
elu_single (float z, float alpha, float alpha_rest, bool alpha_is_1)
{
  expm1_single e = expm1_single_of (z);

  if (alpha_is_1)
    return e.large + e.small;

  float y = fmaf (alpha, e.large, fmaf (alpha, e.small, alpha_rest * e.large));
  return z < LOWEST ? -alpha : y;
}
