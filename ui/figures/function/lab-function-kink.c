/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-kink.c - what happens at 0: ELU's asymptote, kink and jump, and the dots of all jumps
 *
 * Declared in lab-function-notes-private.h.
 */

#include "config.h"
#include "lab-function-notes-private.h"
#include "lab-function-style.h"

#include <glib/gi18n.h>
#include <math.h>

/* Whether a point is in view; a picture that was moved may show any part of the plane. */
static gboolean
shows (const LabFunctionNotes *notes, double x, double y)
{
  const LabRect *area = &notes->placer.area;
  double px = lab_axis_to_pixel (&notes->layout->x, x);
  double py = lab_axis_to_pixel (&notes->layout->y[notes->panel], y);

  return px >= area->x && px <= area->x + area->width && py >= area->y
         && py <= area->y + area->height;
}

static void
draw_asymptote_note (LabFunctionNotes *notes, const nn_activation *elu)
{
  const LabAxis *y = &notes->layout->y[notes->panel];
  double x = notes->layout->x.end + scaled (notes, 12);
  double at = lab_axis_to_pixel (y, -elu->parameter[0]);
  char value[32];
  g_autofree char *text = NULL;

  if (!notes->layout->end_labels || elu->parameter[0] == 0 || at < y->end || at > y->start)
    return;
  text = g_strdup_printf ("<b>−α = %s</b>",
                          lab_format_cursor (-elu->parameter[0], value, sizeof value));
  lab_text_draw (notes->painter, x, at, 0, 1, 15, notes->painter->theme->dim, _("asymptote"));
  lab_text_draw (notes->painter, x, at - scaled (notes, 2), 0, 0, 17, label_color (notes, NN_ELU),
                 text);
}

/* The top of a note of the given height, and of a short form of it, below the x axis. Where the
 * asymptote would cross it, it moves below the asymptote, or above if it fits between. FALSE if
 * there is no room.                                                                             */
static gboolean
find_kink_note_top (LabFunctionNotes *notes, double alpha, double height, double end, double *top)
{
  const LabAxis *y = &notes->layout->y[notes->panel];
  double zero = lab_axis_to_pixel (y, 0), asymptote = lab_axis_to_pixel (y, -alpha);
  /* Where it reaches into the margin, the words of the asymptote stand there. */
  gboolean beside = end > notes->layout->x.end;
  double above = beside ? scaled (notes, 24) : 0, below = beside ? scaled (notes, 26) : 0;
  double gap = scaled (notes, 3), places[] = { zero + scaled (notes, 28), asymptote - gap - height,
                                               asymptote + gap, zero + scaled (notes, 10) };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      *top = places[i];
      if (*top >= zero + gap && *top + height <= y->start
          && (asymptote + below <= *top || asymptote - above >= *top + height))
        return TRUE;
    }
  return FALSE;
}

static void
draw_leader (LabFunctionNotes *notes, double x, double y)
{
  LabPainter *painter = notes->painter;
  double x0 = lab_axis_to_pixel (&notes->layout->x, 0);
  double y0 = lab_axis_to_pixel (&notes->layout->y[notes->panel], 0);

  /* Beside the origin the words need no line. */
  if (x - x0 < scaled (notes, 36))
    return;
  lab_color_set_source (painter->theme->dim, painter->cr);
  cairo_set_line_width (painter->cr, scaled (notes, 1));
  cairo_move_to (painter->cr, x0 + scaled (notes, 8), y0 + scaled (notes, 7));
  cairo_line_to (painter->cr, x - scaled (notes, 12), y + scaled (notes, 9));
  cairo_stroke (painter->cr);
}

/* What happens at 0: the two slopes side by side, below right of the origin. Where the panel is
 * low, the first line goes: the leader says as much.                                            */
