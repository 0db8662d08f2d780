/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ulp.h - how far a float is from the true value, in units of the true value's last place */

#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

/* |y - exact| / ulp (exact), where ulp is that of the binade of exact in float, and 2^-149 below
 * the normal numbers. Values without a distance count as 0 if they agree and as infinity if not. */
static inline double
ulp_error (float y, double exact)
{
  if (isnan (exact) || isinf ((float) exact))
    return (isnan (exact) ? isnan (y) : y == (float) exact) ? 0.0 : INFINITY;

  uint64_t bits;
  memcpy (&bits, &exact, sizeof bits);
  int exponent = (int) (bits >> 52 & 0x7ff) - 1023;
  if (exponent < -126)
    exponent = -126;
  uint64_t scale_bits = (uint64_t) (1023 + 23 - exponent) << 52;
  double scale;
  memcpy (&scale, &scale_bits, sizeof scale);

  double error = fabs (y - exact) * scale;
  return isnan (error) ? INFINITY : error;
}
