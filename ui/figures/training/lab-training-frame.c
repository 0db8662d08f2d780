/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-frame.c - what stands still in the Training picture while curves grow
 *
 * Ground, grid, numbers at the axes, headings, the keys, and past runs. It is drawn anew only when an
 * axis moves. See lab-training-figure-private.h.
 */

#include "config.h"
#include "lab-training-figure-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-plot.h"
#include "lab-printable.h"

static double
y_gap (const LabTrainingPanel *panel, double scale)
{
  return (panel->kind == LAB_PANEL_DIAGNOSTIC ? 34 : 40) * scale;
}

static void
draw_grids (const LabTrainingScene *scene)
{
  for (int i = 0; i < scene->layout->n_panels; i++)
    {
      const LabTrainingPanel *panel = &scene->layout->panel[i];
      LabTicks x = lab_axis_ticks (&panel->x, 90 * scene->layout->scale);
      LabTicks y = lab_axis_ticks (&panel->y, y_gap (panel, scene->layout->scale));

      lab_plot_panel (&panel->x, &panel->y);
      if (panel->kind == LAB_PANEL_DIAGNOSTIC && !panel->x_labels)
        x.n = 0;
      lab_plot_grid (&panel->x, &x, &panel->y, &y, lab_palette_theme (scene->dark));
    }
}

/* As the run's own contestants would be drawn. */
static LabStyle
overlay_style (const LabTrainingScene *scene, const LabRunCurves *run, int contestant)
{
  LabTrainingSetup setup = { .n_contestants = run->n_contestants };

  for (int c = 0; c < run->n_contestants; c++)
    setup.contestant[c] = run->contestant[c];
  return lab_palette_variant (setup.contestant[contestant].id,
                              lab_training_setup_variant (&setup, contestant), scene->dark);
}

/* Smoothed, thin and half faded: context, not what is looked at. */
static void
draw_overlay_curve (const LabTrainingScene *scene, const LabTrainingPanel *panel,
                    const LabRunCurves *run, int contestant)
{
  const LabContestantCurves *curves = &run->curves[contestant];
  gboolean accuracy = panel->kind == LAB_PANEL_ACCURACY;
  guint smoothing = lab_training_model_get_view (scene->model)->smoothing;
  LabStyle style = overlay_style (scene, run, contestant);
  LabStroke stroke = lab_stroke_from_style (&style, 1.25 * scene->layout->scale);
  LabColumns columns;
  g_autofree LabTrace *trace = NULL;
  g_autofree double *points = NULL;
  int n, room;

  lab_training_columns_init (&columns, run, lab_training_model_get_view (scene->model)->x,
                             &panel->x);
  room = lab_columns_room (0, columns.n);
  trace = g_new (LabTrace, (gsize) room);
  points = g_new (double, 2 * (gsize) room);
  stroke.color = lab_color_mix (style.line, lab_palette_theme (scene->dark)->ground, 0.45);
  n = lab_columns_trace_smooth (&columns, accuracy ? &curves->accuracy : &curves->loss, smoothing,
                                0, columns.n, trace);
  for (int i = 0; i < n; i++)
    {
      points[i] = lab_axis_to_value (&panel->x, trace[i].pixel);
      points[room + i] = trace[i].value;
    }
  lab_plot_curve (&panel->x, &panel->y, points, points + room, n, &stroke);
  lab_columns_clear (&columns);
}

/* A past run has no difference to the live run's baseline. */
static gboolean
shows_overlays (const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  return panel->kind != LAB_PANEL_DIAGNOSTIC
         && lab_training_model_get_view (scene->model)->baseline < 0;
}

static void
draw_overlays (const LabTrainingScene *scene)
{
  for (int i = 0; i < scene->layout->n_panels; i++)
    {
      const LabTrainingPanel *panel = &scene->layout->panel[i];

      lab_plot_panel (&panel->x, &panel->y);
      for (guint o = 0;
           shows_overlays (scene, panel) && o < lab_training_model_get_n_overlays (scene->model);
           o++)
        {
          const LabRunCurves *run = lab_training_model_get_overlay (scene->model, o);

          for (int c = 0; c < run->n_contestants; c++)
            draw_overlay_curve (scene, panel, run, c);
        }
    }
}

