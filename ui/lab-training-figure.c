/* lab-training-figure.c - see the header */

#include "config.h"
#include "lab-training-figure.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include "lab-formula.h"
#include "lab-plot.h"
#include "lab-series-columns.h"

/* The two plots differ in which curves they show and how they write a value. */
typedef struct {
  const LabSeries *train, *validation;
} Pair;

static Pair
curves_of (LabTrainingModel *model, int contestant, gboolean accuracy)
{
  const LabContestantCurves *curves = lab_training_model_get_curves (model, contestant);

  return accuracy ? (Pair){ &curves->accuracy, &curves->validation_accuracy }
                  : (Pair){ &curves->loss, &curves->validation_loss };
}

static LabStyle
style_of (LabTrainingModel *model, int contestant, gboolean dark)
{
  nn_activation f = lab_training_model_get_setup (model)->contestant[contestant];

  return lab_palette_variant (
      f.id, lab_training_setup_variant (lab_training_model_get_setup (model), contestant), dark);
}

static void
draw_series (const LabSeries *series, gboolean smooth, const LabAxis *x, const LabAxis *y,
             const LabStroke *stroke)
{
  LabColumns columns;
  g_autofree LabTrace *trace = NULL;
  g_autofree double *points = NULL;
  int n, room;

  lab_columns_init (&columns, x, NULL, NULL);
  room = lab_columns_room (0, columns.n);
  trace = g_new (LabTrace, room);
  points = g_new (double, 2 * (gsize) room);
  n = smooth ? lab_columns_trace_smooth (&columns, series, LAB_USUAL_SMOOTHING, 0, columns.n, trace)
             : lab_columns_trace_raw (&columns, series, 0, columns.n, trace);
  for (int i = 0; i < n; i++)
    {
      points[i] = lab_axis_to_value (x, trace[i].pixel);
      points[room + i] = trace[i].value;
    }
  lab_columns_clear (&columns);
  lab_plot_curve (x, y, points, points + room, n, stroke);
}

/* Raw lines of contestants that learn from the same batches nearly coincide: blended, what they share
 * turns grey and the differences keep their tint.                                               */
static void
draw_raw (LabTrainingModel *model, const LabTrainingLayout *layout, const LabAxis *y,
          gboolean accuracy, gboolean dark)
{
  for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
    {
      LabStroke stroke = { .color = style_of (model, c, dark).raw,
                           .width = layout->scale,
                           .blend = dark ? CAIRO_OPERATOR_SCREEN : CAIRO_OPERATOR_MULTIPLY };

      draw_series (curves_of (model, c, accuracy).train, FALSE, &layout->x, y, &stroke);
    }
}

static void
draw_lines (LabTrainingModel *model, const LabTrainingLayout *layout, const LabAxis *y,
            gboolean accuracy, gboolean dark)
{
  for (int c = lab_training_model_get_n_contestants (model) - 1; c >= 0; c--)
    {
      LabStyle style = style_of (model, c, dark);
      LabStroke thick = lab_stroke_from_style (&style, 3.5 * layout->scale);
      LabStroke thin = lab_stroke_from_style (&style, 1.75 * layout->scale);

      for (int i = 0; i < thin.n_dashes; i++)
        thin.dash[i] = thick.dash[i] * 0.7;
      draw_series (curves_of (model, c, accuracy).validation, FALSE, &layout->x, y, &thin);
      draw_series (curves_of (model, c, accuracy).train, TRUE, &layout->x, y, &thick);
    }
}

static void
draw_panel (LabTrainingModel *model, const LabTrainingLayout *layout, gboolean accuracy,
            gboolean dark)
{
  const LabAxis *y = accuracy ? &layout->accuracy : &layout->loss;
  LabTicks x_ticks = lab_axis_ticks (&layout->x, 90 * layout->scale);
  LabTicks y_ticks = lab_axis_ticks (y, 40 * layout->scale);

  lab_plot_panel (&layout->x, y);
  lab_plot_grid (&layout->x, &x_ticks, y, &y_ticks, lab_palette_theme (dark));
  draw_raw (model, layout, y, accuracy, dark);
  draw_lines (model, layout, y, accuracy, dark);
}

/* The second code besides colour and dash: a circle for the first contestant, a square for the next. */
static void
draw_marker (LabPainter *painter, int contestant, double x, double y, LabColor color)
{
  cairo_t *cr = painter->cr;
  double r = 4 * painter->scale;

  cairo_new_path (cr);
  if (contestant == 0)
    cairo_arc (cr, x, y, r, 0, 2 * G_PI);
  else
    cairo_rectangle (cr, x - r, y - r, 2 * r, 2 * r);
  lab_color_set_source (painter->theme->ground, cr);
  cairo_fill_preserve (cr);
  lab_color_set_source (color, cr);
  cairo_set_line_width (cr, 1.75 * painter->scale);
  cairo_stroke (cr);
}

