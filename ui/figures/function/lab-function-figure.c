/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-function-figure.h"

#include <math.h>
#include "lab-function-gap.h"
#include "lab-function-samples.h"
#include "lab-function-style.h"
#include "lab-plot.h"

static double
line_width (nn_activation_id id, double scale)
{
  double more = lab_palette_get_high_contrast () ? 1 : 0;

  return (id == NN_ELU ? 4.5 + more : 3.5 + more) * scale;
}

static void
draw_curve (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel, int curve,
            const LabStyle *style)
{
  nn_activation f = scene->curve[curve];
  double x[LAB_MOST_POINTS], y[LAB_MOST_POINTS];
  LabStroke stroke = lab_stroke_from_style (style, line_width (f.id, layout->scale));
  int n = lab_function_samples_trace (lab_function_samples_on (f, scene->order[panel], &layout->x),
                                      x, y);

  lab_plot_curve (&layout->x, &layout->y[panel], x, y, n, &stroke);
}

/* The last curve of the scene is drawn first and ELU, the first, second to last: what is dashed lies
 * over what is solid, so that both show where they coincide.                                    */
static void
draw_curves (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
             gboolean dark)
{
  for (int solid = 1; solid >= 0; solid--)
    for (int c = scene->n_curves - 1; c >= 0; c--)
      {
        LabStyle style = lab_function_style (scene, c, dark);

        if ((style.n_dashes == 0) == solid)
          draw_curve (scene, layout, panel, c, &style);
      }
}

static void
draw_asymptote (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
                const LabTheme *theme)
{
  const nn_activation *elu = lab_function_scene_get_elu (scene);
  double x[2] = { layout->x.low, layout->x.high }, y[2];
  LabStroke dots = {
    .color = theme->dim, .width = 1.5, .n_dashes = 2, .dash = { 1, 5 }, .blend = CAIRO_OPERATOR_OVER
  };

  if (!elu || lab_function_scene_count (scene, NN_ELU, scene->n_curves) > 1
      || scene->order[panel] != 0 || !scene->annotate || elu->parameter[0] == 0)
    return;
  y[0] = y[1] = -elu->parameter[0];
  lab_plot_curve (&layout->x, &layout->y[panel], x, y, 2, &dots);
}

/* A narrow panel shows more than its ends. */
static double
column_gap (const LabFunctionLayout *layout)
{
  double width = layout->x.end - layout->x.start;

  return CLAMP (width / 6, 60 * layout->scale, 80 * layout->scale);
}

/* A low panel shows at least a few ticks, as long as their labels have room. */
static double
row_gap (const LabFunctionLayout *layout, int panel)
{
  double height = layout->y[panel].start - layout->y[panel].end;

  return CLAMP (height / 2.5, 26 * layout->scale, 64 * layout->scale);
}

static void
draw_panel (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
            gboolean dark)
{
  const LabTheme *theme = lab_palette_theme (dark);
  const LabAxis *y = &layout->y[panel];
  LabTicks x_ticks = lab_axis_ticks (&layout->x, column_gap (layout));
  LabTicks y_ticks = lab_axis_ticks (y, row_gap (layout, panel));

  lab_plot_panel (&layout->x, y);
  lab_plot_grid (&layout->x, &x_ticks, y, &y_ticks, theme);
  if (scene->order[panel] == LAB_PANEL_GAP)
    {
      lab_function_gap_curves (scene, layout, panel, dark);
      return;
    }
  draw_asymptote (scene, layout, panel, theme);
  lab_function_ghosts_draw (scene, layout, panel, dark);
  draw_curves (scene, layout, panel, dark);
}

static void
draw_tick_labels (LabPainter *painter, const LabFunctionScene *scene,
                  const LabFunctionLayout *layout)
{
  LabTicks ticks = lab_axis_ticks (&layout->x, column_gap (layout));
  double bottom = layout->y[scene->n_panels - 1].start;
  char label[40];

  for (int i = 0; i < ticks.n; i++)
    lab_text_draw (painter, lab_axis_to_pixel (&layout->x, ticks.value[i]),
                   bottom + 8 * layout->scale, 0.5, 0, 15, painter->theme->dim,
                   lab_tick_label (&ticks, ticks.value[i], label, sizeof label));
  if (layout->end_labels)
    lab_text_draw (painter, layout->x.end + 14 * layout->scale, bottom + 8 * layout->scale, 0, 0,
                   15, painter->theme->dim, "<i>x</i>");
  for (int p = 0; p < scene->n_panels; p++)
    {
      LabTicks rows = lab_axis_ticks (&layout->y[p], row_gap (layout, p));

      for (int i = 0; i < rows.n; i++)
        lab_text_draw (painter, layout->x.start - 10 * layout->scale,
                       lab_axis_to_pixel (&layout->y[p], rows.value[i]), 1, 0.5, 15,
                       painter->theme->dim,
                       lab_tick_label (&rows, rows.value[i], label, sizeof label));
    }
}

/* hurry: see lab_plot_hurry (). */
static void
draw (cairo_t *cr, const LabFunctionScene *scene, const LabFunctionLayout *layout, gboolean dark,
      LabFunctionWords *words, gboolean hurry)
{
  LabFunctionGap gap = { 0 };
  LabPainter painter;

  words->n = 0;
  if (scene->gap)
    {
      gap = lab_function_gap_measure (scene, layout->x.low, layout->x.high);
      lab_function_gap_fill (cr, scene, layout, dark);
    }
  lab_plot_begin (cr, layout->width, layout->height);
  if (hurry)
    lab_plot_hurry ();
  for (int p = 0; p < scene->n_panels; p++)
    draw_panel (scene, layout, p, dark);
  lab_plot_end (cr);

  lab_painter_init (&painter, cr, dark, layout->scale);
  draw_tick_labels (&painter, scene, layout);
  for (int p = 0; p < scene->n_panels; p++)
    lab_function_notes_draw (&painter, scene, layout, p, &gap, words);
  lab_painter_clear (&painter);
}

void
lab_function_figure_draw (cairo_t *cr, const LabFunctionScene *scene,
                          const LabFunctionLayout *layout, gboolean dark, LabFunctionWords *words)
{
  LabFunctionWords unwanted;

  draw (cr, scene, layout, dark, words ? words : &unwanted, TRUE);
}

void
lab_function_figure_draw_export (cairo_t *cr, double width, double height,
                                 const LabFunctionScene *scene, double cursor, gboolean dark,
                                 double scale)
{
  LabFunctionLayout layout;
  LabFunctionWords words;

  lab_function_layout_init (&layout, scene, width, height, scale);
  lab_color_set_source (lab_palette_theme (dark)->ground, cr);
  cairo_paint (cr);
  draw (cr, scene, &layout, dark, &words, FALSE);
  if (!isnan (cursor))
    lab_function_figure_draw_cursor (cr, scene, &layout, dark, &words, cursor);
}