static void
draw_kink_note (LabFunctionNotes *notes, const nn_activation *elu)
{
  double alpha = elu->parameter[0], line = scaled (notes, 22), widest = 0, y;
  double x = lab_axis_to_pixel (&notes->layout->x, 0) + scaled (notes, 76);
  char value[32];
  g_autofree char *slope
      = g_strdup_printf ("α = %s", lab_format_cursor (alpha, value, sizeof value));
  g_autofree char *colored = bold_in (notes, NN_ELU, slope);
  /* Translators: %s is "α = 0.30"; the slope of ELU at 0, seen from the left */
  g_autofree char *left = g_strdup_printf (_("left slope %s"), colored);
  const char *lines[]
      = { _("at <i>x</i> = 0"), left, _("right slope <b>1</b>"),
          alpha == 1 ? _("equal, so no kink at α = 1") : _("unequal, so ELU has a kink") };
  int first;

  if (!shows (notes, 0, 0))
    return;
  for (int i = 0; i < 4; i++)
    widest = fmax (widest,
                   lab_text_measure (notes->painter, 0, 0, 0, 0, i % 3 ? 17 : 15, lines[i]).width);
  /* Nearer to the origin rather than into the words in the margin. */
  x = fmax (x - scaled (notes, 52), fmin (x, notes->layout->x.end - scaled (notes, 2) - widest));
  first = find_kink_note_top (notes, alpha, 4 * line, x + widest, &y) ? 0 : 1;
  if (x + widest > notes->layout->width - scaled (notes, 8)
      || (first == 1 && !find_kink_note_top (notes, alpha, 3 * line, x + widest, &y)))
    return;
  draw_leader (notes, x, y);
  for (int i = first; i < 4; i++, y += line)
    {
      LabColor color = i % 3 ? notes->painter->theme->text : notes->painter->theme->dim;

      lab_label_placer_avoid (
          &notes->placer,
          lab_text_draw_halo (notes->painter, x, y, 0, 0, i % 3 ? 17 : 15, color, lines[i]));
    }
}

/* The bracket from alpha to 1 in the panel of f′. */
static void
draw_jump_note (LabFunctionNotes *notes, const nn_activation *elu)
{
  LabPainter *painter = notes->painter;
  const LabAxis *y = &notes->layout->y[notes->panel];
  double alpha = elu->parameter[0], x = lab_axis_to_pixel (&notes->layout->x, 0);
  double low = lab_axis_to_pixel (y, fmin (alpha, 1)),
         high = lab_axis_to_pixel (y, fmax (alpha, 1));
  double arm = scaled (notes, 6), at = x + scaled (notes, 94);
  char number[32];
  g_autofree char *text = NULL;
  LabRect place;
  double middle, end;

  if (!notes->layout->end_labels || !shows (notes, 0, alpha) || !shows (notes, 0, 1))
    return;
  if (alpha == 1)
    {
      lab_text_draw_halo (painter, x + scaled (notes, 16), low + scaled (notes, 9), 0, 0, 15,
                          painter->theme->dim, _("no jump at α = 1"));
      return;
    }
  /* Translators: %s is a number; the height of the step of ELU's slope at 0 */
  text = g_strdup_printf (_("jump 1 − α = <b>%s</b>"),
                          lab_format_cursor (1 - alpha, number, sizeof number));
  /* Clear of the line at 1, also where the jump is small. */
  middle = alpha < 1 ? fmax ((low + high) / 2, high + scaled (notes, 21))
                     : fmin ((low + high) / 2, low - scaled (notes, 21));
  place = lab_text_measure (painter, at + scaled (notes, 10), middle, 0, 0.5, 17, text);
  /* In the margin the branch has its name, at 1. */
  end = fabs (middle - lab_axis_to_pixel (y, 1)) > scaled (notes, 36)
            ? notes->layout->width - scaled (notes, 8)
            : notes->layout->x.end;
  if (low - high < scaled (notes, 12) || place.x + place.width > end)
    return;
  lab_color_set_source (painter->theme->text, painter->cr);
  cairo_set_line_width (painter->cr, scaled (notes, 1.5));
  cairo_move_to (painter->cr, at - arm, high + scaled (notes, 3));
  cairo_line_to (painter->cr, at, high + scaled (notes, 3));
  cairo_line_to (painter->cr, at, low);
  cairo_line_to (painter->cr, at - arm, low);
  cairo_stroke (painter->cr);
  lab_text_draw (painter, place.x, place.y, 0, 0, 17, painter->theme->text, text);
  lab_label_placer_avoid (&notes->placer, place);
}

