/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-ranges.c - what the axes of the Training picture span; see lab-training-layout.h
 *
 * All of it costs the same however long the run is: smoothed curves are sampled, others known by
 * their pyramid.
 */

#include "lab-training-layout.h"

#include <math.h>
#include "lab-training-diagnostics.h"

enum { SAMPLES = 256 };

/* The axis grows by a quarter when it is full: each leap moves the whole picture, for the eye and for
 * the processor, so they are few, and still four fifths of the width are in use. */
static const double growth = 1.25;
static const double first_share = 0.12; /* of the whole run: the span at the start */
static const guint least_recent = 200;  /* steps */

/* The next lower (or higher) of 1, 2 and 5 times a power of ten. */
static double
round_down (double value)
{
  double decade = pow (10, floor (log10 (value)));

  return value >= 5 * decade ? 5 * decade : value >= 2 * decade ? 2 * decade : decade;
}

static double
round_up (double value)
{
  double decade = pow (10, floor (log10 (value)));

  return value <= decade       ? decade
         : value <= 2 * decade ? 2 * decade
         : value <= 5 * decade ? 5 * decade
                               : 10 * decade;
}

static double
grown (double least, double value)
{
  if (value <= least)
    return least;
  return least * pow (growth, ceil (log (value / least) / log (growth) - 1e-9));
}

static void
whole_run (LabTrainingModel *model, LabXUnit unit, double now, LabAxis *x)
{
  const LabRunCurves *run = lab_training_model_get_run (model);
  double n_steps = (double) lab_training_model_get_n_steps (model);
  double first = fmin (first_share * n_steps, run->steps_per_epoch);
  double total = lab_run_curves_x (run, unit, fmax (1, n_steps));
  gboolean by_clock = unit == LAB_X_SECONDS;

  first = fmax (fmin (100, n_steps), first);
  x->low = 0;
  x->high = grown (by_clock ? 4 : lab_run_curves_x (run, unit, fmax (1, first)), now);
  if (!by_clock && now <= total)
    x->high = fmin (x->high, total);
  if (lab_training_model_get_state (model) == LAB_TRAINING_FINISHED && now > 0)
    x->high = now;
}

static void
recent_run (LabTrainingModel *model, LabXUnit unit, double now, LabAxis *x)
{
  const LabRunCurves *run = lab_training_model_get_run (model);
  double step = (double) lab_training_model_get_step (model);
  double n = MAX (least_recent, 2 * run->steps_per_epoch);
  double width = now - lab_run_curves_x (run, unit, fmax (0, step - n)), notch;

  width = unit == LAB_X_SECONDS ? round_up (fmax (1, width)) : lab_run_curves_x (run, unit, n);
  notch = width / 16;
  x->high = fmax (width, ceil (now / notch - 1e-9) * notch);
  x->low = x->high - width;
}

/* Where a run that is looked at beside this one ends. */
static double
overlays_end (LabTrainingModel *model, LabXUnit unit)
{
  double end = 0;

  for (guint i = 0; i < lab_training_model_get_n_overlays (model); i++)
    {
      const LabRunCurves *run = lab_training_model_get_overlay (model, i);

      for (int c = 0; c < run->n_contestants; c++)
        {
          const LabSeries *loss = &run->curves[c].loss;
          guint n = lab_series_length (loss);

          if (n > 0)
            end = fmax (end, lab_run_curves_x (run, unit, lab_series_x (loss, n - 1)));
        }
    }
  return end;
}

void
lab_training_range_x (LabTrainingModel *model, LabAxis *x)
{
  const LabTrainingView *view = lab_training_model_get_view (model);
  double now = lab_run_curves_x (lab_training_model_get_run (model), view->x,
                                 (double) lab_training_model_get_step (model));

  if (view->recent)
    recent_run (model, view->x, now, x);
  else
    {
      whole_run (model, view->x, now, x);
      x->high = fmax (x->high, overlays_end (model, view->x));
    }
}

static void
widen (double value, LabAxis *range)
{
  if (!isfinite (value))
    return;
  range->low = fmin (range->low, value);
  range->high = fmax (range->high, value);
}

/* The smoothed curve moves slowly: a few of its points know its extremes well enough. */
static void
widen_smooth (const LabSeries *series, double from, guint smoothing, LabAxis *range)
{
  guint n = lab_series_length (series), first = lab_series_find (series, from);
  guint stride = MAX (1, (n - first) / SAMPLES);

  for (guint i = first; i < n; i += stride)
    widen (lab_series_smooth (series, i, MAX (smoothing, stride)), range);
}

static void
widen_exactly (const LabSeries *series, double from, LabAxis *range)
{
  guint n = lab_series_length (series);
  LabSpan span = lab_series_span (series, MIN (n, lab_series_find (series, from)), n);

  if (span.n > 0)
    {
      widen ((double) span.low, range);
      widen ((double) span.high, range);
    }
}

/* A contestant that has diverged leaves the picture at the top, and does not flatten the others. */
static gboolean
counts (LabTrainingModel *model, int contestant)
{
  gboolean any = FALSE;

  for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
    any |= !lab_training_model_get_curves (model, c)->diverged;
  return !any || !lab_training_model_get_curves (model, contestant)->diverged;
}

/* Of the smoothed curves and the validation from a step on; low > high if there are none. */
static LabAxis
extent (LabTrainingModel *model, LabPanelKind kind, double from)
{
  guint smoothing = lab_training_model_get_view (model)->smoothing;
  gboolean accuracy = kind == LAB_PANEL_ACCURACY;
  LabAxis range = { .low = INFINITY, .high = -INFINITY };

  for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
    {
      const LabContestantCurves *shown = lab_training_model_get_shown (model, c);

      if (!counts (model, c))
        continue;
      widen_smooth (accuracy ? &shown->accuracy : &shown->loss, from, smoothing, &range);
      widen_exactly (accuracy ? &shown->validation_accuracy : &shown->validation_loss, from,
                     &range);
    }
  return range;
}

