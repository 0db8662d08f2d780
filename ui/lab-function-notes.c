/* lab-function-notes.c - see the header */

#include "config.h"
#include "lab-function-notes.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-label-placer.h"

typedef struct {
  LabPainter *painter;
  const LabFunctionScene *scene;
  const LabFunctionLayout *layout;
  int panel, order;
  LabLabelPlacer placer;
} Notes;

static double
scaled (const Notes *notes, double pixels)
{
  return pixels * notes->layout->scale;
}

static LabColor
label_color (const Notes *notes, nn_activation_id id)
{
  return lab_palette_style (id, notes->painter->dark).label;
}

/* <b> in the curve's own colour. */
static char *
bold_in (const Notes *notes, nn_activation_id id, const char *text)
{
  char hex[8];

  lab_color_to_hex (label_color (notes, id), hex);
  return g_strdup_printf ("<b><span color=\"%s\">%s</span></b>", hex, text);
}

/* A text on a clear ground, so that the grid stops around it. */
static void
draw_on_clear_ground (Notes *notes, LabRect place, double size, LabColor color, const char *markup)
{
  LabRect clear = { place.x - scaled (notes, 5), place.y, place.width + scaled (notes, 10),
                    place.height };

  lab_color_set_source (notes->painter->theme->ground, notes->painter->cr);
  cairo_rectangle (notes->painter->cr, clear.x, clear.y, clear.width, clear.height);
  cairo_fill (notes->painter->cr);
  lab_text_draw (notes->painter, place.x, place.y, 0, 0, size, color, markup);
  lab_label_placer_avoid (&notes->placer, clear);
}

/* f(x), f′(x) in the upper left corner. */
static LabRect
draw_title (Notes *notes)
{
  static const char *titles[] = { "<b><i>f</i>(<i>x</i>)</b>", "<b><i>f</i> ′(<i>x</i>)</b>",
                                  "<b><i>f</i> ″(<i>x</i>)</b>" };
  const LabRect *area = &notes->placer.area;
  LabRect place = lab_text_measure (notes->painter, area->x + scaled (notes, 14),
                                    area->y + scaled (notes, 5), 0, 0, 22, titles[notes->order]);

  draw_on_clear_ground (notes, place, 22, notes->painter->theme->text, titles[notes->order]);
  return place;
}

