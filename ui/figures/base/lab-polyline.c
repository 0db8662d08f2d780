/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-polyline.h"

#include <math.h>

/* From the last point kept, every skipped point must be seen through a window of twice the
 * tolerance: the windows' intersection is a wedge of allowed slopes, and a point outside it ends
 * the segment. One pass, no square root. The points go from left to right, or the wedge closes. */
int
lab_polyline_simplify (double *x, double *y, int n, double tolerance)
{
  int kept = 0;
  double low = -INFINITY, high = INFINITY;

  if (n < 3)
    return n;
  for (int i = 1; i < n; i++)
    {
      double dx = x[i] - x[kept], slope = (y[i] - y[kept]) / dx;

      if (!(dx > 0) || slope < low || slope > high)
        {
          kept++;
          x[kept] = x[i - 1];
          y[kept] = y[i - 1];
          low = -INFINITY;
          high = INFINITY;
          dx = x[i] - x[kept];
        }
      if (dx > 0)
        {
          low = MAX (low, (y[i] - y[kept] - tolerance) / dx);
          high = MIN (high, (y[i] - y[kept] + tolerance) / dx);
        }
    }
  kept++;
  x[kept] = x[n - 1];
  y[kept] = y[n - 1];
  return kept + 1;
}
