/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-hover.c - one step of the run read off: a line through all plots and a table
 *
 * Where there is a margin the table stands there, in place of the last values; otherwise in the
 * corner of its plot where it covers least. Declared in lab-training-figure.h.
 */

#include "config.h"
#include "lab-training-figure-private.h"

#include <glib/gi18n.h>
#include <math.h>

enum { SAMPLES = 48 };

static const double row = 21, text_size = 14.5;

/* Where the column of the training ends, in parts of a table's width. */
static const double train_column = 0.58;

/* What the step takes above the table, in rows. */
static const double step_rows = 2.1;

/* Pixels of a table whose left upper corner is at x, y. */
typedef struct {
  double x, y, width, height, pitch;
  gboolean with_step;
} Table;

static void
clear (LabPainter *painter, double x, double y, double width, double height)
{
  lab_color_set_source (painter->theme->ground, painter->cr);
  cairo_rectangle (painter->cr, x, y, width, height);
  cairo_fill (painter->cr);
}

static void
draw_line (LabPainter *painter, const LabTrainingPanel *panel, double x)
{
  double dash[] = { 2 * painter->scale, 3 * painter->scale }, at = floor (x) + 0.5;

  lab_color_set_source (painter->theme->cursor, painter->cr);
  cairo_set_line_width (painter->cr, painter->scale);
  cairo_set_dash (painter->cr, dash, 2, 0);
  cairo_move_to (painter->cr, at, panel->y.end);
  cairo_line_to (painter->cr, at, panel->y.start);
  cairo_stroke (painter->cr);
  cairo_set_dash (painter->cr, NULL, 0, 0);
}

static void
draw_dots (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
           double x, gint64 step)
{
  for (int c = lab_training_model_get_n_contestants (scene->model) - 1; c >= 0; c--)
    {
      double value = lab_training_value (scene->model, panel, c, FALSE, step);
      double y = lab_axis_to_pixel (&panel->y, value);

      if (isfinite (y) && y >= panel->y.end && y <= panel->y.start)
        lab_training_draw_marker (painter, c, x, y, 3.5,
                                  lab_training_style (scene->model, c, scene->dark).line, TRUE);
    }
}

/* "Step 1,290" and under it, dim, "epoch 3.00 · 51.6 s". */
static double
draw_step (LabPainter *painter, const LabTrainingScene *scene, const Table *table, gint64 step)
{
  const LabRunCurves *run = lab_training_model_get_run (scene->model);
  char count[40], epoch[40], seconds[40];
  /* Translators: a number of training steps */
  g_autofree char *first = g_strdup_printf (_("<b>Step %s</b>"),
                                            lab_format_count ((double) step, count, sizeof count));
  /* Translators: how far the training had come: epochs and seconds */
  g_autofree char *second
      = g_strdup_printf (_("epoch %s · %s s"),
                         lab_format_fixed (lab_run_curves_x (run, LAB_X_EPOCHS, (double) step), 2,
                                           epoch, sizeof epoch),
                         lab_format_fixed (lab_run_curves_x (run, LAB_X_SECONDS, (double) step), 1,
                                           seconds, sizeof seconds));

  lab_text_draw (painter, table->x, table->y, 0, 0, text_size, painter->theme->text, first);
  lab_text_draw (painter, table->x, table->y + 0.95 * table->pitch, 0, 0, 13, painter->theme->dim,
                 second);
  return table->y + step_rows * table->pitch;
}

static void
draw_column_names (LabPainter *painter, const Table *table, double y)
{
  lab_text_draw (painter, table->x + train_column * table->width, y, 1, 0, 13, painter->theme->dim,
                 _("train"));
  lab_text_draw (painter, table->x + table->width, y, 1, 0, 13, painter->theme->dim,
                 _("validation"));
}

static void
draw_name (LabPainter *painter, const LabTrainingScene *scene, const Table *table, int contestant,
           double y)
{
  g_autofree char *name = lab_training_name (scene->model, contestant);
  g_autofree char *bold = g_strdup_printf ("<b>%s</b>", name);
  LabColor color = lab_training_style (scene->model, contestant, scene->dark).label;
  double room = train_column * table->width - 52 * painter->scale, size = text_size;
  double width = lab_text_measure (painter, 0, 0, 0, 0, size, bold).width;

  size *= fmin (1, room / width);
  lab_text_draw (painter, table->x, y + table->pitch / 2, 0, 0.5, size, color, bold);
}

static void
draw_table (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
            const Table *table, gint64 step)
{
  double y = table->with_step ? draw_step (painter, scene, table, step) : table->y;

  draw_column_names (painter, table, y);
  y += table->pitch * 0.9;
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++, y += table->pitch)
    {
      draw_name (painter, scene, table, c, y);
      for (int validation = 0; validation <= 1; validation++)
        {
          double value = lab_training_value (scene->model, panel, c, validation, step);
          char number[64];

          lab_training_format (scene->model, panel, value, number, sizeof number);
          lab_text_draw (painter, table->x + (validation ? 1 : train_column) * table->width,
                         y + table->pitch / 2, 1, 0.5, text_size, painter->theme->text, number);
        }
    }
}