static void
draw_x_labels (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  double s = painter->scale, below = panel->y.start + 8 * s;
  LabTicks x = lab_axis_ticks (&panel->x, 90 * s);
  LabRect unit = { 0 };
  char label[40];

  /* The unit stands at the end of the axis, or after it where there is room; a number makes way. */
  if (panel->kind != LAB_PANEL_DIAGNOSTIC || panel->last)
    unit = lab_text_draw (painter, panel->x.end + (scene->layout->end_names ? 14 * s : 60 * s),
                          below, scene->layout->end_names ? 0 : 1, 0, 15, painter->theme->dim,
                          lab_training_x_name (scene->model));
  for (int i = 0; i < x.n; i++)
    {
      double at = lab_axis_to_pixel (&panel->x, x.value[i]);
      const char *text = lab_tick_label (&x, x.value[i], label, sizeof label);
      LabRect place = lab_text_measure (painter, at, below, 0.5, 0, 15, text);

      if (unit.width == 0 || place.x + place.width + 8 * s < unit.x)
        lab_text_draw (painter, at, below, 0.5, 0, 15, painter->theme->dim, text);
    }
}

static void
format_tick (const LabTrainingScene *scene, const LabTrainingPanel *panel, const LabTicks *ticks,
             double value, char *label, gsize size)
{
  const LabTrainingView *view = lab_training_model_get_view (scene->model);
  gboolean percent = panel->kind == LAB_PANEL_ACCURACY
                     || (panel->kind == LAB_PANEL_DIAGNOSTIC
                         && lab_diagnostic_get_info (view->diagnostic)->percent);
  LabTicks hundredfold = *ticks;
  char digits[40];

  if (!percent)
    {
      lab_tick_label (ticks, value, label, size);
      return;
    }
  hundredfold.step *= 100;
  /* Translators: a share in per cent */
  g_snprintf (label, size, _("%s %%"),
              lab_tick_label (&hundredfold, 100 * value, digits, sizeof digits));
}

static void
draw_y_labels (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  LabTicks y = lab_axis_ticks (&panel->y, y_gap (panel, painter->scale));
  char label[48];

  for (int i = 0; i < y.n; i++)
    {
      format_tick (scene, panel, &y, y.value[i], label, sizeof label);
      lab_text_draw (painter, panel->x.start - 10 * painter->scale,
                     lab_axis_to_pixel (&panel->y, y.value[i]), 1, 0.5,
                     scene->layout->compact ? 13 : 15, painter->theme->dim, label);
    }
}

/* The loss has its heading beside the choices, where a difference has no room for what its sign means:
 * that stands at the foot of the panel.                                                         */
static void
draw_loss_heading (LabPainter *painter, const LabTrainingScene *scene,
                   const LabTrainingPanel *panel, const char *text)
{
  gboolean difference = lab_training_model_get_view (scene->model)->baseline >= 0;
  g_auto (GStrv) parts = g_strsplit (text, "<small>", difference ? 2 : 1);
  double s = painter->scale, width = lab_text_measure (painter, 0, 0, 0, 0, 19, parts[0]).width;
  /* The name of a contestant may be a long one. */
  double size = 19 * CLAMP (LAB_LOSS_HEADING * s / width, 0.6, 1);

  lab_text_draw (painter, panel->x.start, 27 * s, 0, 0.5, size, painter->theme->text, parts[0]);
  if (difference && parts[1])
    {
      g_autofree char *meaning = g_strconcat ("<small>", parts[1], NULL);

      lab_text_draw (painter, panel->x.end - 6 * s, panel->y.start - 5 * s, 1, 1, 17,
                     painter->theme->dim, meaning);
    }
}

