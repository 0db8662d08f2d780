/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-raw.c - each batch's own value: pale, behind everything, never hidden
 *
 * Where steps are closer than pixels a line is an upright bar in each column, from the least to the
 * greatest value in it and on to its neighbour's: filled in whole pixels, that costs a hundredth of
 * stroking thousands of edges. See lab-training-figure-private.h.
 */

#include "lab-training-figure-private.h"

#include <math.h>
#include "lab-plot.h"

/* Columns that a stroked line is begun before what is cut out, so that it comes in as it went
 * out. */
enum { OVERLAP = 6 };

/* Steps a pixel up to which each value is a vertex. */
static const double densest_line = 0.8;

/* The colours meet: with many contestants each is paler, so that all together are no wall. */
static LabColor
raw_color (const LabTrainingScene *scene, int contestant)
{
  int n = lab_training_model_get_n_contestants (scene->model);

  return lab_color_mix (lab_training_style (scene->model, contestant, scene->dark).raw,
                        lab_palette_theme (scene->dark)->ground, fmax (0, 1 - 2.5 / n));
}

/* The extent of a column in pixels, from top to bottom. */
typedef struct {
  double top, bottom;
} Bar;

static gboolean
find_bar (const LabColumns *columns, const LabSeries *series, const LabAxis *y, int k, Bar *bar)
{
  guint from = lab_series_find (series, columns->edge[k]);
  guint to
      = lab_series_find (series, k + 1 < columns->n ? columns->edge[k + 1]
                                                    : nextafter (columns->edge[k + 1], INFINITY));
  LabSpan span = lab_series_span (series, from, to);

  if (span.n == 0)
    return FALSE;
  bar->top = lab_axis_to_pixel (y, (double) span.high);
  bar->bottom = lab_axis_to_pixel (y, (double) span.low);
  bar->top = isnan (bar->top) ? y->start : CLAMP (bar->top, y->end, y->start);
  bar->bottom = isfinite (bar->bottom) ? CLAMP (bar->bottom, y->end, y->start) : y->start;
  return TRUE;
}

/* To whole pixels, and on to the bar before it. */
static void
join_bar (Bar *bar, const Bar *before)
{
  if (before->top <= before->bottom)
    {
      bar->top = fmin (bar->top, before->bottom);
      bar->bottom = fmax (bar->bottom, before->top);
    }
  bar->top = floor (bar->top);
  bar->bottom = fmax (bar->top + 1, ceil (bar->bottom));
}

typedef struct {
  guint8 *data; /* NULL: through cairo */
  int stride, factor;
  LabColor color;
  gboolean dark;
  cairo_t *cr;
} Brush;

static guint32
blend_channel (guint32 ground, guint32 color, gboolean dark)
{
  if (dark)
    return 255 - (255 - ground) * (255 - color) / 255;
  return ground * color / 255;
}

static guint32
blend (guint32 ground, LabColor color, gboolean dark)
{
  return blend_channel (ground >> 16 & 0xff, color.red, dark) << 16
         | blend_channel (ground >> 8 & 0xff, color.green, dark) << 8
         | blend_channel (ground & 0xff, color.blue, dark);
}

static void
paint_bar (const Brush *brush, double x, const Bar *bar)
{
  int f = brush->factor, left = (int) x * f, top = (int) bar->top * f,
      bottom = (int) bar->bottom * f;

  if (!brush->data)
    {
      cairo_rectangle (brush->cr, x, bar->top, 1, bar->bottom - bar->top);
      return;
    }
  for (int row = top; row < bottom; row++)
    {
      guint32 *pixel = (guint32 *) (void *) (brush->data + row * brush->stride) + left;

      for (int i = 0; i < f; i++)
        pixel[i] = blend (pixel[i], brush->color, brush->dark);
    }
}

static void
paint_bars (const Brush *brush, const LabTrainingPanel *panel, const LabColumns *columns,
            const LabSeries *series, int first, int end)
{
  Bar before = { 1, 0 };

  for (int k = MAX (0, first - 1); k < end; k++)
    {
      Bar bar, extent;

      if (!find_bar (columns, series, &panel->y, k, &bar))
        continue;
      extent = bar;
      join_bar (&bar, &before);
      before = extent;
      if (k >= first)
        paint_bar (brush, columns->start + k, &bar);
    }
  if (!brush->data)
    cairo_fill (brush->cr);
}

/* PLplot cuts lines at the panel's edges by geometry, not by a clip. */
static void
draw_thin_lines (cairo_t *cr, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                 const LabColumns *columns, int first, int end)
{
  int room = lab_columns_room (first, end);
  g_autofree LabTrace *trace = g_new (LabTrace, (gsize) room);
  g_autofree double *points = g_new (double, 2 * (gsize) room);

  lab_plot_begin (cr, scene->layout->width, scene->layout->height);
  lab_plot_panel (&panel->x, &panel->y);
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    {
      LabStroke stroke = { .color = raw_color (scene, c),
                           .width = scene->layout->scale,
                           .blend = scene->dark ? CAIRO_OPERATOR_SCREEN : CAIRO_OPERATOR_MULTIPLY };
      int n = lab_columns_trace_raw (columns, lab_training_curve (scene->model, panel, c, FALSE),
                                     first, end, trace);

      for (int i = 0; i < n; i++)
        {
          points[i] = lab_axis_to_value (&panel->x, trace[i].pixel);
          points[room + i] = trace[i].value;
        }
      lab_plot_curve (&panel->x, &panel->y, points, points + room, n, &stroke);
    }
  lab_plot_end (cr);
}

static Brush
make_brush (cairo_t *cr, const LabTrainingScene *scene, gboolean on_pixels)
{
  cairo_surface_t *surface = cairo_get_target (cr);
  Brush brush = { .factor = 1, .dark = scene->dark, .cr = cr };
  double factor;

  if (!on_pixels)
    return brush;
  cairo_surface_flush (surface);
  cairo_surface_get_device_scale (surface, &factor, NULL);
  brush.data = cairo_image_surface_get_data (surface);
  brush.stride = cairo_image_surface_get_stride (surface);
  brush.factor = (int) factor;
  return brush;
}

static void
draw_all_bars (cairo_t *cr, const LabTrainingScene *scene, const LabTrainingPanel *panel,
               const LabColumns *columns, int first, int end, gboolean on_pixels)
{
  Brush brush = make_brush (cr, scene, on_pixels);

  cairo_save (cr);
  cairo_set_operator (cr, scene->dark ? CAIRO_OPERATOR_SCREEN : CAIRO_OPERATOR_MULTIPLY);
  for (int c = 0; c < lab_training_model_get_n_contestants (scene->model); c++)
    {
      brush.color = raw_color (scene, c);
      lab_color_set_source (brush.color, cr);
      paint_bars (&brush, panel, columns, lab_training_curve (scene->model, panel, c, FALSE), first,
                  end);
    }
  cairo_restore (cr);
  if (brush.data)
    cairo_surface_mark_dirty (cairo_get_target (cr));
}

void
lab_training_draw_raw (cairo_t *cr, const LabTrainingScene *scene, const LabTrainingPanel *panel,
                       const LabColumns *columns, int first, int end, gboolean on_pixels)
{
  if (columns->edge[columns->n] - columns->edge[0] > densest_line * columns->n)
    draw_all_bars (cr, scene, panel, columns, first, end, on_pixels);
  else
    draw_thin_lines (cr, scene, panel, columns, MAX (0, first - OVERLAP), end);
}
