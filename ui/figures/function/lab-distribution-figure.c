/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-distribution-figure.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-function-style.h"
#include "lab-plot.h"
#include "nn-activation-moments.h"

/* z is cut into so many cells of known probability, over so many sigmas to each side. */
enum { CELLS = 4096 };

static const double reach = 6;

void
lab_distribution_histogram (nn_activation f, double mu, double sigma, double low, double high,
                            double probability[LAB_HISTOGRAM_BINS])
{
  double below = 0;

  for (int i = 0; i < LAB_HISTOGRAM_BINS; i++)
    probability[i] = 0;
  for (int i = 0; i < CELLS; i++)
    {
      double end = mu + sigma * reach * (2.0 * (i + 1) / CELLS - 1);
      double middle = mu + sigma * reach * (2 * (i + 0.5) / CELLS - 1);
      double up_to = nn_normal_cdf (mu, sigma, end);
      double place = (nn_activation_eval (f, 0, middle) - low) / (high - low) * LAB_HISTOGRAM_BINS;

      if (place >= 0 && place < LAB_HISTOGRAM_BINS)
        probability[(int) place] += up_to - below;
      below = up_to;
    }
}

typedef struct {
  LabPainter *painter;
  const LabFunctionScene *scene;
  double mu, sigma;
  LabAxis before, after; /* x axes: of z and of f (z) */
  LabAxis density;
} Figure;

/* What all curves make of the middle 99.8 % of z, with the 0 that means are compared to. */
static void
find_output_range (Figure *figure, double *low, double *high)
{
  *low = 0;
  *high = 0;
  for (int c = 0; c < figure->scene->n_curves; c++)
    for (int i = 0; i <= 60; i++)
      {
        double z = figure->mu + figure->sigma * 3.1 * (i / 30.0 - 1);
        double y = nn_activation_eval (figure->scene->curve[c], 0, z);

        *low = fmin (*low, y);
        *high = fmax (*high, y);
      }
  *low -= 0.08 * (*high - *low) + 1e-3;
  *high += 0.04 * (*high - *low) + 1e-3;
}

static void
init_figure (Figure *figure, double width, double height)
{
  double scale = figure->painter->scale, low, high, middle = width * 0.4, edge = 10 * scale;

  find_output_range (figure, &low, &high);
  figure->before = (LabAxis){ .low = figure->mu - 3.6 * figure->sigma,
                              .high = figure->mu + 3.6 * figure->sigma,
                              .start = edge,
                              .end = middle - 12 * scale };
  figure->after
      = (LabAxis){ .low = low, .high = high, .start = middle + 12 * scale, .end = width - edge };
  /* Densities up to three times the peak of z; a spike like ReLU's at 0 would flatten all else. */
  figure->density = (LabAxis){
    .low = 0, .high = 3 * 0.3989 / figure->sigma, .start = height - 24 * scale, .end = 26 * scale
  };
}

static void
draw_before (Figure *figure)
{
  enum { POINTS = 160 };
  cairo_t *cr = figure->painter->cr;
  double bottom = figure->density.start, height = bottom - figure->density.end;

  cairo_move_to (cr, figure->before.start, bottom);
  for (int i = 0; i <= POINTS; i++)
    {
      double x = figure->before.start + (figure->before.end - figure->before.start) * i / POINTS;
      double t = (lab_axis_to_value (&figure->before, x) - figure->mu) / figure->sigma;

      cairo_line_to (cr, x, bottom - 0.9 * height * exp (-0.5 * t * t));
    }
  cairo_line_to (cr, figure->before.end, bottom);
  cairo_close_path (cr);
  lab_color_set_source (figure->painter->theme->gap, cr);
  cairo_fill_preserve (cr);
  lab_color_set_source (figure->painter->theme->dim, cr);
  cairo_set_line_width (cr, 1.5 * figure->painter->scale);
  cairo_stroke (cr);
}

/* "50 %" at a bar that goes through the ceiling. */
static void
write_spike (Figure *figure, double x, double share, LabColor color)
{
  g_autofree char *text = g_strdup_printf ("<b>%.0f %%</b>", 100 * share);

  lab_text_draw_halo (figure->painter, x + 6 * figure->painter->scale, figure->density.end, 0, 0,
                      14, color, text);
}

static void
draw_histogram (Figure *figure, int curve)
{
  const LabAxis *x = &figure->after;
  double probability[LAB_HISTOGRAM_BINS], width = (x->high - x->low) / LAB_HISTOGRAM_BINS;
  double scale = figure->painter->scale;
  LabStyle style = lab_function_style (figure->scene, curve, figure->painter->dark);
  cairo_t *cr = figure->painter->cr;

  lab_distribution_histogram (figure->scene->curve[curve], figure->mu, figure->sigma, x->low,
                              x->high, probability);
  cairo_save (cr);
  cairo_rectangle (cr, x->start, figure->density.end, x->end - x->start,
                   figure->density.start - figure->density.end + 2);
  cairo_clip (cr);
  cairo_move_to (cr, x->start, figure->density.start);
  for (int i = 0; i < LAB_HISTOGRAM_BINS; i++)
    {
      double top = lab_axis_to_pixel (&figure->density,
                                      fmin (probability[i] / width, 2 * figure->density.high));

      cairo_line_to (cr, lab_axis_to_pixel (x, x->low + i * width), top);
      cairo_line_to (cr, lab_axis_to_pixel (x, x->low + (i + 1) * width), top);
    }
  lab_color_set_source (style.line, cr);
  cairo_set_line_width (cr, 2.5 * scale);
  cairo_set_dash (cr, style.dash, style.n_dashes, 0);
  cairo_stroke (cr);
  cairo_restore (cr);
  for (int i = 0; i < LAB_HISTOGRAM_BINS; i++)
    if (probability[i] / width > figure->density.high)
      write_spike (figure, lab_axis_to_pixel (x, x->low + (i + 1) * width), probability[i],
                   style.label);
}

