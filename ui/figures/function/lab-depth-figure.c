/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-depth-figure.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-function-style.h"
#include "lab-plot.h"

/* Below and above these a gradient is of no use any more: where the words stand. */
static const double vanished = 1e-3, exploded = 1e3;

/* What the axis shows at most: 40 decades are as good as all of them. */
static const double lowest = 1e-40, highest = 1e40;

double
lab_depth_product (nn_activation f, double z, int layers)
{
  return pow (fabs (nn_activation_eval (f, 1, z)), layers);
}

typedef struct {
  LabPainter *painter;
  const LabFunctionScene *scene;
  double z;
  int layers;
  LabAxis x, y;
} Figure;

static char *
format_end (Figure *figure, int curve)
{
  nn_activation f = figure->scene->curve[curve];
  char value[48];

  lab_format_value (lab_depth_product (f, figure->z, figure->layers), value, sizeof value);
  return g_strdup_printf ("<b>%s</b> %s", value, nn_activation_get_info (f.id)->title);
}

/* The widest of the values at the ends, but at most half of the picture. */
static double
find_margin (Figure *figure, double width)
{
  double margin = 0;

  for (int c = 0; c < figure->scene->n_curves; c++)
    {
      g_autofree char *text = format_end (figure, c);

      margin = fmax (margin, lab_text_measure (figure->painter, 0, 0, 0, 0, 15, text).width);
    }
  return fmin (margin + 18 * figure->painter->scale, width / 2);
}

static void
init_axes (Figure *figure, double width, double height)
{
  double scale = figure->painter->scale, low = 1e-4, high = 10;

  for (int c = 0; c < figure->scene->n_curves; c++)
    {
      double end = lab_depth_product (figure->scene->curve[c], figure->z, figure->layers);

      if (end > 0)
        low = fmin (low, end / 10);
      high = fmax (high, end * 10);
    }
  figure->x = (LabAxis){ .low = 0,
                         .high = figure->layers,
                         .start = 62 * scale,
                         .end = width - find_margin (figure, width) };
  figure->x.end = fmax (figure->x.end, figure->x.start + 40);
  figure->y = (LabAxis){ .low = fmax (low, lowest),
                         .high = fmin (high, highest),
                         .start = height - 24 * scale,
                         .end = 10 * scale,
                         .logarithmic = TRUE };
}

static void
draw_curves (Figure *figure)
{
  double x[LAB_MAX_LAYERS + 1], y[LAB_MAX_LAYERS + 1];

  for (int c = figure->scene->n_curves - 1; c >= 0; c--)
    {
      LabStyle style = lab_function_style (figure->scene, c, figure->painter->dark);
      LabStroke stroke = lab_stroke_from_style (&style, 3 * figure->painter->scale);

      for (int l = 0; l <= figure->layers; l++)
        {
          double product = lab_depth_product (figure->scene->curve[c], figure->z, l);

          x[l] = l;
          /* What has left the axis leaves the picture, also where it has no logarithm. */
          y[l] = CLAMP (product, figure->y.low * 1e-3, figure->y.high * 1e3);
        }
      lab_plot_curve (&figure->x, &figure->y, x, y, figure->layers + 1, &stroke);
    }
}

static void
draw_grid_and_curves (Figure *figure, double width, double height)
{
  LabTicks columns = lab_axis_ticks (&figure->x, 50 * figure->painter->scale);
  LabTicks rows = lab_axis_ticks (&figure->y, 28 * figure->painter->scale);
  char label[40];

  lab_plot_begin (figure->painter->cr, width, height);
  lab_plot_panel (&figure->x, &figure->y);
  lab_plot_grid (&figure->x, &columns, &figure->y, &rows, figure->painter->theme);
  draw_curves (figure);
  lab_plot_end (figure->painter->cr);
  for (int i = 0; i < columns.n; i++)
    if (columns.value[i] == floor (columns.value[i]))
      lab_text_draw (figure->painter, lab_axis_to_pixel (&figure->x, columns.value[i]),
                     figure->y.start + 5 * figure->painter->scale, 0.5, 0, 13,
                     figure->painter->theme->dim,
                     lab_tick_label (&columns, columns.value[i], label, sizeof label));
  for (int i = 0; i < rows.n; i++)
    lab_text_draw (figure->painter, figure->x.start - 8 * figure->painter->scale,
                   lab_axis_to_pixel (&figure->y, rows.value[i]), 1, 0.5, 13,
                   figure->painter->theme->dim,
                   lab_tick_label (&rows, rows.value[i], label, sizeof label));
}

