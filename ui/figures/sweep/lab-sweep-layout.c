/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-layout.c - where the parts of a sweep's picture lie; geometry only
 *
 * Declared in lab-sweep-figure.h. The range of values follows the dots in round steps, so that it
 * does not tremble with each new one.
 */

#include "lab-sweep-figure.h"

#include <math.h>

/* Pixels at scale 1. */
static const double margin_left = 76, margin_right = 24, top = 62, top_two_lines = 86, bottom = 62;
static const double row_height = 34, widest_half = 34, one_line = 760, narrow = 560;

/* What people read spans at least so much, or the chance of a seed would look like a chasm; a loss
 * spans at least this share of itself.                                                          */
static const double least_points = 0.4, least_share = 0.05;

/* A loss that differs by more is drawn on a logarithmic axis. */
static const double logarithmic_from = 20;

static void
find_extremes (LabSweepModel *model, double *low, double *high, gboolean *diverged)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (model);
  double scale = lab_metric_get_info (shown->metric)->scale;

  *low = *high = NAN;
  *diverged = FALSE;
  for (int a = 0; a < shown->n_alphas; a++)
    {
      LabSweepColumn column = lab_sweep_model_get_column (model, a);
      double spread = isnan (column.spread) ? 0 : column.spread;

      *diverged |= column.diverged > 0;
      *low = fmin (*low, scale * fmin (column.low, column.mean - spread));
      *high = fmax (*high, scale * fmax (column.high, column.mean + spread));
    }
}

static double
round_to (double value, double step, gboolean up)
{
  return step * (up ? ceil (value / step - 1e-9) : floor (value / step + 1e-9));
}

/* Room above for the means, which are written there; no accuracy lies beyond 0 and 100 %. */
static void
choose_linear (LabAxis *y, double low, double high, double least, double most)
{
  double missing = fmax (0, least - (high - low)), span = fmax (high - low, least);
  double step = pow (10, floor (log10 (span)) - 1) * 2;

  y->low = fmax (0, round_to (low - missing / 2 - 0.08 * span, step, FALSE));
  y->high = round_to (high + missing / 2 + 0.14 * span, step, TRUE);
  if (y->high > most)
    y->high = most;
}

static void
choose_y (LabSweepLayout *layout, LabSweepModel *model, double low, double high)
{
  const LabMetricInfo *info = lab_metric_get_info (lab_sweep_model_get_shown (model)->metric);
  gboolean accuracy = info->scale == 100;

  layout->has_values = isfinite (low);
  layout->y.low = 0;
  layout->y.high = 1;
  if (!layout->has_values)
    return;
  if (!accuracy && low > 0 && high > logarithmic_from * low)
    {
      layout->y.logarithmic = TRUE;
      layout->y.low = low / 1.3;
      layout->y.high = high * 1.6;
      return;
    }
  choose_linear (&layout->y, fmax (low, 0), high,
                 accuracy ? least_points : fmax (least_share * high, 1e-6),
                 accuracy ? 100 : INFINITY);
}

/* A dot of the leftmost column must not meet the numbers of the axis. */
static void
place_columns (LabSweepLayout *layout, const LabSweepSetup *shown)
{
  double reach = shown->alpha[shown->n_alphas - 1], gap = INFINITY;
  double inset = (layout->width < narrow * layout->scale ? 30 : 52) * layout->scale;

  inset = fmin (inset, (layout->right - layout->left) / 4);
  layout->x
      = lab_axis_for_alpha (reach > 0 ? reach : 1, layout->left + inset, layout->right - inset);
  for (int a = 1; a < shown->n_alphas; a++)
    gap = fmin (gap, lab_axis_to_pixel (&layout->x, shown->alpha[a])
                         - lab_axis_to_pixel (&layout->x, shown->alpha[a - 1]));
  layout->half = fmin (fmin (0.36 * gap, widest_half * layout->scale), inset - 4);
}

static void
reserve_row (LabSweepLayout *layout, gboolean diverged, gboolean at_bottom)
{
  double height = row_height * layout->scale;

  layout->row = NAN;
  if (!diverged)
    return;
  layout->row = at_bottom ? layout->y.start - height / 2 : layout->y.end + height / 2;
  if (at_bottom)
    layout->y.start -= height;
  else
    layout->y.end += height;
}

void
lab_sweep_layout_init (LabSweepLayout *layout, LabSweepModel *model, double width, double height,
                       double scale)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (model);
  double low, high, first;
  gboolean diverged;

  /* In a small window numbers grow until they would crowd out the dots. */
  scale = fmin (scale, fmax (1, fmin (width / 300, height / 260)));
  *layout = (LabSweepLayout){ .width = width, .height = height, .scale = scale };
  layout->one_line = width >= one_line * scale;
  layout->left = margin_left * scale * (width < narrow * scale ? 0.8 : 1);
  layout->right = fmax (layout->left + 60, width - margin_right * scale);
  first = (layout->one_line ? top : top_two_lines) * scale;
  layout->base = fmax (first + 3 * row_height * scale, height - bottom * scale);
  layout->y.start = layout->base;
  layout->y.end = first;
  find_extremes (model, &low, &high, &diverged);
  reserve_row (layout, diverged, lab_metric_get_info (shown->metric)->higher_is_better);
  choose_y (layout, model, low, high);
  place_columns (layout, shown);
}

/* Side by side in the order of the seeds: no two dots of a column on one another. */
gboolean
lab_sweep_layout_place (const LabSweepLayout *layout, LabSweepModel *model, int alpha, int seed,
                        double *x, double *y)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (model);
  const LabSweepPoint *point = lab_sweep_model_get_point (model, alpha, seed);
  double scale = lab_metric_get_info (shown->metric)->scale;
  double share = (seed + 0.5) / shown->n_seeds - 0.5;

  if (point->state == LAB_POINT_WAITING)
    return FALSE;
  *x = lab_axis_to_pixel (&layout->x, shown->alpha[alpha]) + 1.5 * share * layout->half;
  *y = point->state == LAB_POINT_DONE ? lab_axis_to_pixel (&layout->y, scale * point->value)
                                      : layout->row;
  return TRUE;
}

gboolean
lab_sweep_layout_find (const LabSweepLayout *layout, LabSweepModel *model, double x, double y,
                       double reach, int *alpha, int *seed)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (model);
  double nearest = reach, at_x, at_y;
  gboolean found = FALSE;

  for (int a = 0; a < shown->n_alphas; a++)
    for (int s = 0; s < shown->n_seeds; s++)
      {
        if (!lab_sweep_layout_place (layout, model, a, s, &at_x, &at_y)
            || hypot (at_x - x, at_y - y) > nearest)
          continue;
        nearest = hypot (at_x - x, at_y - y);
        *alpha = a;
        *seed = s;
        found = TRUE;
      }
  return found;
}
