/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-curves.c - the curves in the panels of the Training picture
 *
 * What is drawn of a curve stays right while the run goes on: only its last columns change. So a
 * picture that is kept is gone on with from a vertex a little before them, at the same place in the
 * dashes; pixel for pixel it is what drawing all anew gives. See lab-training-figure-private.h.
 */

#include "lab-training-figure-private.h"

#include <math.h>
#include <string.h>
#include "lab-plot.h"
#include "lab-polyline.h"

/* Pixels: a contestant that is so far behind the others takes no more steps; what a line's width and
 * joins reach beyond a vertex; and how far apart vertices are at most. */
enum { BEHIND = 32, REACH = 6, BLOCK = 48 };

static const double simplification = 0.15, far_away = 65536;

static double
x_to_step (double value, gconstpointer data)
{
  const struct {
    const LabRunCurves *run;
    LabXUnit unit;
  } *axis = data;

  return lab_run_curves_step (axis->run, axis->unit, value);
}

void
lab_training_columns_init (LabColumns *columns, const LabRunCurves *run, LabXUnit unit,
                           const LabAxis *x)
{
  struct {
    const LabRunCurves *run;
    LabXUnit unit;
  } axis = { run, unit };

  lab_columns_init (columns, x, x_to_step, &axis);
}

/* The last vertex before a pixel, and the length of the line up to it. */
static LabCurveEnd
find_end (const double *x, const double *y, int n, double phase, double limit)
{
  LabCurveEnd end = { FALSE, 0, 0, 0 };

  for (int i = 0; i < n && x[i] < limit; i++)
    {
      if (i > 0)
        phase += hypot (x[i] - x[i - 1], y[i] - y[i - 1]);
      end = (LabCurveEnd){ TRUE, x[i], y[i], phase };
    }
  return end;
}

/* A line that is drawn, and where it ends before two pixels. */
typedef struct {
  LabStroke stroke;
  LabCurveEnd from;
  double limit[2];
  LabCurveEnd end[2];
} Pen;

static gboolean
same_block (double a, double b)
{
  return floor (a / BLOCK) == floor (b / BLOCK);
}

/* Block by block, so that there is a vertex to go on from not far back even if the line is straight. */
static int
simplify (double *x, double *y, int n)
{
  int kept = 0, last;

  for (int first = 0; first + 1 < n; first = last)
    {
      int count;

      for (last = first + 1; last + 1 < n && same_block (x[last], x[first]);)
        last++;
      count = lab_polyline_simplify (x + first, y + first, last - first + 1, simplification);
      memmove (x + kept, x + first, (gsize) count * sizeof *x);
      memmove (y + kept, y + first, (gsize) count * sizeof *y);
      kept += count - 1;
    }
  return n < 2 ? n : kept + 1;
}

/* One piece of a line. Where it broke off, nothing goes on from it. */
static void
stroke_piece (Pen *pen, double *x, double *y, int n, double phase, gboolean broke_off)
{
  n = simplify (x, y, n);
  lab_plot_line (x, y, n, &pen->stroke, phase);
  for (int i = 0; i < 2; i++)
    {
      LabCurveEnd end = find_end (x, y, n, phase, pen->limit[i]);

      if (end.any)
        pen->end[i] = end;
      if (broke_off && n > 0 && x[n - 1] < pen->limit[i])
        pen->end[i].any = FALSE;
    }
}

static void
stroke_trace (Pen *pen, const LabTrace *trace, int n, const LabAxis *y_axis)
{
  g_autofree double *x = g_new (double, 2 * (gsize) (n + 1));
  double *y = x + n + 1, phase = pen->from.any ? pen->from.phase : 0;
  int length = 0;

  if (pen->from.any)
    x[0] = pen->from.x, y[0] = pen->from.y, length = 1;
  for (int i = 0; i < n; i++)
    {
      double at = lab_axis_to_pixel (y_axis, trace[i].value);

      if (pen->from.any && trace[i].pixel <= pen->from.x)
        continue;
      if (isfinite (at))
        {
          x[length] = trace[i].pixel;
          y[length++] = CLAMP (at, -far_away, far_away);
          continue;
        }
      stroke_piece (pen, x, y, length, phase, TRUE);
      length = 0;
      phase = 0;
    }
  stroke_piece (pen, x, y, length, phase, FALSE);
}

