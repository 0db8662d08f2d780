/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-notes.c - see the header; titles, formulas and names */

#include "config.h"
#include "lab-function-notes.h"

#include <math.h>
#include <string.h>
#include "lab-formula.h"
#include "lab-function-gap.h"
#include "lab-function-notes-private.h"
#include "lab-function-samples.h"
#include "lab-function-style.h"

/* A text on a clear ground, so that the grid stops around it. */
static void
draw_on_clear_ground (LabFunctionNotes *notes, LabRect place, double size, LabColor color,
                      const char *markup)
{
  LabRect clear
      = { place.x - scaled (notes, 5), place.y, place.width + scaled (notes, 10), place.height };

  lab_color_set_source (notes->painter->theme->ground, notes->painter->cr);
  cairo_rectangle (notes->painter->cr, clear.x, clear.y, clear.width, clear.height);
  cairo_fill (notes->painter->cr);
  lab_text_draw (notes->painter, place.x, place.y, 0, 0, size, color, markup);
  lab_label_placer_avoid (&notes->placer, clear);
}

/* f(x), f′(x) in the upper left corner. */
static LabRect
draw_title (LabFunctionNotes *notes)
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
draw_brace (LabFunctionNotes *notes, double x, double top, double bottom)
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
draw_formula (LabFunctionNotes *notes, LabRect title)
{
  g_autofree char *alpha = bold_in (notes, NN_ELU, "α");
  g_autofree char *name = lab_formula_short_name ((nn_activation){ .id = NN_ELU }, notes->order);
  g_autofree char *head = g_strdup_printf ("<b>%s(<i>x</i>) =</b>", name);
  g_autofree char *lower = g_strdup_printf (cases[notes->order][1], alpha);
  double x = notes->placer.area.x + scaled (notes, 130), y = title.y - scaled (notes, 4);
  double row = scaled (notes, 27), column, width;
  LabRect block = lab_text_measure (notes->painter, x, y + row, 0, 0.5, 19, head);

  column = block.x + block.width + scaled (notes, 26);
  width = column + scaled (notes, 190) - x;
  block = (LabRect){ x - scaled (notes, 8), y, width, 2 * row + scaled (notes, 4) };
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
                     notes->painter->theme->dim, i == 0 ? "<i>x</i> &gt; 0" : "<i>x</i> ≤ 0");
    }
}

/* "ELU = ReLU = x", in a line a function where there are many: the curves whose right branch is the
 * same straight line share one name there.                                                      */
