/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-sweep-verdict.h"

#include <math.h>

LabSweepSummary
lab_sweep_summarize (int n_seeds, const LabSweepRun *runs)
{
  double values[LAB_SWEEP_MOST_SEEDS];
  LabSweepSummary summary = { 0 };

  for (int i = 0; i < n_seeds; i++)
    if (runs[i].state == LAB_SWEEP_RUN_DONE)
      values[summary.n++] = runs[i].value;
  summary.mean = nn_mean (summary.n, values);
  summary.spread = nn_standard_deviation (summary.n, values);
  return summary;
}

static nn_paired_test
compare (int n_seeds, const LabSweepRun *a, const LabSweepRun *b)
{
  double x[LAB_SWEEP_MOST_SEEDS], y[LAB_SWEEP_MOST_SEEDS];
  gsize n = 0;

  for (int i = 0; i < n_seeds; i++)
    if (a[i].state == LAB_SWEEP_RUN_DONE && b[i].state == LAB_SWEEP_RUN_DONE)
      {
        x[n] = a[i].value;
        y[n++] = b[i].value;
      }
  return nn_paired_t_test (n, x, y);
}

/* Counts what was tested and found, once the corrected p are known. */
static void
conclude (LabSweepVerdict *verdict, const double *corrected)
{
  for (int i = 0; i < verdict->n_pairs; i++)
    {
      LabSweepPair *pair = &verdict->pair[i];

      pair->p = corrected[i];
      pair->significant = pair->p <= LAB_SWEEP_LEVEL;
      verdict->n_significant += pair->significant;
      if (isnan (pair->p))
        continue;
      verdict->n_tested++;
      if (verdict->smallest < 0 || pair->test.p < verdict->pair[verdict->smallest].test.p)
        verdict->smallest = i;
    }
}

void
lab_sweep_judge (int n_functions, int n_seeds, const LabSweepRun *runs, LabSweepVerdict *verdict)
{
  double p[LAB_SWEEP_MOST_PAIRS], corrected[LAB_SWEEP_MOST_PAIRS];

  *verdict = (LabSweepVerdict){ .smallest = -1 };
  for (int a = 0; a < n_functions; a++)
    for (int b = a + 1; b < n_functions; b++)
      {
        LabSweepPair *pair = &verdict->pair[verdict->n_pairs];

        pair->first = a;
        pair->second = b;
        pair->test = compare (n_seeds, runs + a * n_seeds, runs + b * n_seeds);
        p[verdict->n_pairs++] = pair->test.p;
      }
  nn_holm (verdict->n_pairs, p, corrected);
  conclude (verdict, corrected);
}