static void
draw_markers (LabPainter *painter, LabTrainingModel *model, const LabTrainingLayout *layout,
              gboolean accuracy)
{
  const LabAxis *y = accuracy ? &layout->accuracy : &layout->loss;

  for (int c = lab_training_model_get_n_contestants (model) - 1; c >= 0; c--)
    {
      const LabSeries *series = curves_of (model, c, accuracy).validation;
      LabColor color = style_of (model, c, painter->dark).line;
      guint n = lab_series_length (series), every = n / 64 + 1;

      for (guint i = 0; i < n; i += every)
        {
          double at = lab_axis_to_pixel (y, lab_series_y (series, i));

          if (at >= y->end - 1 && at <= y->start + 1)
            draw_marker (painter, c, lab_axis_to_pixel (&layout->x, lab_series_x (series, i)), at,
                         color);
        }
    }
}

static void
draw_tick_labels (LabPainter *painter, const LabTrainingLayout *layout)
{
  LabTicks x = lab_axis_ticks (&layout->x, 90 * layout->scale);
  LabTicks loss = lab_axis_ticks (&layout->loss, 40 * layout->scale);
  LabTicks accuracy = lab_axis_ticks (&layout->accuracy, 40 * layout->scale);
  double left = layout->x.start - 10 * layout->scale, below = layout->accuracy.start;
  LabColor dim = painter->theme->dim;
  char label[40];

  for (int i = 0; i < x.n; i++)
    lab_text_draw (painter, lab_axis_to_pixel (&layout->x, x.value[i]), below + 8 * layout->scale,
                   0.5, 0, 15, dim, lab_tick_label (&x, x.value[i], label, sizeof label));
  for (int i = 0; i < loss.n; i++)
    lab_text_draw (painter, left, lab_axis_to_pixel (&layout->loss, loss.value[i]), 1, 0.5, 15, dim,
                   lab_tick_label (&loss, loss.value[i], label, sizeof label));
  for (int i = 0; i < accuracy.n; i++)
    {
      /* Translators: an accuracy in per cent */
      g_snprintf (label, sizeof label, _ ("%.0f %%"), 100 * accuracy.value[i]);
      lab_text_draw (painter, left, lab_axis_to_pixel (&layout->accuracy, accuracy.value[i]), 1,
                     0.5, 15, dim, label);
    }
  /* Under the end labels, so that it meets no tick. */
  lab_text_draw (painter, layout->x.end + 26 * layout->scale, below + 8 * layout->scale, 0, 0, 15,
                 dim, _ ("steps"));
}

/* What thin, thick and marked lines mean, at the right of the heading. */
static void
draw_key (LabPainter *painter, const LabTrainingLayout *layout)
{
  const char *names[] = { _ ("each batch"), _ ("train, smoothed"), _ ("validation") };
  static const double widths[] = { 1.5, 3.5, 1.75 };
  double s = layout->scale, y = (layout->one_line ? 27 : 54) * s;
  double x = layout->one_line ? layout->x.end : layout->width - 16 * s;
  cairo_t *cr = painter->cr;

  for (int i = 2; i >= 0; i--)
    {
      LabColor color = i == 0 ? painter->theme->zero_axis : painter->theme->text;
      LabRect box = lab_text_draw (painter, x, y, 1, 0.5, 14, painter->theme->dim, names[i]);
      double end = box.x - 8 * s, start = end - 32 * s;

      lab_color_set_source (color, cr);
      cairo_set_line_width (cr, widths[i] * s);
      cairo_move_to (cr, start, y);
      cairo_line_to (cr, end, y);
      cairo_stroke (cr);
      if (i == 2)
        draw_marker (painter, 0, (start + end) / 2, y, color);
      x = start - 24 * s;
    }
}

static void
draw_headings (LabPainter *painter, const LabTrainingLayout *layout)
{
  /* Translators: heading of a plot; keep the markup */
  const char *loss
      = layout->end_names ? _ ("<b>Loss</b>  <small>cross-entropy</small>") : _ ("<b>Loss</b>");
  double s = layout->scale;

  lab_text_draw (painter, layout->x.start, 27 * s, 0, 0.5, 19, painter->theme->text, loss);
  lab_text_draw (painter, layout->x.start, layout->accuracy.end - 8 * s, 0, 1, 19,
                 painter->theme->text, _ ("<b>Accuracy</b>"));
  draw_key (painter, layout);
}

/* A value at the right end of its curve. */
typedef struct {
  double y, wanted;
  char *markup;
  LabColor color;
} EndLabel;

static int
compare_end_labels (const void *a, const void *b)
{
  double first = ((const EndLabel *) a)->wanted, second = ((const EndLabel *) b)->wanted;

  return (first > second) - (first < second);
}

static void
format_end_value (double value, gboolean accuracy, char *buffer, gsize size)
{
  if (accuracy)
    g_snprintf (buffer, size, _ ("%.1f %%"), 100 * value);
  else if (value < 1e5)
    g_snprintf (buffer, size, value < 10 ? "%.3f" : "%.3g", value);
  else
    lab_tick_label (&(LabTicks){ 0 }, value, buffer, size);
}