/* A pointer under the axis at the mean, so that one sees it move. */
static void
draw_mean (Figure *figure, int curve)
{
  nn_moments moments
      = nn_activation_moments (figure->scene->curve[curve], figure->mu, figure->sigma);
  LabStyle style = lab_function_style (figure->scene, curve, figure->painter->dark);
  double x = lab_axis_to_pixel (&figure->after, moments.mean), y = figure->density.start;
  double size = 6 * figure->painter->scale;
  cairo_t *cr = figure->painter->cr;

  if (x < figure->after.start || x > figure->after.end)
    return;
  lab_color_set_source (style.line, cr);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - size, y + 1.7 * size);
  cairo_line_to (cr, x + size, y + 1.7 * size);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_axis (Figure *figure, const LabAxis *x)
{
  double scale = figure->painter->scale;
  LabTicks ticks = lab_axis_ticks (x, 60 * scale);
  cairo_t *cr = figure->painter->cr;
  char label[40];

  cairo_set_line_width (cr, 1);
  for (int i = 0; i < ticks.n; i++)
    {
      double at = floor (lab_axis_to_pixel (x, ticks.value[i])) + 0.5;

      lab_color_set_source (ticks.value[i] == 0 ? figure->painter->theme->zero_axis
                                                : figure->painter->theme->grid,
                            cr);
      cairo_move_to (cr, at, figure->density.end);
      cairo_line_to (cr, at, figure->density.start);
      cairo_stroke (cr);
      lab_text_draw (figure->painter, at, figure->density.start + 6 * scale, 0.5, 0, 13,
                     figure->painter->theme->dim,
                     lab_tick_label (&ticks, ticks.value[i], label, sizeof label));
    }
  lab_color_set_source (figure->painter->theme->zero_axis, cr);
  cairo_move_to (cr, x->start, floor (figure->density.start) + 0.5);
  cairo_line_to (cr, x->end, floor (figure->density.start) + 0.5);
  cairo_stroke (cr);
}

static void
draw_titles (Figure *figure)
{
  LabPainter *painter = figure->painter;
  char mu[48], sigma[48];
  g_autofree char *before
      = g_strdup_printf ("<i>z</i> ~ N(%s, %s²)", lab_format_shortest (figure->mu, mu, sizeof mu),
                         lab_format_shortest (figure->sigma, sigma, sizeof sigma));

  lab_text_draw (painter, figure->before.start, 0, 0, 0, 15, painter->theme->text, before);
  /* Translators: above a histogram of f (z), whose means the triangles point at; keep the markup */
  lab_text_draw (painter, figure->after.start, 0, 0, 0, 15, painter->theme->text,
                 _("<i>f</i>(<i>z</i>), ▲ mean"));
}

void
lab_distribution_figure_draw (cairo_t *cr, const LabFunctionScene *scene, double mu, double sigma,
                              double width, double height, double scale, gboolean dark)
{
  LabPainter painter;
  Figure figure = { .painter = &painter, .scene = scene, .mu = mu, .sigma = sigma };

  scale = lab_text_fit_scale (scale, width, 260, height, 140);
  lab_painter_init (&painter, cr, dark, scale);
  init_figure (&figure, width, height);
  draw_axis (&figure, &figure.before);
  draw_axis (&figure, &figure.after);
  draw_before (&figure);
  for (int c = scene->n_curves - 1; c >= 0; c--)
    draw_histogram (&figure, c);
  for (int c = scene->n_curves - 1; c >= 0; c--)
    draw_mean (&figure, c);
  draw_titles (&figure);
  lab_painter_clear (&painter);
}

char *
lab_distribution_describe (const LabFunctionScene *scene, double mu, double sigma)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char a[48], b[48];

  /* Translators: each %s is a number */
  g_string_append_printf (
      text,
      _("A normal distribution of mean %s and standard deviation %s, and what is made of it."),
      lab_format_shortest (mu, a, sizeof a), lab_format_shortest (sigma, b, sizeof b));
  for (int c = 0; c < scene->n_curves; c++)
    {
      g_autofree char *name = lab_formula_name (scene->curve[c]);
      nn_moments moments = nn_activation_moments (scene->curve[c], mu, sigma);

      g_string_append_c (text, ' ');
      /* Translators: name of a function, and two numbers */
      g_string_append_printf (text, _("%s: mean %s, second moment %s."), name,
                              lab_format_value (moments.mean, a, sizeof a),
                              lab_format_value (moments.square, b, sizeof b));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
