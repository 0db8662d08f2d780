/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-winograd-transforms.h - Winograd's minimal filtering F(4, 3) along one line of a tile
 *
 * The polynomials of Toom and Cook at 0, a, -a, b, -b and infinity: of six input values d and three
 * weights g come four results y, with six products instead of twelve.
 *
 *   y = A^T ((G g) . (B^T d))            A^T  row k:  p_i^k, and 1 at infinity in the last row
 *                                        G    row i:  (1, p_i, p_i^2) / N_i, N_i = prod (p_i - p_j)
 *                                        B^T  row i:  the coefficients of prod_{j != i} (x - p_j)
 *
 * and the gradient by the weights is the same turned round, G^T ((B^T d) . (A dy)). In two dimensions
 * each matrix is applied to the columns and then to the rows (Lavin and Gray, "Fast algorithms for
 * convolutional neural networks", CVPR 2016). With a = 5/8 and b = 3/2 all numbers of A and B are
 * floats, and results are half as far from the exact ones as with the usual 1 and 2.
 */

#pragma once

#include "nn-conv-vector.h"

enum { POINTS = 6, STEP = 4, TAPS = 3 };

static const float A1 = 0.625f, A2 = 0.390625f, A3 = 0.244140625f; /* a, a^2, a^3 */
static const float B1 = 1.5f, B2 = 2.25f, B3 = 3.375f;
static const float A2_AND_B2 = 2.640625f, A2_B2 = 0.87890625f;

/* 1 / N of 0, +-a and +-b: a^2 b^2, 2 a^2 (a^2 - b^2), 2 b^2 (b^2 - a^2). */
static const float OVER_N0 = 1 / 0.87890625f, OVER_NA = 1 / -1.45263671875f,
                   OVER_NB = 1 / 8.3671875f;

/* B^T d */
INLINE void
input_to_points (const vector d[POINTS], vector v[POINTS])
{
  vector even_a = multiply_add (splat (-B2), d[2], d[4]),
         odd_a = multiply_add (splat (-B2), d[1], d[3]);
  vector even_b = multiply_add (splat (-A2), d[2], d[4]),
         odd_b = multiply_add (splat (-A2), d[1], d[3]);

  v[0] = multiply_add (splat (A2_B2), d[0], multiply_add (splat (-A2_AND_B2), d[2], d[4]));
  v[1] = multiply_add (splat (A1), odd_a, even_a);
  v[2] = multiply_add (splat (-A1), odd_a, even_a);
  v[3] = multiply_add (splat (B1), odd_b, even_b);
  v[4] = multiply_add (splat (-B1), odd_b, even_b);
  v[5] = multiply_add (splat (A2_B2), d[1], multiply_add (splat (-A2_AND_B2), d[3], d[5]));
}

/* A^T m */
INLINE void
points_to_results (const vector m[POINTS], vector y[STEP])
{
  vector sum_a = m[1] + m[2], difference_a = m[1] - m[2];
  vector sum_b = m[3] + m[4], difference_b = m[3] - m[4];

  y[0] = m[0] + sum_a + sum_b;
  y[1] = multiply_add (splat (B1), difference_b, splat (A1) * difference_a);
  y[2] = multiply_add (splat (B2), sum_b, splat (A2) * sum_a);
  y[3] = multiply_add (splat (B3), difference_b, multiply_add (splat (A3), difference_a, m[5]));
}

/* A y */
INLINE void
results_to_points (const vector y[STEP], vector m[POINTS])
{
  vector even_a = multiply_add (splat (A2), y[2], y[0]),
         even_b = multiply_add (splat (B2), y[2], y[0]);
  vector odd_a = multiply_add (splat (A3), y[3], splat (A1) * y[1]);
  vector odd_b = multiply_add (splat (B3), y[3], splat (B1) * y[1]);

  m[0] = y[0];
  m[1] = even_a + odd_a;
  m[2] = even_a - odd_a;
  m[3] = even_b + odd_b;
  m[4] = even_b - odd_b;
  m[5] = y[3];
}

/* G g */
INLINE void
weights_to_points (const vector g[TAPS], vector u[POINTS])
{
  vector even_a = multiply_add (splat (A2), g[2], g[0]),
         even_b = multiply_add (splat (B2), g[2], g[0]);

  u[0] = splat (OVER_N0) * g[0];
  u[1] = splat (OVER_NA) * multiply_add (splat (A1), g[1], even_a);
  u[2] = splat (OVER_NA) * multiply_add (splat (-A1), g[1], even_a);
  u[3] = splat (OVER_NB) * multiply_add (splat (B1), g[1], even_b);
  u[4] = splat (OVER_NB) * multiply_add (splat (-B1), g[1], even_b);
  u[5] = g[2];
}

/* G^T u */
INLINE void
points_to_weights (const vector u[POINTS], vector g[TAPS])
{
  vector sum_a = splat (OVER_NA) * (u[1] + u[2]), difference_a = splat (OVER_NA) * (u[1] - u[2]);
  vector sum_b = splat (OVER_NB) * (u[3] + u[4]), difference_b = splat (OVER_NB) * (u[3] - u[4]);

  g[0] = multiply_add (splat (OVER_N0), u[0], sum_a + sum_b);
  g[1] = multiply_add (splat (A1), difference_a, splat (B1) * difference_b);
  g[2] = multiply_add (splat (A2), sum_a, multiply_add (splat (B2), sum_b, u[5]));
}
