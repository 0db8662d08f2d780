/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-marks.h"

#include <math.h>

void
lab_sweep_picture_init (LabSweepPicture *picture, LabPainter *painter, LabSweepModel *model,
                        const LabSweepLayout *layout)
{
  *picture = (LabSweepPicture){
    .painter = painter, .model = model, .shown = lab_sweep_model_get_shown (model), .layout = layout
  };
  picture->metric = lab_metric_get_info (picture->shown->metric);
}

LabStyle
lab_sweep_picture_style (const LabSweepPicture *picture, int alpha)
{
  return lab_palette_style (picture->shown->alpha[alpha] == 0 ? NN_RELU : NN_ELU,
                            picture->painter->dark);
}

double
lab_sweep_picture_x (const LabSweepPicture *picture, int alpha)
{
  return lab_axis_to_pixel (&picture->layout->x, picture->shown->alpha[alpha]);
}

double
lab_sweep_picture_y (const LabSweepPicture *picture, double value)
{
  const LabAxis *y = &picture->layout->y;
  double shown = picture->metric->scale * value;

  /* Zero has no place on a logarithmic axis, and none is below its end. */
  return lab_axis_to_pixel (y, CLAMP (shown, y->low, y->high));
}

/* Pixels between neighbouring dots of a column. */
static double
distance (const LabSweepPicture *picture)
{
  return 1.5 * picture->layout->half / picture->shown->n_seeds;
}

double
lab_sweep_picture_radius (const LabSweepPicture *picture)
{
  double s = picture->layout->scale;

  return CLAMP (0.9 * distance (picture), 3 * s, 5 * s);
}

void
lab_sweep_trace_mark (cairo_t *cr, double x, double y, double radius, gboolean square)
{
  cairo_new_path (cr);
  if (square)
    cairo_rectangle (cr, x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius);
  else
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
}

/* One standard deviation to both sides of the mean. */
static void
draw_band (const LabSweepPicture *picture, int alpha, const LabSweepColumn *column)
{
  cairo_t *cr = picture->painter->cr;
  double x = lab_sweep_picture_x (picture, alpha), half = picture->layout->half;
  double top = lab_sweep_picture_y (picture, column->mean + column->spread);
  double end = lab_sweep_picture_y (picture, column->mean - column->spread);

  if (isnan (column->spread))
    return;
  lab_color_set_source (lab_sweep_picture_style (picture, alpha).raw, cr);
  cairo_rectangle (cr, x - half, top, 2 * half, fmax (end - top, 1));
  cairo_fill (cr);
}

static void
draw_mean (const LabSweepPicture *picture, int alpha, const LabSweepColumn *column)
{
  cairo_t *cr = picture->painter->cr;
  double x = lab_sweep_picture_x (picture, alpha), half = picture->layout->half;
  double y = lab_sweep_picture_y (picture, column->mean);

  lab_color_set_source (lab_sweep_picture_style (picture, alpha).line, cr);
  cairo_set_line_width (cr, 3.5 * picture->layout->scale);
  cairo_move_to (cr, x - half, y);
  cairo_line_to (cr, x + half, y);
  cairo_stroke (cr);
}

/* Through the runs of a seed; broken where one is missing or diverged. */
static void
draw_seed (const LabSweepPicture *picture, int seed)
{
  gboolean pen_down = FALSE;
  double x, y;

  for (int a = 0; a < picture->shown->n_alphas; a++)
    {
      gboolean drawn = lab_sweep_model_get_point (picture->model, a, seed)->state == LAB_POINT_DONE
                       && lab_sweep_layout_place (picture->layout, picture->model, a, seed, &x, &y);

      if (drawn && pen_down)
        cairo_line_to (picture->painter->cr, x, y);
      else if (drawn)
        cairo_move_to (picture->painter->cr, x, y);
      pen_down = drawn;
    }
  cairo_stroke (picture->painter->cr);
}

/* The cross of a run that has no value. */
static void
draw_cross (cairo_t *cr, double x, double y, double r, double width)
{
  cairo_set_line_width (cr, width);
  for (int i = -1; i <= 1; i += 2)
    {
      cairo_move_to (cr, x - r, y - i * r);
      cairo_line_to (cr, x + r, y + i * r);
      cairo_stroke (cr);
    }
}

static void
draw_run (const LabSweepPicture *picture, int alpha, int seed)
{
  cairo_t *cr = picture->painter->cr;
  LabStyle style = lab_sweep_picture_style (picture, alpha);
  double r = lab_sweep_picture_radius (picture), x, y;

  if (!lab_sweep_layout_place (picture->layout, picture->model, alpha, seed, &x, &y))
    return;
  lab_color_set_source (style.line, cr);
  if (lab_sweep_model_get_point (picture->model, alpha, seed)->state == LAB_POINT_DIVERGED)
    {
      draw_cross (cr, x, y, 0.9 * r, 2 * picture->layout->scale);
      return;
    }
  lab_sweep_trace_mark (cr, x, y, r, picture->shown->alpha[alpha] == 0);
  cairo_fill_preserve (cr);
  lab_color_set_source (picture->painter->theme->ground, cr);
  cairo_set_line_width (cr, r / 4);
  cairo_stroke (cr);
}