/* The brace of a case distinction, from top to bottom at x. */
static void
draw_brace (Notes *notes, double x, double top, double bottom)
{
  cairo_t *cr = notes->painter->cr;
  double w = scaled (notes, 4), middle = (top + bottom) / 2;

  cairo_save (cr);
  lab_color_set_source (notes->painter->theme->text, cr);
  cairo_set_line_width (cr, scaled (notes, 1.6));
  cairo_move_to (cr, x + 2 * w, top);
  cairo_curve_to (cr, x, top, x + 2 * w, middle, x, middle);
  cairo_curve_to (cr, x + 2 * w, middle, x, bottom, x + 2 * w, bottom);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static const char *const cases[2][2] = {
  { "<i>x</i>", "%s (e<sup><i>x</i></sup> − 1)" },
  { "1", "%s e<sup><i>x</i></sup>" },
};

/* ELU(x) = { x, x > 0; α (eˣ − 1), x ≤ 0 beside the title, if there is room for it. */
static void
draw_formula (Notes *notes, LabRect title)
{
  g_autofree char *alpha = bold_in (notes, NN_ELU, "α");
  g_autofree char *name = lab_formula_short_name ((nn_activation) { .id = NN_ELU }, notes->order);
  g_autofree char *head = g_strdup_printf ("<b>%s(<i>x</i>) =</b>", name);
  g_autofree char *lower = g_strdup_printf (cases[notes->order][1], alpha);
  double x = notes->placer.area.x + scaled (notes, 130), y = title.y - scaled (notes, 4);
  double row = scaled (notes, 27), column, width;
  LabRect block = lab_text_measure (notes->painter, x, y + row, 0, 0.5, 19, head);

  column = block.x + block.width + scaled (notes, 26);
  width = column + scaled (notes, 190) - x;
  block = (LabRect) { x - scaled (notes, 8), y, width, 2 * row + scaled (notes, 4) };
  /* Left of the origin there must be room, with a margin for the curves that come down there. */
  if (block.x + block.width > lab_axis_to_pixel (&notes->layout->x, 0) - scaled (notes, 20)
      || block.height > notes->placer.area.height * 0.4)
    return;
  draw_on_clear_ground (notes, block, 19, notes->painter->theme->text, " ");
  lab_text_draw (notes->painter, x, y + row, 0, 0.5, 19, label_color (notes, NN_ELU), head);
  draw_brace (notes, column - scaled (notes, 16), y + scaled (notes, 4), y + 2 * row);
  for (int i = 0; i < 2; i++)
    {
      double at = y + (i + 0.5) * row;

      lab_text_draw (notes->painter, column, at, 0, 0.5, 19, notes->painter->theme->text,
                     i == 0 ? cases[notes->order][0] : lower);
      lab_text_draw (notes->painter, column + scaled (notes, 112), at, 0, 0.5, 15,
                     notes->painter->theme->dim,
                     i == 0 ? "<i>x</i> &gt; 0" : "<i>x</i> ≤ 0");
    }
}

static void
draw_asymptote_note (Notes *notes, const nn_activation *elu)
{
  const LabAxis *y = &notes->layout->y[notes->panel];
  double x = notes->layout->x.end + scaled (notes, 12);
  double at = lab_axis_to_pixel (y, -elu->parameter[0]);
  char value[32];
  g_autofree char *text = NULL;

  if (!notes->layout->end_labels || elu->parameter[0] == 0)
    return;
  text = g_strdup_printf ("<b>−α = %s</b>",
                          lab_format_fixed (-elu->parameter[0], 2, value, sizeof value));
  lab_text_draw (notes->painter, x, at, 0, 1, 15, notes->painter->theme->dim, _ ("asymptote"));
  lab_text_draw (notes->painter, x, at - scaled (notes, 2), 0, 0, 17, label_color (notes, NN_ELU),
                 text);
}

/* The top of a note of the given height, and of a short form of it, below the x axis. Where the
 * asymptote would cross it, it moves below the asymptote, or above if it fits between. FALSE if
 * there is no room.                                                                             */
static gboolean
find_kink_note_top (Notes *notes, double alpha, double height, double *top)
{
  const LabAxis *y = &notes->layout->y[notes->panel];
  double zero = lab_axis_to_pixel (y, 0), asymptote = lab_axis_to_pixel (y, -alpha);
  double gap = scaled (notes, 3), places[] = { zero + scaled (notes, 28), asymptote - gap - height,
                                               asymptote + gap, zero + scaled (notes, 10) };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      *top = places[i];
      if (*top >= zero + gap && *top + height <= y->start
          && (asymptote <= *top || asymptote >= *top + height))
        return TRUE;
    }
  return FALSE;
}

static void
draw_leader (Notes *notes, double x, double y)
{
  LabPainter *painter = notes->painter;
  double x0 = lab_axis_to_pixel (&notes->layout->x, 0);
  double y0 = lab_axis_to_pixel (&notes->layout->y[notes->panel], 0);

  lab_color_set_source (painter->theme->dim, painter->cr);
  cairo_set_line_width (painter->cr, scaled (notes, 1));
  cairo_move_to (painter->cr, x0 + scaled (notes, 8), y0 + scaled (notes, 7));
  cairo_line_to (painter->cr, x - scaled (notes, 12), y + scaled (notes, 9));
  cairo_stroke (painter->cr);
}

/* What happens at 0: the two slopes side by side, below right of the origin. Where the panel is
 * low, the first line goes: the leader says as much.                                            */