/* How many curves run through the place; between the layers, too, they are straight. */
static int
count_curves (const Figure *figure, const LabRect *place)
{
  int n = 0;

  for (int c = 0; c < figure->scene->n_curves; c++)
    {
      double slope = fabs (nn_activation_eval (figure->scene->curve[c], 1, figure->z));
      gboolean through = FALSE;

      for (int i = 0; i <= 8; i++)
        {
          double layer = lab_axis_to_value (&figure->x, place->x + place->width * i / 8);
          double at = lab_axis_to_pixel (&figure->y, fmax (pow (slope, layer), lowest));

          through |= at > place->y && at < place->y + place->height;
        }
      n += through;
    }
  return n;
}

/* Left, in the middle, or right: where fewest curves are. yalign as for texts. */
static void
draw_word (Figure *figure, double y, double yalign, const char *text)
{
  double margin = 8 * figure->painter->scale, room;
  LabRect place = lab_text_measure (figure->painter, 0, y, 0, yalign, 14, text), best = place;
  int least = G_MAXINT;

  room = fmax (0, figure->x.end - figure->x.start - place.width - 2 * margin);
  for (int i = 0; i <= 2; i++)
    {
      int n;

      place.x = figure->x.start + margin + room * i / 2;
      n = count_curves (figure, &place);
      if (n < least)
        best = place;
      least = MIN (least, n);
    }
  lab_text_draw_halo (figure->painter, best.x, best.y, 0, 0, 14, figure->painter->theme->dim, text);
}

static void
draw_words (Figure *figure)
{
  double low = lab_axis_to_pixel (&figure->y, vanished),
         high = lab_axis_to_pixel (&figure->y, exploded);

  if (low < figure->y.start - 4)
    draw_word (figure, figure->y.start - 4, 1, _("the gradient vanishes"));
  if (high > figure->y.end + 4)
    draw_word (figure, figure->y.end + 2, 0, _("the gradient explodes"));
}

typedef struct {
  double y;
  int curve;
} End;

static int
compare_ends (const void *a, const void *b)
{
  double first = ((const End *) a)->y, second = ((const End *) b)->y;

  return (first > second) - (first < second);
}

/* Values at the curves' ends, pushed apart. */
static void
draw_ends (Figure *figure)
{
  End ends[LAB_MAX_CURVES];
  double y[LAB_MAX_CURVES], height[LAB_MAX_CURVES];
  double scale = figure->painter->scale;
  int n = figure->scene->n_curves;

  for (int c = 0; c < n; c++)
    {
      double end = lab_depth_product (figure->scene->curve[c], figure->z, figure->layers);
      double at = lab_axis_to_pixel (&figure->y, fmax (end, figure->y.low * 1e-3));

      ends[c] = (End){ CLAMP (at, figure->y.end, figure->y.start), c };
    }
  qsort (ends, (size_t) n, sizeof *ends, compare_ends);
  for (int i = 0; i < n; i++)
    {
      y[i] = ends[i].y;
      height[i] = 19 * scale;
    }
  lab_text_spread (y, height, n, 0, figure->y.start + 24 * scale);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *text = format_end (figure, ends[i].curve);

      lab_text_draw (figure->painter, figure->x.end + 10 * scale, y[i], 0, 0.5, 15,
                     lab_function_style (figure->scene, ends[i].curve, figure->painter->dark).label,
                     text);
    }
}

void
lab_depth_figure_draw (cairo_t *cr, const LabFunctionScene *scene, double z, int layers,
                       double width, double height, double scale, gboolean dark)
{
  LabPainter painter;
  Figure figure = {
    .painter = &painter, .scene = scene, .z = z, .layers = CLAMP (layers, 1, LAB_MAX_LAYERS)
  };

  scale = lab_text_fit_scale (scale, width, 340, height, 150);
  lab_painter_init (&painter, cr, dark, scale);
  init_axes (&figure, width, height);
  draw_grid_and_curves (&figure, width, height);
  draw_words (&figure);
  draw_ends (&figure);
  lab_painter_clear (&painter);
}

char *
lab_depth_describe (const LabFunctionScene *scene, double z, int layers)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char a[48], b[48];

  /* Translators: a whole number, and a number */
  g_string_append_printf (text,
                          ngettext ("Product of the slopes over %d layer at z = %s.",
                                    "Product of the slopes over %d layers at z = %s.",
                                    (gulong) layers),
                          layers, lab_format_cursor (z, a, sizeof a));
  for (int c = 0; c < scene->n_curves; c++)
    {
      g_autofree char *name = lab_formula_name (scene->curve[c]);

      g_string_append_printf (
          text, " %s: %s.", name,
          lab_format_value (lab_depth_product (scene->curve[c], z, layers), b, sizeof b));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
