/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-ghosts.c - thin curves of ELU with fixed alphas, left of 0 where alphas differ
 *
 * Declared in lab-function-notes-private.h.
 */

#include "lab-function-notes-private.h"

#include <math.h>
#include "lab-function-samples.h"
#include "lab-plot.h"

enum { STEPS = 160 };

static LabColor
ghost_color (gboolean dark)
{
  return lab_palette_theme (dark)->ghost;
}

void
lab_function_ghosts_draw (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
                          gboolean dark)
{
  double x[LAB_MOST_POINTS], y[LAB_MOST_POINTS], end = fmin (0, layout->x.high);
  LabStroke stroke
      = { .color = ghost_color (dark), .width = 2 * layout->scale, .blend = CAIRO_OPERATOR_OVER };

  if (scene->order[panel] == LAB_PANEL_GAP || layout->x.low >= end)
    return;
  for (int g = 0; g < scene->n_ghosts; g++)
    {
      nn_activation f = { NN_ELU, { scene->ghost[g] } };
      int n = lab_function_samples_trace (
          lab_function_samples_get (f, scene->order[panel], layout->x.low, end, STEPS), x, y);

      lab_plot_curve (&layout->x, &layout->y[panel], x, y, n, &stroke);
    }
}

/* On the line in f, half-way to the left end; at the end point in the derivatives. Ghosts that stand
 * nearer than a line's height take turns in stepping aside.                                     */
void
lab_function_ghosts_name (LabFunctionNotes *notes)
{
  const LabFunctionScene *scene = notes->scene;
  const LabAxis *x = &notes->layout->x, *y = &notes->layout->y[notes->panel];
  const nn_activation *elu = lab_function_scene_get_elu (scene);
  LabColor color = lab_palette_theme (notes->painter->dark)->ghost_label;
  double last = INFINITY, aside = 0;

  if (notes->placer.area.height < scaled (notes, 54))
    return;
  for (int i = 0; i < scene->n_ghosts; i++)
    {
      nn_activation f = { NN_ELU, { scene->ghost[i] } };
      double at = notes->order == 0 ? 0.52 * x->low : 0, value, pixel_y;
      char number[48];
      g_autofree char *text = g_strdup_printf (
          "α = %s", lab_format_shortest (scene->ghost[i], number, sizeof number));
      LabRect place;

      if (x->low >= 0 || x->high < 0 || (elu && fabs (elu->parameter[0] - scene->ghost[i]) < 0.005))
        continue;
      value = nn_activation_eval_left (f, notes->order, at);
      pixel_y = lab_axis_to_pixel (y, value);
      if (pixel_y < y->end + scaled (notes, 8) || pixel_y > y->start - scaled (notes, 8))
        continue;
      place = lab_text_measure (notes->painter, 0, 0, 0, 0.5, 15, text);
      /* At 1 all branches on the right lie. */
      if (notes->order == 1 && fabs (value - 1) < 0.05)
        pixel_y += place.height * 0.8;
      aside = fabs (pixel_y - last) < place.height && aside == 0 ? place.width + scaled (notes, 12)
                                                                 : 0;
      last = pixel_y;
      place.x = lab_axis_to_pixel (x, at) + aside + (notes->order == 0 ? 0 : scaled (notes, 14));
      place.y += pixel_y;
      /* Low panels have no room for all; the panel of f names them anyway. */
      if (lab_label_placer_is_taken (&notes->placer, &place)
          || (notes->order > 0 && lab_label_placer_hides (&notes->placer, &place)))
        continue;
      lab_text_draw_halo (notes->painter, place.x, place.y, 0, 0, 15, color, text);
      lab_label_placer_avoid (&notes->placer, place);
    }
}
