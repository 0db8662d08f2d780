/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-difference.c - contestant minus baseline, as curves of their own
 *
 * Declared in lab-run-curves.h. Being curves, they are thinned, smoothed and read like any others;
 * and the smoothed difference is the difference of the smoothed.
 */

#include "lab-run-curves.h"

static void
extend (LabSeries *difference, const LabSeries *series, const LabSeries *baseline)
{
  guint done = lab_series_length (difference);
  double after = done > 0 ? lab_series_x (difference, done - 1) + 0.5 : 0;
  guint i = lab_series_find (series, after), j = lab_series_find (baseline, after);

  while (i < lab_series_length (series) && j < lab_series_length (baseline))
    {
      double x = lab_series_x (series, i), other = lab_series_x (baseline, j);

      if (x == other)
        lab_series_append (difference, x, lab_series_y (series, i) - lab_series_y (baseline, j));
      i += x <= other;
      j += other <= x;
    }
}

void
lab_run_curves_extend_difference (LabRunCurves *difference, const LabRunCurves *run, int baseline)
{
  const LabContestantCurves *b = &run->curves[baseline];

  for (int c = 0; c < run->n_contestants; c++)
    {
      const LabContestantCurves *a = &run->curves[c];
      LabContestantCurves *d = &difference->curves[c];

      if (c == baseline)
        continue;
      extend (&d->loss, &a->loss, &b->loss);
      extend (&d->accuracy, &a->accuracy, &b->accuracy);
      extend (&d->validation_loss, &a->validation_loss, &b->validation_loss);
      extend (&d->validation_accuracy, &a->validation_accuracy, &b->validation_accuracy);
    }
}
