/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-training-layout.h"

#include <math.h>
#include <string.h>
#include "lab-training-diagnostics.h"

/* Pixels at scale 1. */
static const double left = 70, left_compact = 50, right = 206, right_values = 72, top = 56;
static const double line = 24;     /* of the keys                                    */
static const double heading = 48;  /* between loss and accuracy                      */
static const double x_labels = 34; /* below an x axis                                */
static const double diagnostic_row = 70, title = 20, pill = 8, bottom = 22, row_alone = 50;
static const double diagnostic_names = 110, diagnostic_values = 66, row_gap = 34;

/* Below these sizes something folds away. */
static const double one_plot_width = 640, no_names_width = 800;
static const double three_plots_height = 520, two_plots_height = 330;

static int
n_diagnostic_plots (LabTrainingModel *model)
{
  const LabDiagnosticInfo *info
      = lab_diagnostic_get_info (lab_training_model_get_view (model)->diagnostic);

  if (!info->definition)
    return 0;
  return lab_training_model_get_run (model)->n_layers + (info->all_layers ? 1 : 0);
}

static LabTrainingPanel *
add_panel (LabTrainingLayout *layout, LabPanelKind kind, double x_start, double x_end, double y_top,
           double height)
{
  LabTrainingPanel *panel = &layout->panel[layout->n_panels++];

  panel->kind = kind;
  panel->x.start = x_start;
  panel->x.end = fmax (x_end, x_start + 24);
  panel->y.end = floor (y_top);
  panel->y.start = floor (y_top + fmax (24, height));
  panel->last = panel->y_labels = panel->x_labels = TRUE;
  return panel;
}

static int
n_rows (int n)
{
  return n <= 4 ? 1 : n <= 12 ? 2 : n <= 24 ? 3 : 4;
}

/* One row of small plots up to four of them, then more; one y range, its numbers at the left. */
static void
add_diagnostics (LabTrainingLayout *layout, LabTrainingModel *model, double y_top, double height)
{
  int n = n_diagnostic_plots (model), rows = n_rows (n), columns = (n + rows - 1) / rows;
  gboolean all
      = lab_diagnostic_get_info (lab_training_model_get_view (model)->diagnostic)->all_layers;
  double s = layout->scale, start = layout->panel[0].x.start;
  double gap = row_gap * s, each = (height - (rows - 1) * gap) / rows;
  double values = fmin (diagnostic_values * s, 0.32 * layout->width / columns);
  double names = layout->end_names ? diagnostic_names * s : values;
  double pitch = (layout->width - start - names + values) / columns;

  if (layout->compact)
    start = floor (left_compact * s), pitch = (layout->width - start) / columns;
  for (int i = 0; i < n && layout->n_panels < LAB_MAX_TRAINING_PANELS; i++)
    {
      int row = i / columns, column = i % columns;
      double x = floor (start + column * pitch), y = y_top + row * (each + gap);
      LabTrainingPanel *panel
          = add_panel (layout, LAB_PANEL_DIAGNOSTIC, x, floor (x + pitch - values), y, each);

      panel->layer = all ? i - 1 : i;
      panel->y_labels = column == 0;
      panel->x_labels = layout->compact && i + columns >= n;
      panel->last = column == columns - 1 || i == n - 1;
    }
}

static void
choose_ranges (LabTrainingLayout *layout, LabTrainingModel *model)
{
  LabAxis x = { 0 };

  lab_training_range_x (model, &x);
  for (int i = 0; i < layout->n_panels; i++)
    {
      LabTrainingPanel *panel = &layout->panel[i];
      const LabTrainingPanel *before = i > 0 ? panel - 1 : NULL;

      panel->x.low = x.low;
      panel->x.high = x.high;
      if (before && before->kind == LAB_PANEL_DIAGNOSTIC)
        {
          panel->y.low = before->y.low;
          panel->y.high = before->y.high;
          panel->y.logarithmic = before->y.logarithmic;
        }
      else
        lab_training_range_y (model, panel->kind, &panel->x, &panel->y);
    }
}

