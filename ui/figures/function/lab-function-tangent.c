/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-tangent.c - tangent and secants at the cursor, drawn over the base with cairo alone
 *
 * Declared in lab-function-figure.h. Both belong to one curve, ELU if it is shown: lines for each of
 * many curves would explain none.
 */

#include "config.h"
#include "lab-function-figure.h"

#include <glib/gi18n.h>
#include <math.h>

/* As far as the tangent reaches to each side, in units of x at the usual range of 7.5. */
static const double reach = 1.25 / 7.5;

typedef struct {
  LabPainter *painter;
  const LabFunctionLayout *layout;
  const LabFunctionWords *words;
  nn_activation f;
  double x;
} Lines;

static void
clip_to_panel (const Lines *lines)
{
  const LabAxis *x = &lines->layout->x, *y = &lines->layout->y[0];

  cairo_rectangle (lines->painter->cr, x->start, y->end, x->end - x->start, y->start - y->end);
  cairo_clip (lines->painter->cr);
}

/* A line of the given slope through the point of f at x, from x0 to x1. */
static void
stroke_line (const Lines *lines, double at, double slope, double x0, double x1, double width,
             gboolean dashed)
{
  const LabAxis *x = &lines->layout->x, *y = &lines->layout->y[0];
  double scale = lines->layout->scale, value = nn_activation_eval (lines->f, 0, at);
  double dash[] = { 7 * scale, 4 * scale };
  cairo_t *cr = lines->painter->cr;

  cairo_save (cr);
  clip_to_panel (lines);
  lab_color_set_source (lines->painter->theme->text, cr);
  cairo_set_line_width (cr, width * scale);
  cairo_set_dash (cr, dash, dashed ? 2 : 0, 0);
  cairo_move_to (cr, lab_axis_to_pixel (x, x0), lab_axis_to_pixel (y, value + slope * (x0 - at)));
  cairo_line_to (cr, lab_axis_to_pixel (x, x1), lab_axis_to_pixel (y, value + slope * (x1 - at)));
  cairo_stroke (cr);
  cairo_restore (cr);
}

static gboolean
is_free (const Lines *lines, const LabRect *place)
{
  const LabAxis *x = &lines->layout->x, *y = &lines->layout->y[0];

  if (place->x < x->start || place->x + place->width > lines->layout->width || place->y < y->end
      || place->y + 0.85 * place->height > y->start)
    return FALSE;
  for (int i = 0; lines->words && i < lines->words->n; i++)
    if (lab_rect_overlaps (place, &lines->words->place[i]))
      return FALSE;
  for (int i = 0; i <= 16; i++)
    {
      double value = lab_axis_to_value (x, place->x + place->width * i / 16);
      double at = lab_axis_to_pixel (y, nn_activation_eval (lines->f, 0, value));

      if (at > place->y && at < place->y + place->height)
        return FALSE;
    }
  return TRUE;
}

/* "slope 0.3012" near one of the tangent's ends, where it is free. */
static void
write_slope (const Lines *lines, double slope, double half)
{
  static const struct {
    double end, xalign, level; /* end: of the tangent; level: below it (1), beside or above (-1) */
  } places[] = { { -1, 0.4, 1 },  { -1, 0.4, -1 }, { 1, 0.6, 1 },  { 1, 0.6, -1 },
                 { 1, 0, 1 },     { 1, -0.1, 0 },  { -1, 1, -1 },  { -1, 1.1, 0 },
                 { -0.6, 1, -1 }, { 0.6, 0, 1 },   { 0.8, 0.8, 1 } };
  const LabAxis *x = &lines->layout->x, *y = &lines->layout->y[0];
  double value = nn_activation_eval (lines->f, 0, lines->x), gap = 9 * lines->layout->scale;
  char number[48];
  /* Translators: %s is a number */
  g_autofree char *text
      = g_strdup_printf (_("slope %s"), lab_format_value (slope, number, sizeof number));

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double end = places[i].end * half, level = places[i].level;
      LabRect box = lab_text_measure (lines->painter, lab_axis_to_pixel (x, lines->x + end),
                                      lab_axis_to_pixel (y, value + slope * end) + level * gap,
                                      places[i].xalign, (1 - level) / 2, 17, text);

      if (!is_free (lines, &box))
        continue;
      lab_text_draw_halo (lines->painter, box.x, box.y, 0, 0, 17, lines->painter->theme->text,
                          text);
      return;
    }
}

static double
half_length (const LabFunctionLayout *layout)
{
  return reach * (layout->x.high - layout->x.low);
}

static void
draw_tangent (const Lines *lines)
{
  double half = half_length (lines->layout);

  stroke_line (lines, lines->x, nn_activation_eval (lines->f, 1, lines->x), lines->x - half,
               lines->x + half, 2, FALSE);
}

static void
dot (const Lines *lines, double at)
{
  const LabAxis *x = &lines->layout->x, *y = &lines->layout->y[0];
  cairo_t *cr = lines->painter->cr;
  double pixel = lab_axis_to_pixel (x, at);
  double value = lab_axis_to_pixel (y, nn_activation_eval (lines->f, 0, at));

  if (pixel < x->start || pixel > x->end || value < y->end || value > y->start)
    return;
  lab_color_set_source (lines->painter->theme->text, cr);
  cairo_arc (cr, pixel, value, 4.5 * lines->layout->scale, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* Left and right secant as they are, thin; the central one, dashed, through the two outer points. */
static void
draw_secants (const Lines *lines, double h)
{
  double here = nn_activation_eval (lines->f, 0, lines->x);
  double before = nn_activation_eval (lines->f, 0, lines->x - h);
  double after = nn_activation_eval (lines->f, 0, lines->x + h), more = 0.3 * h;

  stroke_line (lines, lines->x, (here - before) / h, lines->x - h - more, lines->x + more, 1.5,
               FALSE);
  stroke_line (lines, lines->x, (after - here) / h, lines->x - more, lines->x + h + more, 1.5,
               FALSE);
  stroke_line (lines, lines->x - h, (after - before) / (2 * h), lines->x - h - more,
               lines->x + h + more, 2, TRUE);
  dot (lines, lines->x - h);
  dot (lines, lines->x + h);
}

/* FALSE if no curve is there to have a tangent. */
static gboolean
get_curve (const LabFunctionScene *scene, nn_activation *f)
{
  int main_curve = lab_function_scene_get_main (scene);

  if (main_curve < 0 || scene->order[0] != 0)
    return FALSE;
  *f = scene->curve[main_curve];
  return TRUE;
}

void
lab_function_tangent_draw (LabPainter *painter, const LabFunctionScene *scene,
                           const LabFunctionLayout *layout, double x)
{
  Lines lines = { painter, layout, NULL, { 0 }, x };

  if (!get_curve (scene, &lines.f))
    return;
  if (scene->h > 0)
    draw_secants (&lines, scene->h);
  if (scene->tangent)
    draw_tangent (&lines);
}

void
lab_function_tangent_write (LabPainter *painter, const LabFunctionScene *scene,
                            const LabFunctionLayout *layout, const LabFunctionWords *words,
                            double x)
{
  Lines lines = { painter, layout, words, { 0 }, x };

  if (scene->tangent && get_curve (scene, &lines.f))
    write_slope (&lines, nn_activation_eval (lines.f, 1, x), half_length (layout));
}
