/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-curves.h"

#include <math.h>

typedef void (*SeriesFunc) (LabSeries *series, gpointer data);

static void
for_each_diagnostic (LabRunCurves *run, int contestant, SeriesFunc func, gpointer data)
{
  if (run->diagnostics[contestant])
    for (int i = 0; i < run->n_layers * LAB_N_QUANTITIES; i++)
      func (&run->diagnostics[contestant][i], data);
}

static void
for_each_series (LabRunCurves *run, SeriesFunc func, gpointer data)
{
  func (&run->seconds, data);
  for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
    {
      func (&run->curves[c].loss, data);
      func (&run->curves[c].accuracy, data);
      func (&run->curves[c].validation_loss, data);
      func (&run->curves[c].validation_accuracy, data);
      func (&run->median[c], data);
      for_each_diagnostic (run, c, func, data);
    }
}

static void
init_series (LabSeries *series, gpointer unused)
{
  lab_series_init (series);
}

static void
clear_series (LabSeries *series, gpointer unused)
{
  lab_series_clear (series);
}

static void
truncate_series (LabSeries *series, gpointer after)
{
  lab_series_truncate (series, lab_series_find (series, *(double *) after));
}

static void
add_memory (LabSeries *series, gpointer bytes)
{
  *(gsize *) bytes += lab_series_memory (series);
}

LabRunCurves *
lab_run_curves_new (const char *name, int n_contestants, const nn_activation *contestant,
                    guint steps_per_epoch)
{
  LabRunCurves *run = g_new0 (LabRunCurves, 1);

  g_ref_count_init (&run->references);
  run->name = g_strdup (name);
  run->n_contestants = CLAMP (n_contestants, 0, LAB_MAX_CONTESTANTS);
  for (int c = 0; c < run->n_contestants; c++)
    run->contestant[c] = contestant[c];
  run->steps_per_epoch = MAX (1, steps_per_epoch);
  for_each_series (run, init_series, NULL);
  for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
    run->curves[c].test_accuracy = NAN;
  return run;
}

LabRunCurves *
lab_run_curves_ref (LabRunCurves *run)
{
  g_ref_count_inc (&run->references);
  return run;
}

static void
free_diagnostics (LabRunCurves *run)
{
  for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
    {
      for_each_diagnostic (run, c, clear_series, NULL);
      g_clear_pointer (&run->diagnostics[c], g_free);
    }
}

void
lab_run_curves_unref (LabRunCurves *run)
{
  if (!run || !g_ref_count_dec (&run->references))
    return;
  free_diagnostics (run);
  for_each_series (run, clear_series, NULL);
  g_free (run->name);
  g_free (run);
}

/* Every contestant has a time for every step, and they hardly differ: the first one is kept. */
static void
note_time (LabRunCurves *run, guint64 step, double seconds)
{
  guint n = lab_series_length (&run->seconds);

  if (!isfinite (seconds) || (n > 0 && lab_series_x (&run->seconds, n - 1) >= (double) step))
    return;
  if (n > 0)
    seconds = fmax (seconds, lab_series_y (&run->seconds, n - 1));
  lab_series_append (&run->seconds, (double) step, seconds);
}

void
lab_run_curves_add_step (LabRunCurves *run, int contestant, guint64 step, double seconds,
                         double loss, double accuracy)
{
  note_time (run, step, seconds);
  lab_series_append (&run->curves[contestant].loss, (double) step, loss);
  lab_series_append (&run->curves[contestant].accuracy, (double) step, accuracy);
}

void
lab_run_curves_add_validation (LabRunCurves *run, int contestant, guint64 step, double seconds,
                               double loss, double accuracy)
{
  note_time (run, step, seconds);
  lab_series_append (&run->curves[contestant].validation_loss, (double) step, loss);
  lab_series_append (&run->curves[contestant].validation_accuracy, (double) step, accuracy);
}

static gboolean
has_same_layers (const LabRunCurves *run, int n_layers, const LabTrainingLayer *layers)
{
  for (int l = 0; l < MIN (n_layers, run->n_layers); l++)
    if (layers[l].n_units != run->layer[l].n_units)
      return FALSE;
  return n_layers == run->n_layers;
}

void
lab_run_curves_set_layers (LabRunCurves *run, int n_layers, const LabTrainingLayer *layers)
{
  if (!has_same_layers (run, n_layers, layers))
    {
      free_diagnostics (run);
      for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
        lab_series_truncate (&run->median[c], 0);
    }
  run->n_layers = CLAMP (n_layers, 0, NN_MAX_LAYERS);
  for (int l = 0; l < run->n_layers; l++)
    run->layer[l] = layers[l];
}

