/* lab-function-figure.c - see the header */

#include "lab-function-figure.h"

#include <math.h>
#include "lab-function-gap.h"
#include "lab-plot.h"

enum { MAX_SAMPLES = 2048 };

typedef struct {
  int n;
  double x[MAX_SAMPLES + 4 * NN_MAX_KINKS], y[MAX_SAMPLES + 4 * NN_MAX_KINKS];
} Samples;

static void
append (Samples *samples, double x, double y)
{
  samples->x[samples->n] = x;
  samples->y[samples->n++] = y;
}

/* Both one-sided values at a kink; a gap between them where they differ, so that a jump is drawn
 * as two segments and not as a steep line.                                                      */
static void
append_kink (Samples *samples, nn_activation f, int order, double x)
{
  double left = nn_activation_eval_left (f, order, x),
         right = nn_activation_eval_right (f, order, x);

  append (samples, x, left);
  if (left != right)
    {
      append (samples, x, NAN);
      append (samples, x, right);
    }
}

/* One sample every two pixels, and the kinks exactly. */
static void
sample_curve (Samples *samples, nn_activation f, int order, const LabAxis *axis)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);
  int n = CLAMP ((int) ((axis->end - axis->start) / 2), 2, MAX_SAMPLES - 1), kink = 0;

  samples->n = 0;
  for (int i = 0; i <= n; i++)
    {
      double x = axis->low + (axis->high - axis->low) * i / n;
      gboolean at_kink = FALSE;

      for (; kink < info->n_kinks && info->kink[kink] <= x; kink++)
        if (info->kink[kink] >= axis->low)
          {
            append_kink (samples, f, order, info->kink[kink]);
            at_kink = info->kink[kink] == x;
          }
      if (!at_kink)
        append (samples, x, nn_activation_eval (f, order, x));
    }
}

LabStyle
lab_function_figure_style (const LabFunctionScene *scene, int curve, gboolean dark)
{
  nn_activation_id id = scene->curve[curve].id;

  return lab_palette_variant (id, lab_function_scene_count (scene, id, curve), dark);
}

static double
line_width (nn_activation_id id, double scale)
{
  double more = lab_palette_get_high_contrast () ? 1 : 0;

  return (id == NN_ELU ? 4.5 + more : 3.5 + more) * scale;
}

/* The last curve of the scene is drawn first and ELU, the first, second to last: what is dashed lies
 * over what is solid, so that both show where they coincide.                                    */
static void
draw_curves (const LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
             gboolean dark)
{
  Samples *samples = g_new (Samples, 1);

  for (int solid = 1; solid >= 0; solid--)
    for (int c = scene->n_curves - 1; c >= 0; c--)
      {
        nn_activation f = scene->curve[c];
        LabStyle style = lab_function_figure_style (scene, c, dark);
        LabStroke stroke = lab_stroke_from_style (&style, line_width (f.id, layout->scale));

        if ((style.n_dashes == 0) != solid)
          continue;
        sample_curve (samples, f, scene->order[panel], &layout->x);
        lab_plot_curve (&layout->x, &layout->y[panel], samples->x, samples->y, samples->n, &stroke);
      }
  g_free (samples);
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
  LabTicks x_ticks = lab_axis_ticks (&layout->x, 80 * layout->scale);
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
  LabTicks ticks = lab_axis_ticks (&layout->x, 80 * layout->scale);
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

void
lab_function_figure_draw (cairo_t *cr, const LabFunctionScene *scene,
                          const LabFunctionLayout *layout, gboolean dark, LabFunctionWords *words)
{
  LabFunctionWords unwanted;
  LabFunctionGap gap = { 0 };
  LabPainter painter;

  words = words ? words : &unwanted;
  words->n = 0;
  if (scene->gap)
    {
      gap = lab_function_gap_measure (scene, layout->x.low, layout->x.high);
      lab_function_gap_fill (cr, scene, layout, dark);
    }
  lab_plot_begin (cr, layout->width, layout->height);
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
lab_function_figure_draw_export (cairo_t *cr, double width, double height,
                                 const LabFunctionScene *scene, double cursor, gboolean dark,
                                 double scale)
{
  LabFunctionLayout layout;
  LabFunctionWords words;

  lab_function_layout_init (&layout, scene, width, height, scale);
  lab_color_set_source (lab_palette_theme (dark)->ground, cr);
  cairo_paint (cr);
  lab_function_figure_draw (cr, scene, &layout, dark, &words);
  if (!isnan (cursor))
    lab_function_figure_draw_cursor (cr, scene, &layout, dark, &words, cursor);
}