static int
column_of (const LabColumns *columns, double pixel)
{
  return (int) CLAMP (floor (pixel - columns->start), 0, columns->n);
}

/* Diagnostics are measured, not guessed from batches: they are not smoothed. */
static void
draw_line (const LabTrainingScene *scene, const LabTrainingPanel *panel, const LabColumns *columns,
           int contestant, int end_column, Pen *pen)
{
  const LabSeries *series = lab_training_curve (scene->model, panel, contestant, FALSE);
  guint smoothing = lab_training_model_get_view (scene->model)->smoothing;
  g_autofree LabTrace *trace = g_new (LabTrace, (gsize) lab_columns_room (0, columns->n));
  int first = column_of (columns, pen->from.x), n;

  if (!series || lab_series_length (series) == 0)
    return;
  if (panel->kind == LAB_PANEL_DIAGNOSTIC)
    n = lab_columns_trace_raw (columns, series, first, end_column, trace);
  else
    n = lab_columns_trace_smooth (columns, series, smoothing, first, end_column, trace);
  stroke_trace (pen, trace, n, &panel->y);
}

/* A line through all points, from the last one that is drawn. */
static void
draw_validation (const LabTrainingScene *scene, const LabTrainingPanel *panel,
                 const LabColumns *columns, int contestant, guint first, Pen *pen)
{
  const LabSeries *series = lab_training_curve (scene->model, panel, contestant, TRUE);
  guint n = series ? lab_series_length (series) : 0;
  g_autofree LabTrace *trace = g_new (LabTrace, (gsize) MAX (1, n));
  int kept = 0;

  for (guint i = first; i < n; i++)
    {
      double pixel = lab_columns_pixel (columns, lab_series_x (series, i));

      trace[kept++] = (LabTrace){ CLAMP (pixel, -far_away, far_away), lab_series_y (series, i) };
    }
  stroke_trace (pen, trace, kept, &panel->y);
}

static double
last_pixel (const LabColumns *columns, const LabSeries *series)
{
  guint n = series ? lab_series_length (series) : 0;

  return n > 0 ? lab_columns_pixel (columns, lab_series_x (series, n - 1)) : -INFINITY;
}

/* The pixel up to which no contestant that still learns will change anything. */
static double
find_limit (const LabTrainingScene *scene, const LabTrainingPanel *panel, const LabColumns *columns,
            gboolean validation, double *newest)
{
  int n = lab_training_model_get_n_contestants (scene->model);
  double limit = INFINITY;

  *newest = -INFINITY;
  for (int c = 0; c < n; c++)
    *newest = fmax (*newest,
                    last_pixel (columns, lab_training_curve (scene->model, panel, c, validation)));
  for (int c = 0; c < n; c++)
    {
      double last = last_pixel (columns, lab_training_curve (scene->model, panel, c, validation));

      if (last >= *newest - BEHIND)
        limit = fmin (limit, last);
    }
  return CLAMP (limit, columns->start, columns->start + columns->n + 1);
}

static void
note_mark (LabProgressMark *mark, const LabColumns *columns, double limit, int contestant,
           const LabCurveEnd *end)
{
  mark->done = MAX (0, column_of (columns, limit) - 1);
  mark->end[contestant] = *end;
  /* Without a vertex it is at least known where to look on. */
  if (!end->any)
    mark->end[contestant].x = fmax (columns->start, limit - 1 - REACH);
}

static gboolean
has_new_validation (const LabTrainingScene *scene, const LabTrainingPanel *panel,
                    const LabPanelProgress *progress)
{
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    {
      const LabSeries *series = lab_training_curve (scene->model, panel, c, TRUE);

      if (series && lab_series_length (series) != progress->n_validations[c])
        return TRUE;
    }
  return FALSE;
}

/* Whether points have come to a part that is done. */
static gboolean
is_late (const LabTrainingScene *scene, const LabTrainingPanel *panel,
         const LabPanelProgress *progress)
{
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    {
      const LabSeries *series = lab_training_curve (scene->model, panel, c, FALSE);

      if (series && lab_series_length (series) != progress->length[c]
          && progress->last[c] < progress->newest.done)
        return TRUE;
    }
  return FALSE;
}