static void
add_layer (LabSeries *series, double step, const nn_layer_diagnostics *d)
{
  double n = MAX (1.0, (double) d->n_units);
  const double values[LAB_N_QUANTITIES] = {
    [LAB_QUANTITY_MEAN] = d->mean,
    [LAB_QUANTITY_MEDIAN] = d->median,
    [LAB_QUANTITY_DEAD] = (double) d->n_dead / n,
    [LAB_QUANTITY_SATURATED] = (double) d->n_saturated / n,
    [LAB_QUANTITY_BORN] = (double) d->n_born,
    [LAB_QUANTITY_REVIVED] = (double) d->n_revived,
    [LAB_QUANTITY_GRADIENT] = d->gradient_norm,
    [LAB_QUANTITY_UPDATE] = d->update_ratio,
    [LAB_QUANTITY_PARAMETER] = d->parameter[0],
  };

  for (int q = 0; q < LAB_N_QUANTITIES; q++)
    lab_series_append (&series[q], step, values[q]);
}

void
lab_run_curves_add_diagnostics (LabRunCurves *run, int contestant, guint64 step, double seconds,
                                int n_layers, const nn_layer_diagnostics *layers, double median)
{
  g_return_if_fail (n_layers == run->n_layers);

  note_time (run, step, seconds);
  if (!run->diagnostics[contestant])
    {
      run->diagnostics[contestant] = g_new0 (LabSeries, (gsize) n_layers * LAB_N_QUANTITIES);
      for_each_diagnostic (run, contestant, init_series, NULL);
    }
  for (int l = 0; l < n_layers; l++)
    add_layer (run->diagnostics[contestant] + l * LAB_N_QUANTITIES, (double) step, &layers[l]);
  lab_series_append (&run->median[contestant], (double) step, median);
}

const LabSeries *
lab_run_curves_get_diagnostics (const LabRunCurves *run, int contestant, int layer,
                                LabQuantity quantity)
{
  const LabSeries *series = run->diagnostics[contestant];

  return series ? &series[layer * LAB_N_QUANTITIES + (int) quantity] : NULL;
}

void
lab_run_curves_clear (LabRunCurves *run)
{
  double after = -1;

  for_each_series (run, truncate_series, &after);
  lab_run_curves_truncate (run, 0);
}

void
lab_run_curves_truncate (LabRunCurves *run, guint64 step)
{
  double after = (double) step + 0.5;

  for_each_series (run, truncate_series, &after);
  for (int c = 0; c < LAB_MAX_CONTESTANTS; c++)
    {
      run->curves[c].test_accuracy = NAN;
      run->curves[c].diverged &= run->curves[c].diverged_at <= step && step > 0;
    }
}

/* The straight line from (x0, y0) to (x1, y1). */
static double
between (double x0, double y0, double x1, double y1, double x)
{
  return x1 > x0 ? y0 + (y1 - y0) * (x - x0) / (x1 - x0) : y0;
}

static double
seconds_of_step (const LabSeries *seconds, double step)
{
  guint n = lab_series_length (seconds), i = lab_series_find (seconds, step);

  if (n == 0)
    return 0;
  if (i == n)
    return between (0, 0, lab_series_x (seconds, n - 1), lab_series_y (seconds, n - 1), step);
  return between (i > 0 ? lab_series_x (seconds, i - 1) : 0,
                  i > 0 ? lab_series_y (seconds, i - 1) : 0, lab_series_x (seconds, i),
                  lab_series_y (seconds, i), step);
}

/* The first step that took place at that time or after it. */
static guint
find_time (const LabSeries *seconds, double time)
{
  guint low = 0, high = lab_series_length (seconds);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (lab_series_y (seconds, middle) < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static double
step_of_seconds (const LabSeries *seconds, double time)
{
  guint n = lab_series_length (seconds), i = find_time (seconds, time);

  if (n == 0)
    return 0;
  if (i == n)
    return between (0, 0, lab_series_y (seconds, n - 1), lab_series_x (seconds, n - 1), time);
  return between (i > 0 ? lab_series_y (seconds, i - 1) : 0,
                  i > 0 ? lab_series_x (seconds, i - 1) : 0, lab_series_y (seconds, i),
                  lab_series_x (seconds, i), time);
}

double
lab_run_curves_x (const LabRunCurves *run, LabXUnit unit, double step)
{
  if (unit == LAB_X_SECONDS)
    return seconds_of_step (&run->seconds, step);
  return unit == LAB_X_EPOCHS ? step / run->steps_per_epoch : step;
}

double
lab_run_curves_step (const LabRunCurves *run, LabXUnit unit, double x)
{
  if (unit == LAB_X_SECONDS)
    return step_of_seconds (&run->seconds, x);
  return unit == LAB_X_EPOCHS ? x * run->steps_per_epoch : x;
}

gsize
lab_run_curves_memory (const LabRunCurves *run)
{
  gsize bytes = 0;

  for_each_series ((LabRunCurves *) run, add_memory, &bytes);
  return bytes;
}