static void
draw_heading (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  double s = painter->scale;
  g_autofree char *text = lab_training_heading (scene->model, panel);

  if (panel->kind == LAB_PANEL_DIAGNOSTIC)
    lab_text_draw (painter, panel->x.start + 4 * s, panel->y.end - 5 * s, 0, 1, 14.5,
                   painter->theme->dim, text);
  else if (panel->kind == LAB_PANEL_LOSS && !scene->layout->compact)
    draw_loss_heading (painter, scene, panel, text);
  else if (!scene->layout->compact)
    lab_text_draw (painter, panel->x.start, panel->y.end - 8 * s, 0, 1, 19, painter->theme->text,
                   text);
}

static void
draw_stroke (LabPainter *painter, double x0, double x1, double y, double width, LabColor color)
{
  lab_color_set_source (color, painter->cr);
  cairo_set_line_width (painter->cr, width * painter->scale);
  cairo_move_to (painter->cr, x0, y);
  cairo_line_to (painter->cr, x1, y);
  cairo_stroke (painter->cr);
}

/* What thin, thick and marked lines mean; ends at x. A short one leaves the thin ones to be guessed. */
static void
draw_line_key (LabPainter *painter, double x, double y, gboolean is_short)
{
  const char *names[]
      = { _("each batch"), is_short ? _("train") : _("train, smoothed"), _("validation") };
  static const double widths[] = { 1.5, 3.5, 1.75 };
  double s = painter->scale;

  for (int i = 2; i >= (is_short ? 1 : 0); i--)
    {
      LabColor color = i == 0 ? painter->theme->zero_axis : painter->theme->text;
      LabRect box = lab_text_draw (painter, x, y, 1, 0.5, 14, painter->theme->dim, names[i]);
      double end = box.x - 8 * s, start = end - 32 * s;

      draw_stroke (painter, start, end, y, widths[i], color);
      if (i == 2)
        lab_training_draw_marker (painter, 0, (start + end) / 2, y, 4, color, FALSE);
      x = start - 20 * s;
    }
}

/* The contestants in their colours and dashes, from x on; smaller type where many must fit. */
static void
draw_contestant_key (LabPainter *painter, const LabTrainingScene *scene, double x, double y)
{
  double s = painter->scale, room = scene->layout->width - x - 12 * s, width = 0, shrink;
  int n = lab_training_model_get_n_contestants (scene->model);

  for (int c = 0; c < n; c++)
    {
      g_autofree char *name = lab_training_name (scene->model, c);

      width += lab_text_measure (painter, 0, 0, 0, 0, 15, name).width + 52 * s;
    }
  shrink = fmin (1, room / width);
  for (int c = 0; c < n; c++)
    {
      g_autofree char *name = lab_training_name (scene->model, c);
      LabStyle style = lab_training_style (scene->model, c, scene->dark);
      LabStroke stroke = lab_stroke_from_style (&style, 3.5 * s);

      cairo_set_dash (painter->cr, stroke.dash, stroke.n_dashes, 0);
      draw_stroke (painter, x, x + 28 * s * shrink, y, 3.5, style.line);
      cairo_set_dash (painter->cr, NULL, 0, 0);
      x += 35 * s * shrink;
      x += lab_text_draw (painter, x, y, 0, 0.5, 15 * shrink, style.label, name).width
           + 17 * s * shrink;
    }
}

static void
draw_keys (LabPainter *painter, const LabTrainingScene *scene)
{
  const LabTrainingLayout *layout = scene->layout;
  double s = painter->scale, edge = layout->width - 14 * s;

  if (layout->key_y >= 0)
    draw_contestant_key (painter, scene, layout->compact ? 14 * s : layout->panel[0].x.start,
                         layout->key_y);
  if (layout->compact && layout->panel[0].kind != LAB_PANEL_DIAGNOSTIC)
    draw_line_key (painter, edge, layout->key_y + 24 * s, TRUE);
  else if (!layout->compact)
    draw_line_key (painter, layout->panel[0].x.end, layout->panel[1].y.end - 20 * s, FALSE);
}