/* Left of x = ln (0.01 / α) a unit hardly learns any more: the slope is below 0.01. */
static void
draw_saturation_note (LabFunctionNotes *notes, const nn_activation *elu)
{
  static const double saturated = 0.01;
  LabPainter *painter = notes->painter;
  const LabAxis *x = &notes->layout->x, *y = &notes->layout->y[notes->panel];
  double at = log (saturated / elu->parameter[0]), pixel = lab_axis_to_pixel (x, at);
  double line = lab_axis_to_pixel (y, saturated), up = scaled (notes, 30);
  LabRect place;

  if (!(at < 0) || !shows (notes, at, saturated) || pixel < x->start + scaled (notes, 4)
      || !notes->layout->end_labels || y->start - y->end < scaled (notes, 100))
    return;
  /* Translators: where a unit hardly learns any more; keep the markup */
  place = lab_text_measure (painter, pixel - scaled (notes, 6), line - up, 1, 0.5, 15,
                            _("saturated: <i>f</i>′ &lt; 0.01"));
  if (place.x < x->start + scaled (notes, 8))
    place.x = pixel + scaled (notes, 6);
  lab_color_set_source (painter->theme->dim, painter->cr);
  cairo_set_line_width (painter->cr, scaled (notes, 1.5));
  cairo_move_to (painter->cr, pixel, line - scaled (notes, 4));
  cairo_line_to (painter->cr, pixel, line - up - scaled (notes, 8));
  cairo_stroke (painter->cr);
  lab_text_draw_halo (painter, place.x, place.y, 0, 0, 15, painter->theme->dim,
                      _("saturated: <i>f</i>′ &lt; 0.01"));
  lab_label_placer_avoid (&notes->placer, place);
}

static void
dot (LabFunctionNotes *notes, double x, double y, double radius, LabColor color, gboolean hollow)
{
  cairo_t *cr = notes->painter->cr;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius + scaled (notes, 2), 0, 2 * G_PI);
  lab_color_set_source (notes->painter->theme->ground, cr);
  cairo_fill (cr);
  cairo_arc (cr, x, y, radius - (hollow ? scaled (notes, 1) : 0), 0, 2 * G_PI);
  lab_color_set_source (color, cr);
  cairo_set_line_width (cr, scaled (notes, 2.5));
  if (hollow)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

/* All hollow ones come first, so that a value taken is never hidden. ELU's stands even where it does
 * not jump.                                                                                     */
void
lab_function_kink_draw_dots (LabFunctionNotes *notes)
{
  const LabAxis *y = &notes->layout->y[notes->panel];

  for (int taken = 0; taken <= 1; taken++)
    for (int c = notes->scene->n_curves - 1; c >= 0; c--)
      {
        nn_activation f = notes->scene->curve[c];
        const nn_activation_info *info = nn_activation_get_info (f.id);

        for (int k = 0; k < info->n_kinks; k++)
          {
            double x = info->kink[k], at = lab_axis_to_pixel (&notes->layout->x, x);
            double left = nn_activation_eval_left (f, notes->order, x);
            double right = nn_activation_eval_right (f, notes->order, x);

            if (at < notes->layout->x.start || at > notes->layout->x.end
                || (left == right && (f.id != NN_ELU || notes->order != 1))
                || !shows (notes, x, taken ? left : right))
              continue;
            dot (notes, at, lab_axis_to_pixel (y, taken ? left : right),
                 scaled (notes, f.id == NN_ELU ? 6 : 5),
                 lab_function_style (notes->scene, c, notes->painter->dark).line, !taken);
          }
      }
}

void
lab_function_kink_draw (LabFunctionNotes *notes, const nn_activation *elu)
{
  /* Several ELUs have several kinks: the picture shows them better than notes upon notes. */
  if (lab_function_scene_count (notes->scene, NN_ELU, notes->scene->n_curves) > 1)
    return;
  if (notes->order == 0)
    {
      draw_asymptote_note (notes, elu);
      draw_kink_note (notes, elu);
    }
  else
    {
      draw_saturation_note (notes, elu);
      draw_jump_note (notes, elu);
    }
}