int
lab_training_resume_curves (const LabTrainingScene *scene, const LabTrainingPanel *panel,
                            LabPanelProgress *progress, double *left)
{
  if (has_new_validation (scene, panel, progress))
    progress->newest = progress->validated;
  if (is_late (scene, panel, progress))
    memset (progress, 0, sizeof *progress);
  *left = panel->x.start + fmax (0, progress->newest.done - 2 * REACH);
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    {
      const LabCurveEnd *end = &progress->newest.end[c], *validation = &progress->validation[c];

      if (end->any)
        *left = fmin (*left, end->x);
      if (validation->any)
        *left = fmin (*left, validation->x);
    }
  *left = fmax (*left, panel->x.start);
  return progress->newest.done;
}

static void
draw_lines (const LabTrainingScene *scene, const LabTrainingPanel *panel, const LabColumns *columns,
            int end, const double limit[2], LabPanelProgress *progress)
{
  double width = (panel->kind == LAB_PANEL_DIAGNOSTIC ? 2.75 : 3.5) * scene->layout->scale;

  for (int c = lab_training_model_get_n_contestants (scene->model) - 1; c >= 0; c--)
    {
      LabStyle style = lab_training_style (scene->model, c, scene->dark);
      Pen pen = { .stroke = lab_stroke_from_style (&style, width),
                  .from = progress->newest.end[c],
                  .limit = { limit[0] - 1 - REACH, limit[1] - 1 - REACH } };

      draw_line (scene, panel, columns, c, end, &pen);
      /* From beyond the validation its end cannot be found again, and has not moved. */
      if (progress->newest.done <= progress->validated.done)
        note_mark (&progress->validated, columns, limit[1], c, &pen.end[1]);
      progress->newest.end[c] = pen.end[0];
      if (!pen.end[0].any)
        progress->newest.end[c].x = fmax (columns->start, pen.limit[0]);
    }
}

static void
draw_validations (const LabTrainingScene *scene, const LabTrainingPanel *panel,
                  const LabColumns *columns, LabPanelProgress *progress)
{
  for (int c = lab_training_model_get_n_contestants (scene->model) - 1; c >= 0; c--)
    {
      const LabSeries *series = lab_training_curve (scene->model, panel, c, TRUE);
      LabStyle style = lab_training_style (scene->model, c, scene->dark);
      Pen pen = { .stroke = lab_stroke_from_style (&style, 1.75 * scene->layout->scale),
                  .from = progress->validation[c],
                  .limit = { INFINITY, INFINITY } };

      /* Dashes as long as the thick line's would be too long for a thin one, its own too short. */
      for (int k = 0; k < pen.stroke.n_dashes; k++)
        pen.stroke.dash[k] *= 1.4;
      draw_validation (scene, panel, columns, c, progress->n_validations[c], &pen);
      progress->validation[c] = pen.end[0];
      progress->n_validations[c] = series ? lab_series_length (series) : 0;
    }
}

static void
note_lengths (const LabTrainingScene *scene, const LabTrainingPanel *panel,
              const LabColumns *columns, LabPanelProgress *progress)
{
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    {
      const LabSeries *series = lab_training_curve (scene->model, panel, c, FALSE);

      progress->length[c] = series ? lab_series_length (series) : 0;
      progress->last[c] = last_pixel (columns, series) - columns->start;
    }
}

void
lab_training_draw_curves (cairo_t *cr, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                          LabPanelProgress *progress)
{
  LabPanelProgress none = { 0 };
  LabPanelProgress *state = progress ? progress : &none;
  LabColumns columns;
  double limit[2], newest, newest_validation;
  int end;

  lab_training_columns_init (&columns, lab_training_model_get_run (scene->model),
                             lab_training_model_get_view (scene->model)->x, &panel->x);
  limit[0] = find_limit (scene, panel, &columns, FALSE, &newest);
  limit[1] = find_limit (scene, panel, &columns, TRUE, &newest_validation);
  end = isfinite (newest) ? MIN (columns.n, column_of (&columns, newest) + 1) : 0;
  if (panel->kind != LAB_PANEL_DIAGNOSTIC)
    lab_training_draw_raw (cr, scene, panel, &columns, state->newest.done, end, progress != NULL);
  lab_plot_begin (cr, scene->layout->width, scene->layout->height);
  lab_plot_panel (&panel->x, &panel->y);
  draw_lines (scene, panel, &columns, end, limit, state);
  draw_validations (scene, panel, &columns, state);
  lab_plot_end (cr);
  state->newest.done = MAX (0, column_of (&columns, limit[0]) - 1);
  note_lengths (scene, panel, &columns, state);
  lab_columns_clear (&columns);
}
