/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-sweep-results.h"

#include <math.h>
#include "nn-statistics.h"

LabSweepResults *
lab_sweep_results_new (const LabSweepSetup *setup, const char *base)
{
  LabSweepResults *results = g_new0 (LabSweepResults, 1);

  results->setup = *setup;
  results->base = g_strdup (base);
  results->left = NAN;
  for (int a = 0; a < LAB_SWEEP_MOST_ALPHAS; a++)
    for (int s = 0; s < LAB_SWEEP_MOST_ROWS; s++)
      results->point[a][s] = (LabSweepPoint){ LAB_POINT_WAITING, NAN };
  return results;
}

void
lab_sweep_results_free (LabSweepResults *results)
{
  if (results == NULL)
    return;
  g_free (results->base);
  g_free (results->headline);
  g_free (results->detail);
  g_free (results);
}

LabSweepColumn
lab_sweep_results_get_column (const LabSweepResults *results, int alpha)
{
  LabSweepColumn column = { .low = NAN, .high = NAN };
  double values[LAB_SWEEP_MOST_ROWS];

  for (int s = 0; s < LAB_SWEEP_MOST_ROWS; s++)
    {
      const LabSweepPoint *point = &results->point[alpha][s];

      column.diverged += point->state == LAB_POINT_DIVERGED;
      if (point->state != LAB_POINT_DONE)
        continue;
      values[column.n++] = point->value;
      column.low = fmin (column.low, point->value);
      column.high = fmax (column.high, point->value);
    }
  column.mean = nn_mean ((size_t) column.n, values);
  column.spread = nn_standard_deviation ((size_t) column.n, values);
  return column;
}

int
lab_sweep_results_get_n_ended (const LabSweepResults *results)
{
  int n = 0;

  for (int a = 0; a < LAB_SWEEP_MOST_ALPHAS; a++)
    for (int s = 0; s < LAB_SWEEP_MOST_ROWS; s++)
      n += results->point[a][s].state != LAB_POINT_WAITING;
  return n;
}
