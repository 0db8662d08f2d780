/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-plot.h"

#include <math.h>
#include <plplot/plplot.h>
#include <plplot/plplotP.h>
#include <string.h>
#include "lab-polyline.h"

enum {
  LINE_COLOR = 1,
  /* PLplot strokes a polyline in pieces of 256 points and starts the dashes anew at each. Ours are
   * shorter, with the dash's phase carried over. */
  PIECE = 200,
};

static struct {
  cairo_t *cr;
  cairo_matrix_t matrix; /* before PLplot turned it upside down */
  double width, height;
  gboolean hurry;
} page; /* the picture being drawn: PLplot's stream is as global as this */

gboolean
lab_plot_is_available (void)
{
  static int found = -1;
  const char *room[2][128], **menu = room[0], **names = room[1];
  int n = G_N_ELEMENTS (room[0]);

  if (found >= 0)
    return found;
  found = FALSE;
  plgDevs (&menu, &names, &n);
  for (int i = 0; i < n; i++)
    found |= strcmp (names[i], "extcairo") == 0;
  return found;
}

void
lab_plot_begin (cairo_t *cr, double width, double height)
{
  g_return_if_fail (page.cr == NULL);
  g_return_if_fail (width >= 1 && width <= 16384 && height >= 1 && height <= 16384);

  page.cr = cr;
  page.width = width;
  page.height = height;
  page.hurry = FALSE;
  plsstrm (0);
  plsdev ("extcairo");
  plspage (0, 0, (PLINT) ceil (width), (PLINT) ceil (height), 0, 0);
  plinit ();
  cairo_get_matrix (cr, &page.matrix);
  cairo_save (cr);
  pl_cmd (PLESC_DEVINIT, cr); /* flips the y axis, hence the save */
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  pladv (0);
}

void
lab_plot_end (cairo_t *cr)
{
  g_return_if_fail (page.cr == cr);

  cairo_restore (cr);
  plend1 ();
  page.cr = NULL;
}

/* PLplot's world is the panel in pixels, y downwards. */
void
lab_plot_panel (const LabAxis *x, const LabAxis *y)
{
  double width = ceil (page.width), height = ceil (page.height);
  double left = MIN (x->start, x->end), right = MAX (x->start, x->end);
  double top = MIN (y->start, y->end), bottom = MAX (y->start, y->end);

  g_return_if_fail (right - left >= 1 && bottom - top >= 1);

  plvpor (left / width, right / width, 1 - bottom / height, 1 - top / height);
  plwind (left, right, bottom, top);
}

void
lab_plot_hurry (void)
{
  page.hurry = TRUE;
}

/* Dashes with their gaps shorter than this many pixels: no two pixels side by side need be alike. */
static const double dense = 4.5;

static gboolean
is_dense (const LabStroke *stroke)
{
  for (int i = 1; i < stroke->n_dashes; i += 2)
    if (stroke->dash[i - 1] + stroke->dash[i] < dense)
      return TRUE;
  return FALSE;
}

/* FAST halves the time of a smooth curve. But where every pixel of a row differs from the one before,
 * as in dense dashes and restless lines, cairo 1.16 then writes beyond its memory: it has room for one
 * span a pixel, and needs one more.                                                              */
static void
set_antialias (const LabStroke *stroke, gboolean restless)
{
  gboolean fine = restless || stroke->blend != CAIRO_OPERATOR_OVER
                  || (page.hurry ? is_dense (stroke) : stroke->n_dashes > 0);

  cairo_set_antialias (page.cr, fine ? CAIRO_ANTIALIAS_GOOD : CAIRO_ANTIALIAS_FAST);
}

static void
set_stroke (const LabStroke *stroke)
{
  plscol0 (LINE_COLOR, stroke->color.red, stroke->color.green, stroke->color.blue);
  plcol0 (LINE_COLOR);
  plwidth (stroke->width);
  cairo_set_operator (page.cr, stroke->blend);
  cairo_set_dash (page.cr, stroke->dash, stroke->n_dashes, 0);
}

/* A line of one pixel is crisp if its middle is the middle of a pixel. */
static double
snap (double pixel)
{
  return floor (pixel) + 0.5;
}

