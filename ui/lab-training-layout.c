/* lab-training-layout.c - where the Training picture's axes lie; geometry only
 *
 * Declared in lab-training-figure.h. The ranges follow the data in steps, so that they do not
 * tremble with each new point.
 */

#include "lab-training-figure.h"

#include <math.h>

/* Pixels at scale 1. */
static const double left = 70, right = 206, right_narrow = 64, top = 60, bottom = 40, gap = 46;
static const double loss_share = 0.64, narrow = 620, one_line = 900;

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

static void
widen (double value, double *low, double *high)
{
  if (!isfinite (value) || value <= 0)
    return;
  *low = fmin (*low, value);
  *high = fmax (*high, value);
}

/* From the smoothed curves and the validation, with room below for what single batches do. */
static void
choose_loss_range (LabTrainingModel *model, LabAxis *axis)
{
  double low = 0.2, high = 2.5;

  for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
    {
      const LabContestantCurves *curves = lab_training_model_get_curves (model, c);
      guint n = lab_series_length (&curves->loss);

      /* The smoothed curve moves slowly: a few of its points know its extremes well enough. */
      for (guint i = 0; i < n; i += MAX (1, n / 256))
        widen (lab_series_smooth (&curves->loss, i, LAB_USUAL_SMOOTHING), &low, &high);
      for (guint i = 0; i < lab_series_length (&curves->validation_loss); i++)
        widen (lab_series_y (&curves->validation_loss, i), &low, &high);
    }
  axis->low = fmax (1e-9, round_down (low * 0.5));
  axis->high = fmin (1e12, high < 2.6 ? 3 : round_up (high));
}

/* The start is clipped once both have left it far behind: what matters is the top. */
static void
choose_accuracy_range (LabTrainingModel *model, LabAxis *axis)
{
  static const double floors[] = { 0.95, 0.9, 0.8, 0.5 };
  double least = 1;

  for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
    {
      const LabSeries *series = &lab_training_model_get_curves (model, c)->accuracy;
      guint n = lab_series_length (series);

      if (n < 16)
        least = 0;
      else if (isfinite (lab_series_smooth (series, n / 4, LAB_USUAL_SMOOTHING)))
        least = fmin (least, lab_series_smooth (series, n / 4, LAB_USUAL_SMOOTHING));
    }
  axis->low = 0;
  axis->high = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (floors); i++)
    if (least >= floors[i])
      {
        axis->low = floors[i];
        return;
      }
}

void
lab_training_layout_init (LabTrainingLayout *layout, LabTrainingModel *model, double width,
                          double height, double scale)
{
  double step = (double) lab_training_model_get_step (model);
  double n_steps = (double) lab_training_model_get_n_steps (model);
  double first = (width < one_line * scale ? top + 24 : top) * scale;
  double space = fmax (80, height - first - (bottom + gap) * scale);

  *layout = (LabTrainingLayout){ .width = width, .height = height, .scale = scale };
  layout->end_names = width >= narrow * scale;
  layout->one_line = width >= one_line * scale;
  layout->x = (LabAxis){
    .low = 0,
    .high = fmax (fmin (100, n_steps), fmax (step, 0.12 * n_steps)),
    .start = left * fmin (scale, 1.6) * (layout->end_names ? 1 : 0.8),
    .end = width - (layout->end_names ? right : right_narrow) * scale,
  };
  layout->x.end = fmax (layout->x.end, layout->x.start + 40);
  layout->loss
      = (LabAxis){ .start = first + loss_share * space, .end = first, .logarithmic = TRUE };
  layout->accuracy
      = (LabAxis){ .start = first + space + gap * scale, .end = layout->loss.start + gap * scale };
  choose_loss_range (model, &layout->loss);
  choose_accuracy_range (model, &layout->accuracy);
}