static Table
measure_table (const LabTrainingScene *scene, gboolean with_step, double width, double room)
{
  double s = scene->layout->scale;
  double rows
      = lab_training_model_get_n_contestants (scene->model) + 0.9 + (with_step ? step_rows : 0);
  Table table = { .width = width, .pitch = fmin (row * s, room / rows), .with_step = with_step };

  table.height = rows * table.pitch;
  return table;
}

static void
draw_in_margin (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                gint64 step)
{
  gboolean first = panel->kind == LAB_PANEL_LOSS;
  double s = painter->scale, height = panel->y.start - panel->y.end;
  /* Above the loss there are buttons. */
  double above = (first ? 8 : 17) * s;
  /* The unit of x stands below the accuracy. */
  double below = panel->x_labels ? 4 * s : above, room = above + height + below;
  Table table = measure_table (scene, first, scene->layout->width - panel->x.end - 28 * s, room);

  clear (painter, panel->x.end + 3 * s, panel->y.end - above,
         scene->layout->width - panel->x.end - 3 * s, room);
  table.x = panel->x.end + 16 * s;
  table.y = CLAMP (panel->y.end + (height - table.height) / 2, panel->y.end - above,
                   panel->y.start + below - table.height);
  draw_table (painter, scene, panel, &table, step);
}

/* How much of the curves a rectangle would cover. */
static int
covered (const LabTrainingScene *scene, const LabTrainingPanel *panel, const LabRect *place)
{
  int n = 0;

  for (int i = 0; i < SAMPLES; i++)
    {
      double x = place->x + place->width * i / (SAMPLES - 1);
      gint64 step = (gint64) lab_training_layout_step (scene->model, &panel->x, x);

      if (x > lab_training_layout_pixel (scene->model, &panel->x,
                                         (double) lab_training_model_get_step (scene->model)))
        break;
      for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
        for (int validation = 0; validation <= 1; validation++)
          {
            double y = lab_axis_to_pixel (
                &panel->y, lab_training_value (scene->model, panel, c, validation, step));

            n += y >= place->y && y <= place->y + place->height;
          }
    }
  return n;
}

/* Beside the line, above or below; on a panel too narrow for that, over the line. */
static LabRect
find_place (const LabTrainingScene *scene, const LabTrainingPanel *panel, double x, double width,
            double height)
{
  double s = scene->layout->scale, gap = 10 * s;
  LabRect best = { panel->x.start + gap, panel->y.end + gap, width, height };
  int least = G_MAXINT;

  for (int i = 0; i < 4; i++)
    {
      LabRect place = { i % 2 ? x - gap - width : x + gap,
                        i / 2 ? panel->y.start - gap - height : panel->y.end + gap, width, height };
      int n;

      if (place.x < 4 * s || place.x + width > scene->layout->width - 4 * s)
        continue;
      n = covered (scene, panel, &place);
      if (n < least)
        {
          least = n;
          best = place;
        }
    }
  return best;
}

static void
draw_in_corner (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                double x, gint64 step)
{
  double s = painter->scale, pad = 8 * s;
  Table table = measure_table (scene, panel == scene->layout->panel, 196 * s,
                               panel->y.start - panel->y.end - 3 * pad);
  LabRect place = find_place (scene, panel, x, table.width + 2 * pad, table.height + 2 * pad);

  clear (painter, place.x, place.y, place.width, place.height);
  lab_color_set_source (painter->theme->separator, painter->cr);
  cairo_set_line_width (painter->cr, 1);
  cairo_rectangle (painter->cr, floor (place.x) + 0.5, floor (place.y) + 0.5, floor (place.width),
                   floor (place.height));
  cairo_stroke (painter->cr);
  table.x = place.x + pad;
  table.y = place.y + pad;
  draw_table (painter, scene, panel, &table, step);
}

/* The plots of the layers are too small for a table: their values stand where the last ones do. */
static void
draw_beside (LabPainter *painter, const LabTrainingScene *scene, const LabTrainingPanel *panel,
             gint64 step)
{
  double s = painter->scale, reach = 14 * s;
  double width = panel->last ? scene->layout->width - panel->x.end : 66 * s;

  clear (painter, panel->x.end + 3 * s, panel->y.end - reach + 8 * s, width - 3 * s,
         panel->y.start - panel->y.end + 2 * reach - 8 * s);
  lab_training_draw_panel_labels (painter, scene, panel, step);
}

void
lab_training_figure_draw_hover (cairo_t *cr, LabTrainingModel *model,
                                const LabTrainingLayout *layout, gboolean dark, gint64 step)
{
  LabTrainingScene scene = { model, layout, dark };
  LabPainter painter;

  lab_painter_init (&painter, cr, dark, layout->scale);
  for (int i = 0; i < layout->n_panels; i++)
    {
      const LabTrainingPanel *panel = &layout->panel[i];
      double x = lab_training_layout_pixel (model, &panel->x, (double) step);

      if (x >= panel->x.start - 0.5 && x <= panel->x.end + 0.5)
        {
          draw_line (&painter, panel, x);
          draw_dots (&painter, &scene, panel, x, step);
        }
      if (panel->kind == LAB_PANEL_DIAGNOSTIC)
        draw_beside (&painter, &scene, panel, step);
      else if (layout->end_names)
        draw_in_margin (&painter, &scene, panel, step);
      else
        draw_in_corner (&painter, &scene, panel, x, step);
    }
  lab_painter_clear (&painter);
}