static void
stroke_ticks (const LabAxis *x, const LabTicks *x_ticks, const LabAxis *y, const LabTicks *y_ticks,
              gboolean zero)
{
  for (int i = 0; i < x_ticks->n; i++)
    if ((!x->logarithmic && x_ticks->value[i] == 0) == zero)
      {
        double at = snap (lab_axis_to_pixel (x, x_ticks->value[i]));

        cairo_move_to (page.cr, at, y->start);
        cairo_line_to (page.cr, at, y->end);
      }
  for (int i = 0; i < y_ticks->n; i++)
    if ((!y->logarithmic && y_ticks->value[i] == 0) == zero)
      {
        double at = snap (lab_axis_to_pixel (y, y_ticks->value[i]));

        cairo_move_to (page.cr, x->start, at);
        cairo_line_to (page.cr, x->end, at);
      }
  cairo_stroke (page.cr);
}

/* With cairo, in two strokes: lines along the axes are what it is fastest at, and PLplot would make
 * a stroke of each. First the thin ones, so that none crosses over a zero axis.                  */
void
lab_plot_grid (const LabAxis *x, const LabTicks *x_ticks, const LabAxis *y, const LabTicks *y_ticks,
               const LabTheme *theme)
{
  cairo_save (page.cr);
  cairo_set_matrix (page.cr, &page.matrix);
  cairo_set_operator (page.cr, CAIRO_OPERATOR_OVER);
  cairo_set_line_width (page.cr, 1);
  cairo_set_dash (page.cr, NULL, 0, 0);
  lab_color_set_source (theme->grid, page.cr);
  stroke_ticks (x, x_ticks, y, y_ticks, FALSE);
  lab_color_set_source (theme->zero_axis, page.cr);
  stroke_ticks (x, x_ticks, y, y_ticks, TRUE);
  cairo_restore (page.cr);
}

LabStroke
lab_stroke_from_style (const LabStyle *style, double width)
{
  LabStroke stroke = {
    .color = style->line, .width = width, .n_dashes = style->n_dashes, .blend = CAIRO_OPERATOR_OVER
  };

  for (int i = 0; i < style->n_dashes; i++)
    stroke.dash[i] = style->dash[i] * width / 3.5;
  return stroke;
}

/* PLplot gives a line of two points round ends, which would close the gaps between dashes. */
static void
stroke_straight (const double *x, const double *y)
{
  double px[] = { x[0], (x[0] + x[1]) / 2, x[1] }, py[] = { y[0], (y[0] + y[1]) / 2, y[1] };

  plline (3, px, py);
}

static void
stroke_pieces (double *x, double *y, int n, const LabStroke *stroke, double phase)
{
  for (int first = 0; first + 1 < n; first += PIECE - 1)
    {
      int count = MIN (PIECE, n - first);

      cairo_set_dash (page.cr, stroke->dash, stroke->n_dashes, phase);
      if (count == 2)
        stroke_straight (x + first, y + first);
      else
        plline (count, x + first, y + first);
      for (int i = first; i + 1 < first + count; i++)
        phase += hypot (x[i + 1] - x[i], y[i + 1] - y[i]);
    }
}

void
lab_plot_line (double *x, double *y, int n, const LabStroke *stroke, double phase)
{
  set_stroke (stroke);
  set_antialias (stroke, TRUE);
  stroke_pieces (x, y, n, stroke, phase);
}

void
lab_plot_curve (const LabAxis *x_axis, const LabAxis *y_axis, const double *x, const double *y,
                int n, const LabStroke *stroke)
{
  g_autofree double *px = g_new (double, 2 * (gsize) MAX (n, 1));
  double *py = px + MAX (n, 1);
  /* Far outside the panel a coordinate is as good as at this distance, and PLplot's integers hold. */
  double limit = 4 * 16384;
  int run = 0;

  set_stroke (stroke);
  set_antialias (stroke, FALSE);
  for (int i = 0; i <= n; i++)
    {
      double at_x = i < n ? lab_axis_to_pixel (x_axis, x[i]) : NAN;
      double at_y = i < n ? lab_axis_to_pixel (y_axis, y[i]) : NAN;

      if (isfinite (at_x) && isfinite (at_y))
        {
          px[run] = CLAMP (at_x, -limit, limit);
          py[run++] = CLAMP (at_y, -limit, limit);
          continue;
        }
      if (run > 1)
        stroke_pieces (px, py, lab_polyline_simplify (px, py, run, 0.15), stroke, 0);
      run = 0;
    }
}