static void
lay_out_one (LabTrainingLayout *layout, LabTrainingModel *model)
{
  static const LabPanelKind kinds[] = { LAB_PANEL_LOSS, LAB_PANEL_ACCURACY, LAB_PANEL_DIAGNOSTIC };
  LabPanelKind kind = kinds[lab_training_model_get_view (model)->plot];
  /* Buttons grow less than their text. */
  double s = layout->scale, buttons = top * fmin (s, 1.3), first = buttons + (2 * line + pill) * s;
  double height = layout->height - first - x_labels * s;

  layout->key_y = buttons + 0.4 * line * s;
  layout->diagnostic_top = -1;
  if (kind == LAB_PANEL_DIAGNOSTIC && n_diagnostic_plots (model) == 0)
    kind = LAB_PANEL_LOSS;
  if (kind == LAB_PANEL_DIAGNOSTIC)
    add_diagnostics (layout, model, first + title * s, height - title * s);
  else
    add_panel (layout, kind, floor (left_compact * s), floor (layout->width - right_values * s),
               first, height);
}

static void
lay_out_all (LabTrainingLayout *layout, LabTrainingModel *model, int n_plots)
{
  double s = layout->scale, first = top * s, x_start = floor (left * fmin (s, 1.6));
  double x_end = floor (layout->width - (layout->end_names ? right : right_values) * s);
  /* Of the height that labels leave over: loss, accuracy, diagnostic. */
  const double shares[][3] = { { 0.64, 0.36, 0 }, { 0.487, 0.264, 0.249 }, { 0.39, 0.23, 0.38 } };
  const double *share = shares[n_plots == 0 ? 0 : n_rows (n_plots) == 1 ? 1 : 2];
  gboolean has_row = lab_training_model_get_run (model)->n_layers > 0;
  double space, row = n_plots > 0 ? diagnostic_row + bottom : has_row ? row_alone : 4;
  LabTrainingPanel *loss, *accuracy;

  layout->key_y = -1;
  if (!layout->end_names)
    {
      layout->key_y = first;
      first += line * s;
    }
  space = layout->height - first - (heading + x_labels + row) * s;
  loss = add_panel (layout, LAB_PANEL_LOSS, x_start, x_end, first, share[0] * space);
  loss->x_labels = FALSE;
  accuracy = add_panel (layout, LAB_PANEL_ACCURACY, x_start, x_end, loss->y.start + heading * s,
                        share[1] * space);
  layout->diagnostic_top = has_row ? accuracy->y.start + (x_labels + 8) * s : -1;
  if (n_plots > 0)
    add_diagnostics (layout, model, accuracy->y.start + (x_labels + diagnostic_row) * s,
                     share[2] * space);
}

void
lab_training_layout_init (LabTrainingLayout *layout, LabTrainingModel *model, double width,
                          double height, double scale, gboolean compact)
{
  int n = n_diagnostic_plots (model);
  double least = n > 0 ? three_plots_height : two_plots_height;

  memset (layout, 0, sizeof *layout);
  layout->width = width;
  layout->height = height;
  layout->scale = scale;
  layout->compact = compact || width < one_plot_width * scale || height < least * scale;
  layout->end_names = !layout->compact && width >= no_names_width * scale;
  if (layout->compact)
    lay_out_one (layout, model);
  else
    lay_out_all (layout, model, n);
  choose_ranges (layout, model);
}

int
lab_training_layout_panel_at (const LabTrainingLayout *layout, double x, double y)
{
  for (int i = 0; i < layout->n_panels; i++)
    {
      const LabTrainingPanel *panel = &layout->panel[i];

      if (x >= panel->x.start && x <= panel->x.end && y >= panel->y.end && y <= panel->y.start)
        return i;
    }
  return -1;
}

double
lab_training_layout_step (LabTrainingModel *model, const LabAxis *x, double pixel)
{
  double step
      = lab_run_curves_step (lab_training_model_get_run (model),
                             lab_training_model_get_view (model)->x, lab_axis_to_value (x, pixel));

  return CLAMP (round (step), 0, (double) lab_training_model_get_step (model));
}

double
lab_training_layout_pixel (LabTrainingModel *model, const LabAxis *x, double step)
{
  return lab_axis_to_pixel (x, lab_run_curves_x (lab_training_model_get_run (model),
                                                 lab_training_model_get_view (model)->x, step));
}