/* Twins, two ELUs for instance, are told apart by what differs: "α = 0.10". */
static char *
make_contestant_name (LabTrainingModel *model, nn_activation f)
{
  g_autofree char *full = lab_formula_name (f);
  g_autofree char *title = lab_formula_short_name (f, 0);

  if (lab_training_setup_variant (lab_training_model_get_setup (model), 1) == 0
      || strlen (full) <= strlen (title) + 1)
    return g_steal_pointer (&title);
  return g_strdup (full + strlen (title) + 1);
}

static void
add_end_label (EndLabel *label, LabTrainingModel *model, const LabTrainingLayout *layout,
               int contestant, gboolean accuracy, gboolean validation, gboolean dark)
{
  const LabAxis *axis = accuracy ? &layout->accuracy : &layout->loss;
  Pair pair = curves_of (model, contestant, accuracy);
  const LabSeries *series = validation ? pair.validation : pair.train;
  guint last = lab_series_length (series) - 1;
  double value = validation ? lab_series_y (series, last) : lab_series_smooth (series, last, LAB_USUAL_SMOOTHING);
  nn_activation f = lab_training_model_get_setup (model)->contestant[contestant];
  g_autofree char *name = make_contestant_name (model, f);
  char number[48];

  format_end_value (value, accuracy, number, sizeof number);
  label->wanted = lab_axis_to_pixel (axis, value);
  label->color = style_of (model, contestant, dark).label;
  if (!layout->end_names)
    label->markup = g_strdup_printf ("<b>%s</b>", number);
  else if (validation)
    label->markup = g_strdup_printf ("<b>%s</b>  %s %s", number, name, _ ("validation"));
  else
    label->markup = g_strdup_printf ("<b>%s  %s %s</b>", number, name, _ ("train"));
}

static void
draw_end_label (LabPainter *painter, const LabTrainingLayout *layout, const LabAxis *axis,
                const EndLabel *label)
{
  double s = layout->scale, x = layout->x.end, size = layout->end_names ? 16 : 14;
  LabRect place;
  double from = CLAMP (label->wanted, axis->end, axis->start);

  lab_color_set_source (label->color, painter->cr);
  cairo_set_line_width (painter->cr, s);
  cairo_move_to (painter->cr, x + 4 * s, from);
  cairo_line_to (painter->cr, x + (layout->end_names ? 20 : 8) * s, label->y);
  cairo_stroke (painter->cr);
  x += (layout->end_names ? 24 : 10) * s;
  place = lab_text_measure (painter, x, label->y, 0, 0.5, size, label->markup);
  /* A long name gets smaller type, not a cut. */
  size *= CLAMP ((layout->width - x - 4 * s) / place.width, 0.7, 1);
  lab_text_draw (painter, x, label->y, 0, 0.5, size, label->color, label->markup);
}

static void
draw_end_labels (LabPainter *painter, LabTrainingModel *model, const LabTrainingLayout *layout,
                 gboolean accuracy)
{
  const LabAxis *axis = accuracy ? &layout->accuracy : &layout->loss;
  EndLabel labels[2 * LAB_MAX_CONTESTANTS];
  double y[2 * LAB_MAX_CONTESTANTS], heights[2 * LAB_MAX_CONTESTANTS];
  int n = 0;

  for (int c = 0; c < lab_training_model_get_n_contestants (model); c++)
    for (int validation = 0; validation <= 1; validation++)
      {
        Pair pair = curves_of (model, c, accuracy);
        const LabSeries *series = validation ? pair.validation : pair.train;
        guint length = lab_series_length (series);

        /* A contestant that diverged ends without a value. */
        if (length > 0 && isfinite (lab_series_smooth (series, length - 1, 1)))
          add_end_label (&labels[n++], model, layout, c, accuracy, validation, painter->dark);
      }
  qsort (labels, (size_t) n, sizeof *labels, compare_end_labels);
  for (int i = 0; i < n; i++)
    {
      y[i] = CLAMP (labels[i].wanted, axis->end, axis->start);
      heights[i] = 22 * layout->scale;
    }
  lab_text_spread (y, heights, n, axis->end - 12 * layout->scale, axis->start + 12 * layout->scale);
  for (int i = 0; i < n; i++)
    {
      labels[i].y = y[i];
      draw_end_label (painter, layout, axis, &labels[i]);
      g_free (labels[i].markup);
    }
}

void
lab_training_figure_draw (cairo_t *cr, LabTrainingModel *model, const LabTrainingLayout *layout,
                          gboolean dark)
{
  LabPainter painter;

  lab_plot_begin (cr, layout->width, layout->height);
  draw_panel (model, layout, FALSE, dark);
  draw_panel (model, layout, TRUE, dark);
  lab_plot_end (cr);

  lab_painter_init (&painter, cr, dark, layout->scale);
  draw_tick_labels (&painter, layout);
  draw_headings (&painter, layout);
  for (int accuracy = 0; accuracy <= 1; accuracy++)
    {
      draw_markers (&painter, model, layout, accuracy);
      draw_end_labels (&painter, model, layout, accuracy);
    }
  lab_painter_clear (&painter);
}