/* Crosses that would lie on one another become one, and their number. */
static void
draw_count (const LabSweepPicture *picture, int alpha, int n)
{
  LabPainter *painter = picture->painter;
  double s = picture->layout->scale, x = lab_sweep_picture_x (picture, alpha);
  LabStyle style = lab_sweep_picture_style (picture, alpha);
  g_autofree char *text = g_strdup_printf ("%d", n);

  lab_color_set_source (style.line, painter->cr);
  draw_cross (painter->cr, x - 8 * s, picture->layout->row, 4 * s, 2 * s);
  lab_text_draw (painter, x, picture->layout->row, 0, 0.5, 14, style.label, text);
}

static void
draw_runs (const LabSweepPicture *picture, int alpha, const LabSweepColumn *column)
{
  gboolean crowded = column->diverged > 1 && distance (picture) < 6 * picture->layout->scale;

  for (int s = 0; s < picture->shown->n_seeds; s++)
    if (!crowded
        || lab_sweep_model_get_point (picture->model, alpha, s)->state != LAB_POINT_DIVERGED)
      draw_run (picture, alpha, s);
  if (crowded)
    draw_count (picture, alpha, column->diverged);
}

void
lab_sweep_draw_columns (const LabSweepPicture *picture)
{
  const LabTheme *theme = picture->painter->theme;
  LabSweepColumn column[LAB_SWEEP_MOST_ALPHAS];

  for (int a = 0; a < picture->shown->n_alphas; a++)
    {
      column[a] = lab_sweep_model_get_column (picture->model, a);
      if (column[a].n > 0)
        draw_band (picture, a, &column[a]);
    }
  lab_color_set_source (lab_color_mix (theme->ground, theme->dim, 0.4), picture->painter->cr);
  cairo_set_line_width (picture->painter->cr, picture->layout->scale);
  for (int s = 0; s < picture->shown->n_seeds; s++)
    draw_seed (picture, s);
  for (int a = 0; a < picture->shown->n_alphas; a++)
    {
      if (column[a].n > 0)
        draw_mean (picture, a, &column[a]);
      draw_runs (picture, a, &column[a]);
    }
}

/* A pill in the colours of text and ground turned round, beside the dot and within the picture. */
static void
draw_pill (const LabSweepPicture *picture, double x, double y, const char *text)
{
  LabPainter *painter = picture->painter;
  double s = picture->layout->scale, height = 28 * s;
  LabRect box = lab_text_measure (painter, 0, 0, 0, 0, 15, text);
  double width = box.width + 24 * s;
  double left = fmax (4, fmin (x - width / 2, picture->layout->width - width - 4));
  double top = y - height - 14 * s < 4 ? y + 14 * s : y - height - 14 * s;
  cairo_t *cr = painter->cr;

  cairo_new_sub_path (cr);
  cairo_arc (cr, left + height / 2, top + height / 2, height / 2, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, left + width - height / 2, top + height / 2, height / 2, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  lab_color_set_source (painter->theme->text, cr);
  cairo_fill (cr);
  lab_text_draw (painter, left + width / 2, top + height / 2, 0.5, 0.5, 15, painter->theme->ground,
                 text);
}

static void
draw_selected (const LabSweepPicture *picture, int alpha, int seed, double x, double y)
{
  cairo_t *cr = picture->painter->cr;
  double s = picture->layout->scale;
  g_autofree char *words = lab_sweep_model_describe_run (picture->model);
  g_autofree char *text = g_markup_printf_escaped ("<b>%s</b>", words);

  lab_color_set_source (picture->painter->theme->text, cr);
  cairo_set_line_width (cr, 1.5 * s);
  draw_seed (picture, seed);
  for (int a = 0; a < picture->shown->n_alphas; a++)
    if (lab_sweep_model_get_point (picture->model, a, seed)->state == LAB_POINT_DONE)
      draw_run (picture, a, seed);
  lab_color_set_source (picture->painter->theme->text, cr);
  cairo_set_line_width (cr, 1.5 * s);
  lab_sweep_trace_mark (cr, x, y, lab_sweep_picture_radius (picture) + 2.5 * s, FALSE);
  cairo_stroke (cr);
  draw_pill (picture, x, y, text);
}

void
lab_sweep_figure_draw_selection (cairo_t *cr, LabSweepModel *model, const LabSweepLayout *layout,
                                 gboolean dark)
{
  LabPainter painter;
  LabSweepPicture picture;
  double x, y;
  int alpha, seed;

  if (!lab_sweep_model_get_selected (model, &alpha, &seed)
      || !lab_sweep_layout_place (layout, model, alpha, seed, &x, &y))
    return;
  lab_painter_init (&painter, cr, dark, layout->scale);
  lab_sweep_picture_init (&picture, &painter, model, layout);
  draw_selected (&picture, alpha, seed, x, y);
  lab_painter_clear (&painter);
}
