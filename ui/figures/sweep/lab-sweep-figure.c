/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-figure.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-plot.h"
#include "lab-sweep-marks.h"

/* The panel in pixels, with a line for each column. */
static void
draw_grid (const LabSweepPicture *picture, const LabTicks *rows)
{
  const LabSweepLayout *layout = picture->layout;
  LabAxis x = { layout->left, layout->right, layout->left, layout->right, FALSE, 0 };
  LabTicks columns = { .n = picture->shown->n_alphas };

  for (int a = 0; a < columns.n; a++)
    columns.value[a] = lab_sweep_picture_x (picture, a);
  lab_plot_begin (picture->painter->cr, layout->width, layout->height);
  lab_plot_panel (&x, &layout->y);
  lab_plot_grid (&x, &columns, &layout->y, rows, picture->painter->theme);
  lab_plot_end (picture->painter->cr);
}

static void
draw_row_labels (const LabSweepPicture *picture, const LabTicks *rows)
{
  LabPainter *painter = picture->painter;
  double s = picture->layout->scale, x = picture->layout->left - 10 * s;
  char number[40];

  for (int i = 0; i < rows->n; i++)
    {
      g_autofree char *text = NULL;

      lab_tick_label (rows, rows->value[i], number, sizeof number);
      text = picture->metric->scale == 100 ? g_strdup_printf (_("%s %%"), number)
                                           : g_strdup (number);
      lab_text_draw (painter, x, lab_axis_to_pixel (&picture->layout->y, rows->value[i]), 1, 0.5,
                     15, painter->theme->dim, text);
    }
  if (!isnan (picture->layout->row))
    lab_text_draw (painter, x, picture->layout->row, 1, 0.5, 13, painter->theme->text,
                   _("diverged"));
}

/* Numbers under the columns as far as there is room; 0 also says what it is. */
static void
draw_column_labels (const LabSweepPicture *picture)
{
  LabPainter *painter = picture->painter;
  double s = picture->layout->scale, y = picture->layout->base + 8 * s, end = -INFINITY;
  char number[64];

  for (int a = 0; a < picture->shown->n_alphas; a++)
    {
      double alpha = picture->shown->alpha[a], x = lab_sweep_picture_x (picture, a);
      const char *text
          = alpha == 0 ? _("0 = ReLU") : lab_format_shortest (alpha, number, sizeof number);
      LabRect box = lab_text_measure (painter, x, y, 0.5, 0, 15, text);
      double left = fmax (box.x, 4 * s);

      if (left < end + 6 * s)
        continue;
      lab_text_draw (painter, left, y, 0, 0, 15, lab_sweep_picture_style (picture, a).label, text);
      end = left + box.width;
    }
  lab_text_draw (painter, (picture->layout->left + picture->layout->right) / 2, y + 24 * s, 0.5, 0,
                 15, painter->theme->dim, _("<i>α</i> of ELU"));
}

/* The bottom of a mean's number: above all that its column has, but not in the heading. */
static double
mean_label_y (const LabSweepPicture *picture, const LabSweepColumn *column)
{
  double s = picture->layout->scale;
  double highest = fmax (column->high, column->mean + (column->n > 1 ? column->spread : 0));

  return fmax (lab_sweep_picture_y (picture, highest) - lab_sweep_picture_radius (picture) - 3 * s,
               picture->layout->y.end - 2 * s);
}

/* Left out where it would run into its neighbour's: the pointer and the file tell it. */
static void
draw_mean_labels (const LabSweepPicture *picture)
{
  double size = picture->layout->one_line && picture->shown->n_alphas <= 8 ? 18 : 15;
  LabRect last = { 0 };

  for (int a = 0; a < picture->shown->n_alphas; a++)
    {
      LabSweepColumn column = lab_sweep_model_get_column (picture->model, a);
      g_autofree char *number = lab_metric_format (picture->shown->metric, column.mean);
      g_autofree char *markup = g_strdup_printf ("<b>%s</b>", number);
      double x = lab_sweep_picture_x (picture, a);
      double y = column.n > 0 ? mean_label_y (picture, &column) : 0;
      LabRect box = lab_text_measure (picture->painter, x, y, 0.5, 1, size, markup);

      box.width += 6 * picture->layout->scale;
      if (column.n == 0 || lab_rect_overlaps (&box, &last))
        continue;
      lab_text_draw_halo (picture->painter, x, y, 0.5, 1, size,
                          lab_sweep_picture_style (picture, a).label, markup);
      last = box;
    }
}

