/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-marks.c - what lies over the curves: markers, events, the end of a contestant, the past
 *
 * Few lines and points, drawn anew with each picture. See lab-training-figure-private.h.
 */

#include "config.h"
#include "lab-training-figure-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-printable.h"

/* The second code besides colour and dash: a shape for each contestant. A circle has no corners; a
 * star has every other corner nearer to the middle. */
static const struct {
  int n_corners;
  double first; /* turn of the first corner, in parts of a circle from 3 o'clock clockwise */
  double inner; /* radius of every other corner */
  double size;  /* so that all look equally large */
} shapes[LAB_MAX_CONTESTANTS] = {
  { 0, 0, 1, 1 },    { 4, 0.125, 1, 1.3 }, { 3, 0.75, 1, 1.35 },
  { 4, 0, 1, 1.35 }, { 3, 0.25, 1, 1.35 }, { 10, 0.75, 0.45, 1.5 },
};

void
lab_training_draw_marker (LabPainter *painter, int shape, double x, double y, double radius,
                          LabColor line, gboolean filled)
{
  cairo_t *cr = painter->cr;
  double r = radius * painter->scale * shapes[shape].size;
  int n = shapes[shape].n_corners;

  cairo_new_path (cr);
  if (n == 0)
    cairo_arc (cr, x, y, r, 0, 2 * G_PI);
  for (int i = 0; i < n; i++)
    {
      double turn = 2 * G_PI * (shapes[shape].first + (double) i / n);
      double at = i % 2 ? r * shapes[shape].inner : r;

      cairo_line_to (cr, x + at * cos (turn), y + at * sin (turn));
    }
  cairo_close_path (cr);
  lab_color_set_source (filled ? line : painter->theme->ground, cr);
  cairo_fill_preserve (cr);
  lab_color_set_source (line, cr);
  cairo_set_line_width (cr, 1.75 * painter->scale);
  cairo_stroke (cr);
}

static gboolean
inside (const LabTrainingPanel *panel, double x, double y)
{
  return x >= panel->x.start - 1 && x <= panel->x.end + 1 && y >= panel->y.end - 1
         && y <= panel->y.start + 1;
}

/* Where validations come close, every few of them have a marker, each contestant at other ones. */
static void
draw_markers (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
              int contestant)
{
  const LabSeries *series = lab_training_curve (scene->model, panel, contestant, TRUE);
  LabColor color = lab_training_style (scene->model, contestant, scene->dark).line;
  guint n = series ? lab_series_length (series) : 0;
  int n_contestants = lab_training_model_get_n_contestants (scene->model);
  double gap = 14 * n_contestants * painter->scale;
  double before = panel->x.start - gap + 14 * contestant * painter->scale;

  for (guint i = 0; i < n; i++)
    {
      double x = lab_training_layout_pixel (scene->model, &panel->x, lab_series_x (series, i));
      double y = lab_axis_to_pixel (&panel->y, lab_series_y (series, i));

      if (!inside (panel, x, y) || (x - before < gap && i + 1 < n))
        continue;
      lab_training_draw_marker (painter, contestant, x, y, 4, color, FALSE);
      before = x;
    }
}

/* A curve of one point is no line yet. */
static void
draw_first_point (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                  int contestant)
{
  const LabSeries *series = lab_training_curve (scene->model, panel, contestant, FALSE);
  double x, y;

  if (!series || lab_series_length (series) != 1)
    return;
  x = lab_training_layout_pixel (scene->model, &panel->x, lab_series_x (series, 0));
  y = lab_axis_to_pixel (&panel->y, lab_series_y (series, 0));
  if (inside (panel, x, y))
    lab_training_draw_marker (painter, contestant, x, y, 3,
                              lab_training_style (scene->model, contestant, scene->dark).line,
                              TRUE);
}

/* Units that have died (pointing up: there are more of them) or come back, on the curve of the dead. */
static void
draw_births (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
             int contestant)
{
  const LabRunCurves *run = lab_training_model_get_run (scene->model);
  LabColor color = lab_training_style (scene->model, contestant, scene->dark).line;
  const LabSeries *dead = lab_training_curve (scene->model, panel, contestant, FALSE);

  for (int revived = 0; dead && revived <= 1; revived++)
    {
      const LabSeries *events = lab_run_curves_get_diagnostics (
          run, contestant, panel->layer, revived ? LAB_QUANTITY_REVIVED : LAB_QUANTITY_BORN);
      double before = -INFINITY;

      for (guint i = 0; i < lab_series_length (events); i++)
        {
          double x = lab_training_layout_pixel (scene->model, &panel->x, lab_series_x (events, i));
          double y = lab_axis_to_pixel (&panel->y, lab_series_y (dead, i));

          if (!(lab_series_y (events, i) > 0) || !inside (panel, x, y)
              || x - before < 14 * painter->scale)
            continue;
          lab_training_draw_marker (painter, revived ? 4 : 2, x,
                                    y + (revived ? 7 : -7) * painter->scale, 3, color, !revived);
          before = x;
        }
    }
}

