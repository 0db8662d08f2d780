/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-gap.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-function-samples.h"
#include "lab-plot.h"

static const LabFunctionSamples *
sample (const LabFunctionScene *scene, const LabAxis *x, int curve)
{
  return lab_function_samples_on (scene->curve[curve], 0, x);
}

LabFunctionGap
lab_function_gap_measure (const LabFunctionScene *scene, double x_low, double x_high)
{
  nn_activation f = scene->curve[scene->gap_f], g = scene->curve[scene->gap_g];

  return (LabFunctionGap){ nn_activation_gap (f, g, x_low, x_high),
                           nn_activation_gap_everywhere (f, g) };
}

void
lab_function_gap_fill (cairo_t *cr, const LabFunctionScene *scene, const LabFunctionLayout *layout,
                       gboolean dark)
{
  const LabAxis *x = &layout->x, *y = &layout->y[0];
  double at_x[LAB_MOST_POINTS], at_y[LAB_MOST_POINTS];

  cairo_save (cr);
  cairo_rectangle (cr, x->start, y->end, x->end - x->start, y->start - y->end);
  cairo_clip (cr);
  /* There along f and back along g. */
  for (int back = 0; back <= 1; back++)
    {
      int n = lab_function_samples_trace (sample (scene, x, back ? scene->gap_g : scene->gap_f),
                                          at_x, at_y);

      for (int i = 0; i < n; i++)
        {
          int point = back ? n - 1 - i : i;
          double pixel = lab_axis_to_pixel (y, at_y[point]);

          cairo_line_to (cr, lab_axis_to_pixel (x, at_x[point]), CLAMP (pixel, -1e4, 1e4));
        }
    }
  cairo_close_path (cr);
  lab_color_set_source (lab_palette_theme (dark)->gap, cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
lab_function_gap_curves (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
                         gboolean dark)
{
  const LabTheme *theme = lab_palette_theme (dark);
  const LabFunctionSamples *f = sample (scene, &layout->x, scene->gap_f);
  const LabFunctionSamples *g = sample (scene, &layout->x, scene->gap_g);
  double x[LAB_MOST_POINTS], signed_gap[LAB_MOST_POINTS], absolute[LAB_MOST_POINTS];
  LabStroke solid
      = { .color = theme->dim, .width = 2.5 * layout->scale, .blend = CAIRO_OPERATOR_OVER };
  LabStroke dashed = { .color = theme->text,
                       .width = 3 * layout->scale,
                       .n_dashes = 2,
                       .dash = { 9 * layout->scale, 5 * layout->scale },
                       .blend = CAIRO_OPERATOR_OVER };

  for (int i = 0; i <= f->n; i++)
    {
      x[i] = f->low + (f->high - f->low) * i / f->n;
      signed_gap[i] = f->y[i] - g->y[i];
      absolute[i] = fabs (signed_gap[i]);
    }
  lab_plot_curve (&layout->x, &layout->y[panel], x, signed_gap, f->n + 1, &solid);
  lab_plot_curve (&layout->x, &layout->y[panel], x, absolute, f->n + 1, &dashed);
}

/* "0.3000", or "α = 0.30" where the supremum is ELU's own parameter, or "ln 2 = 0.6931". */
static char *
format_supremum (const LabFunctionScene *scene, const nn_gap *gap)
{
  nn_activation f = scene->curve[scene->gap_f], g = scene->curve[scene->gap_g];
  const nn_activation *elu = f.id == NN_ELU ? &f : g.id == NN_ELU ? &g : NULL;
  char value[48];

  if (elu && gap->value > 0 && fabs (gap->value - elu->parameter[0]) < 1e-9)
    return g_strdup_printf ("α = %s", lab_format_cursor (elu->parameter[0], value, sizeof value));
  lab_format_value (gap->value, value, sizeof value);
  if (fabs (gap->value - G_LN2) < 1e-9)
    return g_strdup_printf ("ln 2 = %s", value);
  return g_strdup (value);
}

/* Where it lies, translated. */
static char *
format_place (const nn_gap *gap)
{
  char at[48];

  if (isnan (gap->at))
    return g_strdup (_("the two are equal"));
  if (isinf (gap->value))
    return g_strdup (gap->at < 0 ? _("grows without end as x → −∞")
                                 : _("grows without end as x → ∞"));
  if (isinf (gap->at))
    return g_strdup (gap->at < 0 ? _("approached as x → −∞, never reached")
                                 : _("approached as x → ∞, never reached"));
  /* Translators: %s is a number */
  return g_strdup_printf (_("reached at x = %s"), lab_format_cursor (gap->at, at, sizeof at));
}

static char *
pair_title (const LabFunctionScene *scene)
{
  return g_strdup_printf ("%s − %s", nn_activation_get_info (scene->curve[scene->gap_f].id)->title,
                          nn_activation_get_info (scene->curve[scene->gap_g].id)->title);
}

char *
lab_function_gap_sentence (const LabFunctionScene *scene)
{
  LabFunctionGap gap = lab_function_gap_measure (scene, scene->x_low, scene->x_high);
  g_autofree char *pair = pair_title (scene), *view = format_supremum (scene, &gap.in_view);
  g_autofree char *all = format_supremum (scene, &gap.everywhere);
  g_autofree char *view_place = format_place (&gap.in_view);
  g_autofree char *all_place = format_place (&gap.everywhere);

  /* Translators: the pair is "ELU − ReLU"; then a number and where it lies, twice */
  return g_strdup_printf (_("Largest gap of %s: in view %s, %s; over all x %s, %s."), pair, view,
                          view_place, all, all_place);
}

/* A double arrow between the two curves. */
static void
draw_arrow (LabFunctionNotes *notes, double x, double from, double to)
{
  cairo_t *cr = notes->painter->cr;
  double head = fmin (scaled (notes, 5), fabs (to - from) / 3);
  double up = from < to ? 1 : -1;

  lab_color_set_source (notes->painter->theme->text, cr);
  cairo_set_line_width (cr, scaled (notes, 2));
  cairo_move_to (cr, x, from);
  cairo_line_to (cr, x, to);
  for (int end = 0; end <= 1; end++)
    {
      double tip = end ? to : from, back = end ? -up * head : up * head;

      cairo_move_to (cr, x - head, tip + back);
      cairo_line_to (cr, x, tip);
      cairo_line_to (cr, x + head, tip + back);
    }
  cairo_stroke (cr);
}

/* The x of the arrow: where the supremum is attained, else well within the side it is approached on. */
static double
arrow_x (const LabAxis *x, const LabFunctionGap *gap)
{
  const nn_gap *everywhere = &gap->everywhere;

  if (everywhere->attained && everywhere->at > x->low && everywhere->at < x->high)
    return everywhere->at;
  if (!everywhere->attained && everywhere->at < 0)
    return x->low + (x->high - x->low) / 6;
  if (!everywhere->attained && everywhere->at > 0)
    return x->high - (x->high - x->low) / 6;
  return gap->in_view.at;
}

static gboolean
is_free (const LabFunctionNotes *notes, const LabRect *place)
{
  const LabRect *area = &notes->placer.area;

  if (place->x < area->x || place->y < area->y || place->x + place->width > area->x + area->width
      || place->y + place->height > area->y + area->height)
    return FALSE;
  return !lab_label_placer_is_taken (&notes->placer, place)
         && !lab_label_placer_hides (&notes->placer, place);
}

/* Above or below the arrow, whichever is free; FALSE if neither. */
static gboolean
find_note (LabFunctionNotes *notes, double x, double top, double bottom, LabRect *block)
{
  const double gaps[] = { 44, 24, 10 };

  for (gsize i = 0; i < G_N_ELEMENTS (gaps); i++)
    for (int below = 0; below <= 1; below++)
      {
        block->x = fmin (x, notes->placer.area.x + notes->placer.area.width - block->width);
        block->y = below ? bottom + scaled (notes, gaps[i])
                         : top - scaled (notes, gaps[i]) - block->height;
        if (is_free (notes, block))
          return TRUE;
      }
  return FALSE;
}

/* The lines of the note from first on. FALSE if they have no room. */
static gboolean
write_note (LabFunctionNotes *notes, const char *const lines[3], int first, int n, double x,
            double top, double bottom)
{
  double line = scaled (notes, 25);
  LabRect block = { .height = n * line };

  for (int i = first; i < first + n; i++)
    block.width
        = fmax (block.width,
                lab_text_measure (notes->painter, 0, 0, 0, 0, i == 1 ? 19 : 15, lines[i]).width);
  if (!find_note (notes, x, top, bottom, &block))
    return FALSE;
  for (int i = first; i < first + n; i++)
    lab_text_draw_halo (
        notes->painter, block.x, block.y + (i - first) * line, 0, 0, i == 1 ? 19 : 15,
        i == 1 ? notes->painter->theme->text : notes->painter->theme->dim, lines[i]);
  lab_label_placer_avoid (&notes->placer, block);
  return TRUE;
}

void
lab_function_gap_note (LabFunctionNotes *notes, const LabFunctionGap *gap)
{
  const LabFunctionScene *scene = notes->scene;
  const LabAxis *x_axis = &notes->layout->x, *y = &notes->layout->y[notes->panel];
  double x = arrow_x (x_axis, gap), pixel, f, g;
  g_autofree char *pair = pair_title (scene), *value = format_supremum (scene, &gap->everywhere);
  g_autofree char *place = format_place (&gap->everywhere);
  g_autofree char *equation = g_strdup_printf ("<b>sup | %s | = %s</b>", pair, value);
  const char *lines[] = { _("Largest gap"), equation, place };

  if (isnan (x))
    return;
  pixel = lab_axis_to_pixel (x_axis, x);
  f = lab_axis_to_pixel (y, nn_activation_eval (scene->curve[scene->gap_f], 0, x));
  g = lab_axis_to_pixel (y, nn_activation_eval (scene->curve[scene->gap_g], 0, x));
  f = CLAMP (f, y->end, y->start);
  g = CLAMP (g, y->end, y->start);
  if (fabs (f - g) > scaled (notes, 6))
    draw_arrow (notes, pixel, f, g);
  /* A low panel has room for the equation alone. */
  if (!write_note (notes, lines, 0, 3, pixel, fmin (f, g), fmax (f, g)))
    write_note (notes, lines, 1, 1, pixel, fmin (f, g), fmax (f, g));
}

/* A dashed line at the supremum over all x, and a dot where it is reached. */
static void
draw_marks (LabFunctionNotes *notes, const LabFunctionGap *gap)
{
  static const double dash[] = { 1, 5 };
  const LabAxis *x = &notes->layout->x, *y = &notes->layout->y[notes->panel];
  double all = lab_axis_to_pixel (y, gap->everywhere.value);
  cairo_t *cr = notes->painter->cr;

  if (all > y->end && all < y->start)
    {
      cairo_save (cr);
      lab_color_set_source (notes->painter->theme->dim, cr);
      cairo_set_line_width (cr, 1.5);
      cairo_set_dash (cr, dash, 2, 0);
      cairo_move_to (cr, x->start, all);
      cairo_line_to (cr, x->end, all);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
  if (isnan (gap->in_view.at))
    return;
  lab_color_set_source (notes->painter->theme->text, cr);
  cairo_arc (cr, lab_axis_to_pixel (x, gap->in_view.at), lab_axis_to_pixel (y, gap->in_view.value),
             scaled (notes, 5), 0, 2 * G_PI);
  cairo_fill (cr);
}

/* Both suprema on one line, as markup; where they find no room, the one in view. */
static char *
format_suprema (LabFunctionNotes *notes, const LabFunctionGap *gap, double room)
{
  g_autofree char *view = format_supremum (notes->scene, &gap->in_view);
  g_autofree char *all = format_supremum (notes->scene, &gap->everywhere);
  /* Translators: two numbers, the largest distance of two curves in the visible range, and anywhere */
  const char *reached = _("sup in view <b>%s</b>, over all x <b>%s</b>");
  /* Translators: the same, where the second is only approached at infinity */
  const char *approached = _("sup in view <b>%s</b>, over all x <b>%s</b>, never reached");
  char *text = g_strdup_printf (
      gap->everywhere.attained || gap->everywhere.value == 0 ? reached : approached, view, all);

  if (lab_text_measure (notes->painter, 0, 0, 0, 0, 15, text).width <= room)
    return text;
  g_free (text);
  /* Translators: %s is a number; the largest distance of two curves within the visible range */
  return g_strdup_printf (_("sup in view <b>%s</b>"), view);
}

void
lab_function_gap_panel (LabFunctionNotes *notes, const LabFunctionGap *gap)
{
  const LabRect *area = &notes->placer.area;
  LabPainter *painter = notes->painter;
  g_autofree char *pair = pair_title (notes->scene);
  g_autofree char *title = g_strdup_printf ("<b>%s</b>", pair);
  g_autofree char *text = NULL;
  double right = area->x + area->width - scaled (notes, 8);
  LabRect place;

  draw_marks (notes, gap);
  place = lab_text_draw_halo (painter, area->x + scaled (notes, 14), area->y + scaled (notes, 2), 0,
                              0, 17, painter->theme->text, title);
  lab_label_placer_avoid (&notes->placer, place);
  text = format_suprema (notes, gap, right - place.x - place.width - scaled (notes, 16));
  place = lab_text_draw_halo (painter, right, area->y + scaled (notes, 2), 1, 0, 15,
                              painter->theme->text, text);
  lab_label_placer_avoid (&notes->placer, place);
  if (!notes->layout->end_labels)
    return;
  lab_text_draw (painter, notes->layout->x.end + scaled (notes, 12), area->y + area->height / 3, 0,
                 0.5, 15, painter->theme->dim, "━  <i>f</i> − <i>g</i>");
  lab_text_draw (painter, notes->layout->x.end + scaled (notes, 12), area->y + area->height * 2 / 3,
                 0, 0.5, 15, painter->theme->text, "╍  |<i>f</i> − <i>g</i>|");
}