/* What a dot, a bar, a band and a line mean, from the right. */
static void
draw_key (const LabSweepPicture *picture)
{
  const char *const names[] = { _("one seed"), _("mean"), _("± spread"), _("same seed") };
  LabPainter *painter = picture->painter;
  LabStyle style = lab_palette_style (NN_ELU, painter->dark);
  double s = picture->layout->scale, y = (picture->layout->one_line ? 27 : 56) * s;
  double right = picture->layout->right, wide = 22 * s;
  int n = picture->layout->width < 520 * s ? 3 : 4;
  cairo_t *cr = painter->cr;

  for (int i = n - 1; i >= 0; i--)
    {
      LabRect box = lab_text_draw (painter, right, y, 1, 0.5, 14, painter->theme->dim, names[i]);
      double end = box.x - 7 * s, middle = end - wide / 2;

      lab_color_set_source (i == 2 ? style.raw
                            : i == 3
                                ? lab_color_mix (painter->theme->ground, painter->theme->dim, 0.6)
                                : style.line,
                            cr);
      if (i == 0)
        lab_sweep_trace_mark (cr, middle + wide / 4, y, 5 * s, FALSE);
      else
        cairo_rectangle (cr, end - wide,
                         y
                             - (i == 1   ? 1.75
                                : i == 2 ? 7
                                         : 0.5)
                                   * s,
                         wide,
                         (i == 1   ? 3.5
                          : i == 2 ? 14
                                   : 1)
                             * s);
      cairo_fill (cr);
      right = end - wide - 18 * s;
    }
}

/* The number of epochs only where there is room for it. */
static void
draw_heading (const LabSweepPicture *picture)
{
  LabPainter *painter = picture->painter;
  guint n = picture->shown->epochs;
  double s = picture->layout->scale, x = 18 * s;
  /* Translators: how often each image was seen */
  g_autofree char *epochs = g_strdup_printf (ngettext ("after %u epoch", "after %u epochs", n), n);
  g_autofree char *alone = g_strdup_printf ("<b>%s</b>", _(picture->metric->title));
  g_autofree char *both = g_strdup_printf ("%s  <small>%s</small>", alone, epochs);
  LabRect box = lab_text_measure (painter, x, 27 * s, 0, 0.5, 19, both);
  gboolean fits = box.x + box.width < picture->layout->width;

  lab_text_draw (painter, x, 27 * s, 0, 0.5, 19, painter->theme->text, fits ? both : alone);
}

/* Where there is no dot yet, or never will be. */
static void
draw_words (const LabSweepPicture *picture)
{
  const LabSweepLayout *layout = picture->layout;
  int n = picture->shown->n_alphas * picture->shown->n_seeds;
  int ended = lab_sweep_model_get_n_ended (picture->model);
  g_autofree char *plan = NULL;

  if (layout->has_values)
    return;
  /* Translators: numbers of alphas, of seeds, and their product */
  plan = g_strdup_printf (_("alphas: %d · seeds: %d · trainings: %d"), picture->shown->n_alphas,
                          picture->shown->n_seeds, n);
  lab_text_draw_halo (picture->painter, (layout->left + layout->right) / 2,
                      (layout->y.start + layout->y.end) / 2, 0.5, 0.5, 17,
                      picture->painter->theme->dim,
                      ended == 0  ? plan
                      : ended < n ? _("Every run so far diverged")
                                  : _("Every run diverged"));
}

void
lab_sweep_figure_draw (cairo_t *cr, LabSweepModel *model, const LabSweepLayout *layout,
                       gboolean dark)
{
  LabTicks rows = { 0 };
  LabPainter painter;
  LabSweepPicture picture;

  lab_painter_init (&painter, cr, dark, layout->scale);
  lab_sweep_picture_init (&picture, &painter, model, layout);
  if (layout->has_values)
    rows = lab_axis_ticks (&layout->y, 44 * layout->scale);
  draw_grid (&picture, &rows);
  draw_row_labels (&picture, &rows);
  draw_column_labels (&picture);
  draw_heading (&picture);
  draw_key (&picture);
  lab_sweep_draw_columns (&picture);
  draw_mean_labels (&picture);
  draw_words (&picture);
  lab_painter_clear (&painter);
}

void
lab_sweep_figure_draw_export (cairo_t *cr, LabSweepModel *model, double width, double height,
                              double scale, gboolean dark)
{
  LabSweepLayout layout;

  lab_color_set_source (lab_palette_theme (dark)->ground, cr);
  cairo_paint (cr);
  lab_sweep_layout_init (&layout, model, width, height, scale);
  lab_sweep_figure_draw (cr, model, &layout, dark);
}