static char *
make_shared_name (LabFunctionNotes *notes, int *n_shared)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double x = notes->layout->x.high;
  const char *separator = notes->scene->n_curves > 2 ? "\n= " : " = ";

  *n_shared = 0;
  for (int c = 0; c < notes->scene->n_curves; c++)
    {
      nn_activation f = notes->scene->curve[c];
      g_autofree char *name = NULL, *bold = NULL;

      if (lab_function_scene_count (notes->scene, f.id, c) > 0)
        continue; /* its twin has said it */
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

/* f: beside the line, where it is steep; below it where it is flat. */
static void
name_rising_branch (LabFunctionNotes *notes, int n_shared, const char *text)
{
  const LabAxis *x = &notes->layout->x, *y = &notes->layout->y[notes->panel];
  double at = fmin (0.62 * x->high, 0.75 * y->high), size = n_shared > 2 ? 15 : 19;
  LabRect place;

  /* Where a moved picture shows no right branch, there is nothing to name. */
  if (at <= fmax (0, x->low) || at <= y->low)
    return;
  place = lab_text_measure (notes->painter, lab_axis_to_pixel (x, at) + scaled (notes, 12),
                            lab_axis_to_pixel (y, at) - scaled (notes, 4), 0, 0, size, text);
  if (lab_label_placer_hides (&notes->placer, &place))
    place.y += scaled (notes, 12);
  if (lab_label_placer_is_taken (&notes->placer, &place))
    return;
  lab_text_draw_halo (notes->painter, place.x, place.y, 0, 0, size, notes->painter->theme->text,
                      text);
  lab_label_placer_avoid (&notes->placer, place);
}

/* f′: in the margin, if there is one. A single name at the branch would be half the truth. */
static void
name_flat_branch (LabFunctionNotes *notes, int n_shared, const char *text)
{
  const LabAxis *x = &notes->layout->x;
  double line = lab_axis_to_pixel (&notes->layout->y[notes->panel], 1),
         origin = lab_axis_to_pixel (x, 0);
  LabRect branch = { origin, line - scaled (notes, 40), x->end - origin, scaled (notes, 80) };

  if (notes->layout->end_labels)
    lab_text_draw (notes->painter, x->end + scaled (notes, 12), line, 0, 0.5,
                   n_shared > 2 ? 14 : 17, notes->painter->theme->text, text);
  if (n_shared > 1)
    lab_label_placer_reserve (&notes->placer, branch);
}

static void
draw_shared_name (LabFunctionNotes *notes)
{
  const LabAxis *x = &notes->layout->x;
  int shared;
  g_autofree char *text = make_shared_name (notes, &shared);

  if (shared == 0 || notes->order > 1)
    return;
  /* Far away the right branch is a dot. */
  if (x->end - lab_axis_to_pixel (x, 0) < scaled (notes, 30))
    return;
  if (notes->order == 1)
    name_flat_branch (notes, shared, text);
  else if (notes->layout->end_labels)
    name_rising_branch (notes, shared, text);
}

static void
add_to_placer (LabFunctionNotes *notes, nn_activation f)
{
  const LabAxis *y = &notes->layout->y[notes->panel];
  const LabFunctionSamples *samples = lab_function_samples_on (f, notes->order, &notes->layout->x);
  double *pixel = notes->placer.y[notes->placer.n_curves++];

  for (int i = 0; i < LAB_PLACER_SAMPLES; i++)
    {
      double x = lab_axis_to_value (&notes->layout->x, lab_label_placer_x (&notes->placer, i));

      pixel[i] = lab_axis_to_pixel (y, lab_function_samples_at (samples, x));
    }
}

G_STATIC_ASSERT (LAB_MAX_CURVES + LAB_MAX_GHOSTS <= LAB_PLACER_CURVES);

/* The scene's curves, then its ghosts, which have names of their own but must not be hidden. */
static void
fill_placer (LabFunctionNotes *notes)
{
  for (int c = 0; c < notes->scene->n_curves; c++)
    add_to_placer (notes, notes->scene->curve[c]);
  for (int i = 0; i < notes->scene->n_ghosts; i++)
    add_to_placer (notes, (nn_activation){ NN_ELU, { notes->scene->ghost[i] } });
}

/* The parameter stands at f; at its derivatives only where it tells twins apart. */
static char *
make_curve_name (LabFunctionNotes *notes, nn_activation f)
{
  g_autofree char *full = lab_formula_name (f), *name = lab_formula_short_name (f, notes->order);
  const char *parameter = full + strlen (nn_activation_get_info (f.id)->title);

  if (notes->order > 0 && lab_function_scene_count (notes->scene, f.id, notes->scene->n_curves) < 2)
    return g_steal_pointer (&name);
  return g_strconcat (name, parameter, NULL);
}

static gboolean
is_in_view (const LabLabelPlacer *placer, int curve)
{
  for (int i = 0; i < LAB_PLACER_SAMPLES; i++)
    if (placer->y[curve][i] >= placer->area.y
        && placer->y[curve][i] <= placer->area.y + placer->area.height)
      return TRUE;
  return FALSE;
}

/* Names at the curves; smaller type for a crowd. */
static void
draw_names (LabFunctionNotes *notes)
{
  double size = notes->scene->n_curves > 6 ? 14 : notes->scene->n_curves > 3 ? 16 : 19;

  /* In a panel as low as two lines they would hide what they name; the one above has them. */
  if (notes->panel > 0 && notes->placer.area.height < scaled (notes, 54))
    return;
  for (int c = 0; c < notes->scene->n_curves; c++)
    {
      nn_activation f = notes->scene->curve[c];
      g_autofree char *name = make_curve_name (notes, f);
      g_autofree char *bold = g_strdup_printf ("<b>%s</b>", name);
      LabRect box = lab_text_measure (notes->painter, 0, 0, 0, 0, size, bold);

      if (!is_in_view (&notes->placer, c))
        continue;
      box = lab_label_placer_place (&notes->placer, c, box.width, box.height);
      if (box.width == 0)
        continue;
      lab_text_draw_halo (notes->painter, box.x, box.y, 0, 0, size,
                          lab_function_style (notes->scene, c, notes->painter->dark).label, bold);
    }
}

static void
draw_panel_words (LabFunctionNotes *notes, const LabFunctionGap *gap)
{
  const nn_activation *elu = lab_function_scene_get_elu (notes->scene);
  LabRect title = draw_title (notes);

  if (elu && notes->scene->annotate && notes->order <= 1)
    {
      draw_formula (notes, title);
      lab_function_kink_draw (notes, elu);
    }
  draw_shared_name (notes);
  lab_function_kink_draw_dots (notes);
  lab_function_ghosts_name (notes);
  if (notes->scene->gap && notes->order == 0)
    lab_function_gap_note (notes, gap);
  draw_names (notes);
}

void
lab_function_notes_draw (LabPainter *painter, const LabFunctionScene *scene,
                         const LabFunctionLayout *layout, int panel, const LabFunctionGap *gap,
                         LabFunctionWords *words)
{
  const LabAxis *x = &layout->x, *y = &layout->y[panel];
  LabFunctionNotes notes = { .painter = painter,
                             .scene = scene,
                             .layout = layout,
                             .panel = panel,
                             .order = scene->order[panel] };

  lab_label_placer_init (&notes.placer,
                         (LabRect){ x->start, y->end, x->end - x->start, y->start - y->end });
  if (notes.order == LAB_PANEL_GAP)
    lab_function_gap_panel (&notes, gap);
  else
    {
      fill_placer (&notes);
      draw_panel_words (&notes, gap);
    }
  for (int i = 0; i < notes.placer.n_obstacles && words->n < LAB_MAX_WORDS; i++)
    if (!notes.placer.bare[i])
      words->place[words->n++] = notes.placer.obstacle[i];
}
