/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-labels.c - values and names at the right ends of the curves
 *
 * In the order of the values, pushed apart until none covers another, each with a leader from the
 * end of its curve. Of more than three contestants the validation alone has a label. See
 * lab-training-figure-private.h.
 */

#include "config.h"
#include "lab-training-figure-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

enum { MAX_LABELS = 2 * LAB_MAX_CONTESTANTS, MANY = 3 };

static const double usual_pitch = 22, least_pitch = 14;

typedef struct {
  double wanted; /* pixel of the value */
  char *markup;
  LabColor color;
} Label;

static int
compare_labels (const void *a, const void *b)
{
  double first = ((const Label *) a)->wanted, second = ((const Label *) b)->wanted;

  return (first > second) - (first < second);
}

/* "0.040  ELU train", as much of it as there is room for. */
static char *
make_markup (const LabTrainingScene *scene, const LabTrainingPanel *panel, int contestant,
             gboolean validation, const char *number)
{
  g_autofree char *name = lab_training_name (scene->model, contestant);
  gboolean many = lab_training_model_get_n_contestants (scene->model) > MANY;

  if (!scene->layout->end_names || !panel->last)
    return g_strdup_printf ("<b>%s</b>", number);
  if (panel->kind == LAB_PANEL_DIAGNOSTIC)
    return g_strdup_printf ("<b>%s  %s</b>", number, name);
  if (validation && many)
    return g_strdup_printf ("<b>%s</b>  %s", number, name);
  /* Translators: at the end of a curve: a value in bold, a function, what the value was measured on */
  return validation ? g_strdup_printf (_("<b>%s</b>  %s validation"), number, name)
                    : g_strdup_printf (_("<b>%s  %s train</b>"), number, name);
}

static char *
make_diverged_markup (const LabTrainingScene *scene, int contestant)
{
  g_autofree char *name = lab_training_name (scene->model, contestant);
  char step[40];

  lab_format_count ((double) lab_training_model_get_curves (scene->model, contestant)->diverged_at,
                    step, sizeof step);
  if (!scene->layout->end_names)
    return g_strdup ("<b>✕</b>");
  /* Translators: a function; the step at which its loss was no longer a number */
  return g_strdup_printf (_("<b>✕ %s</b>  diverged at %s"), name, step);
}

static gboolean
wants_label (const LabTrainingScene *scene, const LabTrainingPanel *panel, int contestant,
             gboolean validation)
{
  const LabSeries *series = lab_training_curve (scene->model, panel, contestant, TRUE);

  return validation || lab_training_model_get_n_contestants (scene->model) <= MANY || !series
         || lab_series_length (series) == 0;
}

static gboolean
make_label (const LabTrainingScene *scene, const LabTrainingPanel *panel, int contestant,
            gboolean validation, gint64 step, Label *label)
{
  gboolean diverged = lab_training_model_get_curves (scene->model, contestant)->diverged;
  double value = lab_training_value (scene->model, panel, contestant, validation, step);
  char number[64];

  if (diverged && step < 0 && panel->kind != LAB_PANEL_DIAGNOSTIC)
    {
      if (validation || panel->kind == LAB_PANEL_ACCURACY)
        return FALSE;
      label->markup = make_diverged_markup (scene, contestant);
    }
  else if (!isfinite (value) || !wants_label (scene, panel, contestant, validation))
    return FALSE;
  else
    {
      lab_training_format (scene->model, panel, value, number, sizeof number);
      label->markup = make_markup (scene, panel, contestant, validation, number);
    }
  label->wanted = isfinite (value) ? lab_axis_to_pixel (&panel->y, value) : panel->y.end;
  label->wanted = isnan (label->wanted) ? panel->y.start
                                        : CLAMP (label->wanted, panel->y.end, panel->y.start);
  label->color = lab_training_style (scene->model, contestant, scene->dark).label;
  return TRUE;
}

static void
draw_label (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
            const Label *label, double y, double size, gboolean leader)
{
  gboolean named = scene->layout->end_names && panel->kind != LAB_PANEL_DIAGNOSTIC;
  double s = painter->scale, x = panel->x.end, room;
  LabRect place;

  if (leader)
    {
      lab_color_set_source (label->color, painter->cr);
      cairo_set_line_width (painter->cr, s);
      cairo_move_to (painter->cr, x + 4 * s, label->wanted);
      cairo_line_to (painter->cr, x + (named ? 20 : 11) * s, y);
      cairo_stroke (painter->cr);
    }
  x += (named ? 24 : 14) * s;
  room = panel->last ? scene->layout->width - x - 4 * s : 56 * s;
  place = lab_text_measure (painter, x, y, 0, 0.5, size, label->markup);
  /* A long name gets smaller type, not a cut. */
  if (place.width > room)
    size *= fmax (0.6, room / place.width);
  lab_text_draw (painter, x, y, 0, 0.5, size, label->color, label->markup);
}

static void
spread (const LabTrainingPanel *panel, const Label *labels, int n, double pitch, double *y)
{
  double heights[MAX_LABELS], above = pitch * 0.6;
  double below = panel->x_labels ? 0.1 * pitch : above; /* the unit of x stands there */

  for (int i = 0; i < n; i++)
    {
      y[i] = labels[i].wanted;
      heights[i] = pitch;
    }
  lab_text_spread (y, heights, n, panel->y.end - above, panel->y.start + below);
}

void
lab_training_draw_panel_labels (LabPainter *painter, const LabTrainingScene *scene,
                                const LabTrainingPanel *panel, gint64 step)
{
  Label labels[MAX_LABELS];
  double y[MAX_LABELS], s = painter->scale, pitch;
  double height = panel->y.start - panel->y.end;
  int n = 0;

  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    for (int validation = 0; validation <= 1; validation++)
      n += make_label (scene, panel, c, validation, step, &labels[n]);
  qsort (labels, (size_t) n, sizeof *labels, compare_labels);
  pitch = fmin (usual_pitch * s, (height + 14 * s) / MAX (1, n));
  spread (panel, labels, n, pitch, y);
  for (int i = 0; i < n; i++)
    {
      double size = scene->layout->end_names && panel->kind != LAB_PANEL_DIAGNOSTIC ? 16 : 14.5;

      /* In a plot too low for all its labels they would be a blot: the hand points at them instead.
       * Of a past step the curve goes on: no leader from its end.                              */
      if (pitch >= least_pitch * s)
        draw_label (painter, scene, panel, &labels[i], y[i], fmin (size, pitch / s - 1), step < 0);
      g_free (labels[i].markup);
    }
}