static void
draw_kink_note (Notes *notes, const nn_activation *elu)
{
  double alpha = elu->parameter[0], line = scaled (notes, 22), widest = 0, y;
  double x = lab_axis_to_pixel (&notes->layout->x, 0) + scaled (notes, 76);
  char value[32];
  g_autofree char *slope = g_strdup_printf ("α = %s", lab_format_fixed (alpha, 2, value, sizeof value));
  g_autofree char *colored = bold_in (notes, NN_ELU, slope);
  /* Translators: %s is "α = 0.30"; the slope of ELU at 0, seen from the left */
  g_autofree char *left = g_strdup_printf (_ ("left slope %s"), colored);
  const char *lines[] = { _ ("at <i>x</i> = 0"), left, _ ("right slope <b>1</b>"),
                          alpha == 1 ? _ ("equal, so no kink at α = 1")
                                     : _ ("unequal, so ELU has a kink") };
  int first = find_kink_note_top (notes, alpha, 4 * line, &y) ? 0 : 1;

  for (int i = first; i < 4; i++)
    widest = fmax (widest,
                   lab_text_measure (notes->painter, 0, 0, 0, 0, i % 3 ? 17 : 15, lines[i]).width);
  if (x + widest > notes->layout->width - scaled (notes, 8)
      || (first == 1 && !find_kink_note_top (notes, alpha, 3 * line, &y)))
    return;
  draw_leader (notes, x, y);
  for (int i = first; i < 4; i++, y += line)
    {
      LabColor color = i % 3 ? notes->painter->theme->text : notes->painter->theme->dim;

      lab_label_placer_avoid (&notes->placer, lab_text_draw_halo (notes->painter, x, y, 0, 0,
                                                                  i % 3 ? 17 : 15, color, lines[i]));
    }
}

/* The bracket from alpha to 1 in the panel of f′. */
static void
draw_jump_note (Notes *notes, const nn_activation *elu)
{
  LabPainter *painter = notes->painter;
  const LabAxis *y = &notes->layout->y[notes->panel];
  double alpha = elu->parameter[0], x = lab_axis_to_pixel (&notes->layout->x, 0);
  double low = lab_axis_to_pixel (y, fmin (alpha, 1)), high = lab_axis_to_pixel (y, fmax (alpha, 1));
  double arm = scaled (notes, 6), at = x + scaled (notes, 94);
  char number[32];
  g_autofree char *text = NULL;
  LabRect place;

  if (!notes->layout->end_labels)
    return;
  if (alpha == 1)
    {
      lab_text_draw (painter, x + scaled (notes, 16), low + scaled (notes, 9), 0, 0, 15,
                     painter->theme->dim, _ ("no jump at α = 1"));
      return;
    }
  /* Translators: %s is a number; the height of the step of ELU's slope at 0 */
  text = g_strdup_printf (_ ("jump 1 − α = <b>%s</b>"),
                          lab_format_fixed (1 - alpha, 2, number, sizeof number));
  place = lab_text_measure (painter, at + scaled (notes, 10), (low + high) / 2, 0, 0.5, 17, text);
  /* Not into the margin, where the branch has its name. */
  if (low - high < scaled (notes, 12) || place.x + place.width > notes->layout->x.end)
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

static void
dot (Notes *notes, double x, double y, double radius, LabColor color, gboolean hollow)
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

/* Where a curve jumps: a filled dot at the value taken, a hollow one at the limit. All hollow ones
 * come first, so that a value taken is never hidden. ELU's stands even where it does not jump.  */
static void
draw_jump_dots (Notes *notes)
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
                || (left == right && (f.id != NN_ELU || notes->order != 1)))
              continue;
            dot (notes, at, lab_axis_to_pixel (y, taken ? left : right),
                 scaled (notes, f.id == NN_ELU ? 6 : 5), lab_palette_style (f.id, notes->painter->dark).line,
                 !taken);
          }
      }
}

/* "ELU = ReLU = x", in a line a function where there are many: the curves whose right branch is the
 * same straight line share one name there.                                                      */
static char *
make_shared_name (Notes *notes, int *n_shared)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double x = notes->layout->x.high;
  const char *separator = notes->scene->n_curves > 2 ? "\n= " : " = ";

  *n_shared = 0;
  for (int c = 0; c < notes->scene->n_curves; c++)
    {
      nn_activation f = notes->scene->curve[c];
      g_autofree char *name = NULL, *bold = NULL;

      if (nn_activation_eval (f, 0, x) != x || nn_activation_eval (f, 0, x / 2) != x / 2)
        continue;
      name = lab_formula_short_name (f, notes->order);
      bold = bold_in (notes, f.id, name);
      g_string_append_printf (text, "%s%s", (*n_shared)++ ? separator : "", bold);
    }
  if (notes->order == 0)
    g_string_append_printf (text, "%s<i>x</i>", separator);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