/* Nearly every loss gets below this within an epoch; an axis that has room for it need not follow the
 * fall. One that did not get there has its room back: ELU and ReLU are easier to tell apart.    */
static double
expected_loss (LabTrainingModel *model)
{
  double steps_per_epoch = lab_training_model_get_run (model)->steps_per_epoch;

  return (double) lab_training_model_get_step (model) <= steps_per_epoch ? 0.2 : INFINITY;
}

static void
range_loss (LabTrainingModel *model, double from, gboolean logarithmic, LabAxis *y)
{
  LabAxis range = extent (model, LAB_PANEL_LOSS, from);
  gboolean recent = lab_training_model_get_view (model)->recent;
  double least = fmin (range.low, recent ? INFINITY : expected_loss (model));

  if (!(range.low <= range.high))
    {
      range = (LabAxis){ .low = 0.2, .high = 2.5 };
      least = 0.2;
    }
  range.high = fmin (range.high, 1e12);
  y->logarithmic = logarithmic;
  y->low = 0;
  y->high = round_up (fmax (1.1 * range.high, 1e-9));
  if (!recent)
    y->high = fmax (y->high, logarithmic ? 3 : 0.2);
  if (logarithmic)
    {
      y->low = round_down (CLAMP (0.5 * least, 1e-9, 1e12));
      y->high = range.high < 2.6 && !recent ? 3 : y->high;
    }
}

/* The start is clipped once all have left it far behind: what matters is the top. */
static void
range_accuracy (LabTrainingModel *model, double from, LabAxis *y)
{
  static const double floors[] = { 0.99, 0.98, 0.95, 0.9, 0.8, 0.5 };
  double step = (double) lab_training_model_get_step (model);
  LabAxis range = extent (model, LAB_PANEL_ACCURACY, from + 0.25 * (step - from));

  y->low = 0;
  y->high = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (floors) && y->low == 0 && step >= 16; i++)
    if (range.low <= range.high && range.low >= floors[i])
      y->low = floors[i];
}

/* Around 0. The first differences are large and soon forgotten. */
static void
range_difference (LabTrainingModel *model, LabPanelKind kind, double from, LabAxis *y)
{
  double step = (double) lab_training_model_get_step (model);
  LabAxis range = extent (model, kind, from + 0.25 * (step - from));
  double least = 1e-4;

  y->low = -least;
  y->high = least;
  if (!(range.low <= range.high))
    y->low = -0.1, y->high = 0.1;
  else if (range.high > 1.5 * least)
    y->high = round_up (fmin (1e12, 1.1 * range.high));
  if (range.low <= range.high && range.low < -1.5 * least)
    y->low = -round_up (fmin (1e12, -1.1 * range.low));
  /* Neither side so thin that its ticks would collide. */
  y->low = fmin (y->low, -0.2 * y->high);
  y->high = fmax (y->high, -0.2 * y->low);
}

static LabAxis
diagnostic_extent (LabTrainingModel *model, const LabDiagnosticInfo *info, double from)
{
  const LabRunCurves *run = lab_training_model_get_run (model);
  LabAxis range = { .low = INFINITY, .high = -INFINITY };

  for (int c = 0; c < run->n_contestants; c++)
    for (int l = info->all_layers ? -1 : 0; l < run->n_layers; l++)
      {
        const LabSeries *series = lab_training_diagnostic_series (run, c, l, info);

        if (series)
          widen_exactly (series, from, &range);
      }
  return range;
}

static void
range_diagnostic (LabTrainingModel *model, double from, LabAxis *y)
{
  const LabDiagnosticInfo *info
      = lab_diagnostic_get_info (lab_training_model_get_view (model)->diagnostic);
  LabAxis range = diagnostic_extent (model, info, from);

  if (!(range.low <= range.high) || (info->logarithmic && !(range.high > 0)))
    range = (LabAxis){ .low = info->logarithmic ? 0.1 : 0, .high = 1 };
  y->logarithmic = info->logarithmic;
  range.high = CLAMP (range.high, -1e12, 1e12);
  range.low = CLAMP (range.low, -1e12, 1e12);
  if (info->logarithmic)
    {
      /* A gradient that is exactly 0 has no place here. */
      y->high = pow (10, ceil (log10 (range.high)));
      y->low = pow (10, floor (log10 (fmax (range.low, range.high * 1e-6))));
      if (y->low >= y->high)
        y->high = 10 * y->low;
      return;
    }
  y->high = range.high > 0 ? round_up (range.high) : 0;
  y->low = range.low < 0 ? -round_up (-range.low) : 0;
  if (y->high - y->low < info->least_span)
    y->high = y->low + info->least_span;
}

void
lab_training_range_y (LabTrainingModel *model, LabPanelKind kind, const LabAxis *x, LabAxis *y)
{
  const LabTrainingView *view = lab_training_model_get_view (model);
  double from = lab_run_curves_step (lab_training_model_get_run (model), view->x, x->low);

  y->logarithmic = FALSE;
  if (kind == LAB_PANEL_DIAGNOSTIC)
    range_diagnostic (model, from, y);
  else if (view->baseline >= 0)
    range_difference (model, kind, from, y);
  else if (kind == LAB_PANEL_LOSS)
    range_loss (model, from, view->log_y, y);
  else
    range_accuracy (model, from, y);
}