/* Left of the curve's end, or right of it where a short run leaves no room; a line higher or lower
 * where another name is. FALSE if there is no place.                                            */
static gboolean
find_name_place (const LabTrainingPanel *panel, const LabRect *taken, guint n_taken, double x,
                 double y, double gap, LabRect *box)
{
  static const double lines[] = { 0, 1, -1, 2, -2, 3, -3 };

  box->x = x - gap - box->width >= panel->x.start ? x - gap - box->width : x + gap;
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gboolean is_free = TRUE;

      box->y = CLAMP (y, panel->y.end + 10, panel->y.start - 10) - (1 + lines[i]) * box->height;
      for (guint t = 0; t < n_taken; t++)
        is_free &= !lab_rect_overlaps (box, &taken[t]);
      if (is_free && box->y >= panel->y.end - box->height / 2
          && box->y + box->height <= panel->y.start)
        return TRUE;
    }
  return FALSE;
}

/* The last point of its first contestant's curve, where the eye ends up. FALSE if it is not in view. */
static gboolean
find_end (const LabTrainingScene *scene, const LabTrainingPanel *panel, const LabRunCurves *run,
          double *x, double *y)
{
  const LabTrainingView *view = lab_training_model_get_view (scene->model);
  const LabContestantCurves *curves = &run->curves[0];
  const LabSeries *series = panel->kind == LAB_PANEL_ACCURACY ? &curves->accuracy : &curves->loss;
  guint n = lab_series_length (series);

  if (n == 0)
    return FALSE;
  *x = lab_axis_to_pixel (&panel->x, lab_run_curves_x (run, view->x, lab_series_x (series, n - 1)));
  *y = lab_axis_to_pixel (&panel->y, lab_series_smooth (series, n - 1, view->smoothing));
  return isfinite (*y) && *x > panel->x.start && *x <= panel->x.end + 1;
}

static void
draw_overlay_names (LabPainter *painter, const LabTrainingScene *scene)
{
  const LabTrainingPanel *panel = &scene->layout->panel[0];
  LabRect taken[LAB_MAX_OVERLAYS];
  guint n_taken = 0;

  for (guint o = 0;
       shows_overlays (scene, panel) && o < lab_training_model_get_n_overlays (scene->model); o++)
    {
      const LabRunCurves *run = lab_training_model_get_overlay (scene->model, o);
      g_autofree char *name = lab_printable_markup (run->name ? run->name : "");
      LabRect box = lab_text_measure (painter, 0, 0, 0, 0, 13, name);
      double x, y;

      if (!find_end (scene, panel, run, &x, &y)
          || !find_name_place (panel, taken, n_taken, fmin (x, panel->x.end), y, 4 * painter->scale,
                               &box))
        continue;
      lab_text_draw_halo (painter, box.x, box.y, 0, 0, 13, painter->theme->dim, name);
      taken[n_taken++] = box;
    }
}

void
lab_training_draw_frame (cairo_t *cr, const LabTrainingScene *scene)
{
  const LabTrainingLayout *layout = scene->layout;
  LabPainter painter;

  lab_painter_init (&painter, cr, scene->dark, layout->scale);
  lab_color_set_source (painter.theme->ground, cr);
  cairo_paint (cr);
  lab_plot_begin (cr, layout->width, layout->height);
  draw_grids (scene);
  draw_overlays (scene);
  lab_plot_end (cr);
  for (int i = 0; i < layout->n_panels; i++)
    {
      if (layout->panel[i].x_labels)
        draw_x_labels (&painter, scene, &layout->panel[i]);
      if (layout->panel[i].y_labels)
        draw_y_labels (&painter, scene, &layout->panel[i]);
      draw_heading (&painter, scene, &layout->panel[i]);
    }
  draw_keys (&painter, scene);
  draw_overlay_names (&painter, scene);
  lab_painter_clear (&painter);
}