draw_shared_name (Notes *notes)
{
  const LabAxis *x = &notes->layout->x, *y = &notes->layout->y[notes->panel];
  int shared;
  g_autofree char *text = make_shared_name (notes, &shared);
  LabColor color = notes->painter->theme->text;

  if (shared == 0 || !notes->layout->end_labels || x->high <= 0 || notes->order > 1)
    return;
  if (notes->order == 0)
    {
      double at = fmin (0.62 * x->high, 0.75 * y->high);
      LabRect place = lab_text_draw_halo (
          notes->painter, lab_axis_to_pixel (x, at) + scaled (notes, 12),
          lab_axis_to_pixel (y, at) - scaled (notes, 4), 0, 0, shared > 2 ? 15 : 19, color, text);

      lab_label_placer_avoid (&notes->placer, place);
    }
  else
    {
      double line = lab_axis_to_pixel (y, 1), origin = lab_axis_to_pixel (x, 0);
      LabRect branch = { origin, line - scaled (notes, 40), x->end - origin, scaled (notes, 80) };

      lab_text_draw (notes->painter, x->end + scaled (notes, 12), line, 0, 0.5,
                     shared > 2 ? 14 : 17, color, text);
      /* The branch has its name; a single one there would be half the truth. */
      lab_label_placer_avoid (&notes->placer, branch);
    }
}

static void
fill_placer (Notes *notes)
{
  const LabAxis *y = &notes->layout->y[notes->panel];

  notes->placer.n_curves = MIN (notes->scene->n_curves, LAB_PLACER_CURVES);
  for (int c = 0; c < notes->placer.n_curves; c++)
    for (int i = 0; i < LAB_PLACER_SAMPLES; i++)
      {
        double x = lab_axis_to_value (&notes->layout->x, lab_label_placer_x (&notes->placer, i));
        double value = nn_activation_eval (notes->scene->curve[c], notes->order, x);

        notes->placer.y[c][i] = lab_axis_to_pixel (y, value);
      }
}

/* Names at the curves; smaller type for a crowd. */
static void
draw_names (Notes *notes)
{
  double size = notes->scene->n_curves > 6 ? 14 : notes->scene->n_curves > 3 ? 16 : 19;

  for (int c = 0; c < notes->placer.n_curves; c++)
    {
      nn_activation f = notes->scene->curve[c];
      g_autofree char *name = notes->order == 0 ? lab_formula_name (f)
                                                : lab_formula_short_name (f, notes->order);
      g_autofree char *bold = g_strdup_printf ("<b>%s</b>", name);
      LabRect box = lab_text_measure (notes->painter, 0, 0, 0, 0, size, bold);

      box = lab_label_placer_place (&notes->placer, c, box.width, box.height);
      lab_text_draw_halo (notes->painter, box.x, box.y, 0, 0, size, label_color (notes, f.id), bold);
    }
}

void
lab_function_notes_draw (LabPainter *painter, const LabFunctionScene *scene,
                         const LabFunctionLayout *layout, int panel, LabFunctionWords *words)
{
  const LabAxis *x = &layout->x, *y = &layout->y[panel];
  const nn_activation *elu = lab_function_scene_get_elu (scene);
  Notes notes = { .painter = painter,
                  .scene = scene,
                  .layout = layout,
                  .panel = panel,
                  .order = scene->order[panel] };
  LabRect title;

  lab_label_placer_init (&notes.placer,
                         (LabRect) { x->start, y->end, x->end - x->start, y->start - y->end });
  fill_placer (&notes);
  title = draw_title (&notes);
  if (elu && scene->annotate && notes.order <= 1)
    {
      draw_formula (&notes, title);
      if (notes.order == 0)
        {
          draw_asymptote_note (&notes, elu);
          draw_kink_note (&notes, elu);
        }
      else
        draw_jump_note (&notes, elu);
    }
  draw_shared_name (&notes);
  draw_jump_dots (&notes);
  draw_names (&notes);
  for (int i = 0; i < notes.placer.n_obstacles && words->n < LAB_MAX_WORDS; i++)
    words->place[words->n++] = notes.placer.obstacle[i];
}