/* A cross where the loss was no longer a number. */
static void
draw_divergence (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                 int contestant)
{
  const LabContestantCurves *curves = lab_training_model_get_curves (scene->model, contestant);
  double value, x, y, r = 6 * painter->scale;
  cairo_t *cr = painter->cr;

  if (!curves->diverged || panel->kind == LAB_PANEL_DIAGNOSTIC)
    return;
  value = lab_training_value (scene->model, panel, contestant, FALSE, -1);
  x = lab_training_layout_pixel (scene->model, &panel->x, (double) curves->diverged_at);
  y = isfinite (value) ? lab_axis_to_pixel (&panel->y, value) : panel->y.end;
  y = CLAMP (y, panel->y.end + r, panel->y.start - r);
  if (!inside (panel, x, y))
    return;
  lab_color_set_source (lab_training_style (scene->model, contestant, scene->dark).line, cr);
  cairo_set_line_width (cr, 3 * painter->scale);
  cairo_move_to (cr, x - r, y - r);
  cairo_line_to (cr, x + r, y + r);
  cairo_move_to (cr, x + r, y - r);
  cairo_line_to (cr, x - r, y + r);
  cairo_stroke (cr);
}

/* A thin vertical through a panel, in the middle of a pixel. */
static void
draw_vertical (LabPainter *painter, const LabTrainingPanel *panel, double x)
{
  double at = floor (x) + 0.5;

  cairo_move_to (painter->cr, at, panel->y.end);
  cairo_line_to (painter->cr, at, panel->y.start);
  cairo_stroke (painter->cr);
}

static void
draw_event_lines (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  double dash[] = { 5 * painter->scale, 4 * painter->scale };

  lab_color_set_source (painter->theme->text, painter->cr);
  cairo_set_line_width (painter->cr, 1.5 * painter->scale);
  cairo_set_dash (painter->cr, dash, 2, 0);
  for (guint i = 0; i < lab_training_model_get_n_events (scene->model); i++)
    {
      guint64 step = lab_training_model_get_event (scene->model, i)->step;
      double x = lab_training_layout_pixel (scene->model, &panel->x, (double) step);

      if (x >= panel->x.start && x <= panel->x.end)
        draw_vertical (painter, panel, x);
    }
  cairo_set_dash (painter->cr, NULL, 0, 0);
}

static void
draw_pill (LabPainter *painter, const LabRect *place, const char *markup)
{
  cairo_t *cr = painter->cr;
  double r = place->height / 2;

  cairo_new_sub_path (cr);
  cairo_arc (cr, place->x + r, place->y + r, r, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, place->x + place->width - r, place->y + r, r, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  lab_color_set_source (painter->theme->text, cr);
  cairo_fill (cr);
  lab_text_draw (painter, place->x + place->width / 2, place->y + r, 0.5, 0.5, 15,
                 painter->theme->ground, markup);
}

/* The latest first: where pills would overlap, the earlier ones keep their line alone. */
static void
draw_pills (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  double s = painter->scale, free_up_to = INFINITY;

  for (guint i = lab_training_model_get_n_events (scene->model); i > 0; i--)
    {
      const LabTrainingEvent *event = lab_training_model_get_event (scene->model, i - 1);
      g_autofree char *text = lab_printable_markup (event->text);
      g_autofree char *markup = g_strdup_printf ("<b>%s</b>", text);
      double x = lab_training_layout_pixel (scene->model, &panel->x, (double) event->step);
      double width = lab_text_measure (painter, 0, 0, 0, 0, 15, markup).width + 28 * s;
      LabRect place = { x - width / 2, panel->y.end - 13 * s, width, 26 * s };

      place.x = CLAMP (place.x, 4 * s, scene->layout->width - width - 4 * s);
      if (x < panel->x.start || x > panel->x.end || place.x + width + 6 * s > free_up_to)
        continue;
      draw_pill (painter, &place, markup);
      free_up_to = place.x;
    }
}

/* What came after the step that is looked back at is there, but pale. */
static void
draw_scrub (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel)
{
  gint64 step = lab_training_model_get_scrub (scene->model);
  double x = CLAMP (lab_training_layout_pixel (scene->model, &panel->x, (double) step),
                    panel->x.start, panel->x.end);
  LabColor ground = painter->theme->ground;

  if (step < 0)
    return;
  cairo_set_source_rgba (painter->cr, ground.red / 255.0, ground.green / 255.0, ground.blue / 255.0,
                         0.72);
  cairo_rectangle (painter->cr, x, panel->y.end - 6 * painter->scale,
                   panel->x.end + 6 * painter->scale - x,
                   panel->y.start - panel->y.end + 12 * painter->scale);
  cairo_fill (painter->cr);
  lab_color_set_source (painter->theme->cursor, painter->cr);
  cairo_set_line_width (painter->cr, 2 * painter->scale);
  draw_vertical (painter, panel, x);
}

void
lab_training_draw_marks (LabPainter *painter, const LabTrainingScene *scene)
{
  LabDiagnostic diagnostic = lab_training_model_get_view (scene->model)->diagnostic;

  for (int i = 0; i < scene->layout->n_panels; i++)
    {
      const LabTrainingPanel *panel = &scene->layout->panel[i];

      for (int c = lab_training_model_get_n_contestants (scene->model) - 1; c >= 0; c--)
        {
          draw_first_point (painter, scene, panel, c);
          draw_markers (painter, scene, panel, c);
          draw_divergence (painter, scene, panel, c);
          if (panel->kind == LAB_PANEL_DIAGNOSTIC && diagnostic == LAB_DIAGNOSTIC_DEAD)
            draw_births (painter, scene, panel, c);
        }
      draw_event_lines (painter, scene, panel);
      draw_scrub (painter, scene, panel);
    }
  draw_pills (painter, scene, &scene->layout->panel[0]);
}
