/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-function-layout.h"

#include <math.h>
#include <string.h>
#include "lab-function-samples.h"

/* Pixels at scale 1; the right margin holds the names at the curves' ends. */
static const double left = 64, right = 150, right_narrow = 20, top = 22, bottom = 40, between = 34,
                    near = 14;
static const double narrow = 640;

/* What a picture at rest shows of x. */
static const double rest_low = -5, rest_high = 2.5;

void
lab_function_scene_init (LabFunctionScene *scene)
{
  memset (scene, 0, sizeof *scene);
  scene->n_curves = 2;
  scene->curve[0] = nn_activation_default (NN_ELU);
  scene->curve[1] = nn_activation_default (NN_RELU);
  scene->n_panels = 2;
  scene->order[1] = 1;
  scene->x_low = rest_low;
  scene->x_high = rest_high;
  scene->keep_aspect = TRUE;
  scene->annotate = TRUE;
}

void
lab_function_scene_set_panels (LabFunctionScene *scene, gboolean second, gboolean gap)
{
  scene->n_panels = 0;
  scene->order[scene->n_panels++] = 0;
  scene->order[scene->n_panels++] = 1;
  if (second)
    scene->order[scene->n_panels++] = 2;
  if (gap)
    scene->order[scene->n_panels++] = LAB_PANEL_GAP;
}

int
lab_function_scene_count (const LabFunctionScene *scene, nn_activation_id id, int before)
{
  int n = 0;

  for (int i = 0; i < before; i++)
    n += scene->curve[i].id == id;
  return n;
}

const nn_activation *
lab_function_scene_get_elu (const LabFunctionScene *scene)
{
  for (int i = 0; i < scene->n_curves; i++)
    if (scene->curve[i].id == NN_ELU)
      return &scene->curve[i];
  return NULL;
}

int
lab_function_scene_get_main (const LabFunctionScene *scene)
{
  for (int i = 0; i < scene->n_curves; i++)
    if (scene->curve[i].id == NN_ELU)
      return i;
  return scene->n_curves > 0 ? 0 : -1;
}

double
lab_function_scene_gap (const LabFunctionScene *scene, double x)
{
  return nn_activation_eval (scene->curve[scene->gap_f], 0, x)
         - nn_activation_eval (scene->curve[scene->gap_g], 0, x);
}

typedef struct {
  double low, high;
} Extent;

static void
extend (Extent *extent, double y)
{
  if (!isfinite (y))
    return;
  extent->low = fmin (extent->low, y);
  extent->high = fmax (extent->high, y);
}

enum { SAMPLES = 240 };

static const LabFunctionSamples *
sample (const LabFunctionScene *scene, nn_activation f, int order)
{
  return lab_function_samples_get (f, order, scene->x_low, scene->x_high, SAMPLES);
}

static void
extend_by (Extent *extent, const LabFunctionSamples *samples)
{
  extend (extent, samples->y_low);
  extend (extent, samples->y_high);
}

static void
extend_by_gap (Extent *extent, const LabFunctionScene *scene)
{
  const double *f = sample (scene, scene->curve[scene->gap_f], 0)->y;
  const double *g = sample (scene, scene->curve[scene->gap_g], 0)->y;

  for (int i = 0; i <= SAMPLES; i++)
    {
      extend (extent, f[i] - g[i]);
      extend (extent, fabs (f[i] - g[i]));
    }
}

/* Lowest and highest finite value of all curves over the range. Ghosts end at 0. */
static Extent
find_extent (const LabFunctionScene *scene, int order)
{
  Extent extent = { INFINITY, -INFINITY };
  gboolean gap = order == LAB_PANEL_GAP;

  if (gap)
    extend_by_gap (&extent, scene);
  for (int c = 0; c < scene->n_curves && !gap; c++)
    extend_by (&extent, sample (scene, scene->curve[c], order));
  for (int i = 0; i < scene->n_ghosts && !gap && scene->x_low < 0; i++)
    extend_by (&extent,
               lab_function_samples_get ((nn_activation){ NN_ELU, { scene->ghost[i] } }, order,
                                         scene->x_low, fmin (0, scene->x_high), SAMPLES));
  if (extent.low > extent.high)
    extent.low = extent.high = 0;
  return extent;
}

/* A greater range than this is drawn to fill the panel, since at 45 degrees the x axis would become
 * longer than anything of interest on it.                                                       */
static const double largest_aspect = 6;

/* The classical window of each panel, widened only by curves that would leave it. */
static Extent
choose_range (const LabFunctionScene *scene, int order, gboolean aspect)
{
  Extent seen = find_extent (scene, order), range;
  double size = seen.high - seen.low;

  if (order == 0 && aspect)
    range = (Extent){ fmin (-1.3, seen.low - 0.3), 2 };
  else if (order == 0)
    /* A curve far below 0, as ELU's with a large alpha, leaves the formula its room above 0. */
    range = (Extent){ seen.low - 0.08 * size, fmax (seen.high + 0.08 * size, -0.4 * seen.low) };
  else if (order == LAB_PANEL_GAP)
    /* More above: there the title stands. */
    range = (Extent){ fmin (0, seen.low) - fmax (0.1 * size, 0.05),
                      fmax (0, seen.high) + fmax (0.7 * size, 0.2) };
  else
    range = (Extent){ fmin (-0.08, seen.low - 0.12), fmax (1.3, seen.high + 0.2) };
  /* A constant, or a range too small for its size: some room around it, so that it has a scale. */
  if (!(range.high - range.low > 1e-12 * fmax (fabs (range.low), fabs (range.high))))
    {
      range.low -= 0.5 + fabs (range.low);
      range.high += 0.5 + fabs (range.high);
    }
  return range;
}

/* Of the height, by the number of panels: f gets at most the largest share; f' stays readable. */
static const struct {
  double smallest, largest;
} shares[LAB_MAX_PANELS + 1]
    = { { 1, 1 }, { 1, 1 }, { 0.45, 0.655 }, { 0.40, 0.50 }, { 0.34, 0.42 } };

/* Of f the straight branch above this is given up before the picture grows to the left: it shows
 * nothing new.                                                                                  */
static const double lowest_top = 1.2;

/* The height of f's panel, in which a unit of x and one of y are equally long. */
static double
fit_aspect (LabFunctionLayout *layout, int n_panels, double available, Extent *range)
{
  double width = layout->x.end - layout->x.start;
  double unit = width / (layout->x.high - layout->x.low);
  double wanted = (range->high - range->low) * unit;
  double height
      = CLAMP (wanted, shares[n_panels].smallest * available, shares[n_panels].largest * available);

  if (wanted > height)
    {
      range->high = CLAMP (range->low + height / unit, fmin (lowest_top, range->high), range->high);
      unit = height / (range->high - range->low);
      layout->x.low = layout->x.high - width / unit;
    }
  else
    {
      double more = height / unit - (range->high - range->low);
      range->low -= 0.4 * more;
      range->high += 0.6 * more;
    }
  return height;
}

/* Where a person has moved the picture: exactly there; the panels keep their heights. */
static void
apply_move (LabFunctionLayout *layout, const LabFunctionScene *scene, gboolean aspect,
            double first_height, Extent *range)
{
  layout->x.low = scene->x_low;
  layout->x.high = scene->x_high;
  for (int i = 0; i < scene->n_panels; i++)
    {
      int order = scene->order[i];

      if (scene->y_low[order] < scene->y_high[order])
        range[i] = (Extent){ scene->y_low[order], scene->y_high[order] };
    }
  if (aspect)
    {
      double unit = (layout->x.end - layout->x.start) / (layout->x.high - layout->x.low);
      double size = first_height / unit, low = (range[0].low + range[0].high - size) / 2;

      /* Of a range that was typed, the lowest part of the curves. */
      if (!(scene->y_low[0] < scene->y_high[0]))
        low = find_extent (scene, 0).low - 0.1 * size;
      range[0] = (Extent){ low, low + size };
    }
}

static void
init_x (LabFunctionLayout *layout, double width, double scale, double margin)
{
  layout->end_labels = width >= narrow * scale;
  layout->x = (LabAxis){
    .low = rest_low,
    .high = rest_high,
    .start = fmax (left * (width < 480 ? 0.75 : 1) * fmin (scale, 2), fmin (margin, width / 3)),
    .end = width - (layout->end_labels ? right : right_narrow) * scale,
  };
  layout->x.end = fmax (layout->x.end, layout->x.start + 40);
}

/* The height of the first panel. A picture that was moved keeps that of the one at rest, or moving it
 * would make the panels breathe.                                                                */
static double
choose_height (LabFunctionLayout *layout, const LabFunctionScene *scene, double available,
               gboolean *aspect, Extent *range)
{
  LabFunctionScene rest = *scene;

  if (scene->moved)
    {
      rest.x_low = rest_low;
      rest.x_high = rest_high;
    }
  layout->x.low = rest.x_low;
  layout->x.high = rest.x_high;
  *range = choose_range (&rest, rest.order[0], *aspect);
  if (*aspect && range->high - range->low <= largest_aspect)
    return fit_aspect (layout, scene->n_panels, available, range);
  *aspect = FALSE;
  *range = choose_range (scene, scene->order[0], FALSE);
  return shares[scene->n_panels].largest * available;
}

/* A panel that can be read, and one for which room is left, of a picture with several. */
static const double readable = 60, roomy = 130;

/* The gap below a panel at scale 1. Below the first the cursor's pill stands; in a low picture the
 * others stand closer.                                                                          */
static double
gap_below (int panel, int n_panels, double height)
{
  return panel > 0 && height < n_panels * roomy ? near : between;
}

static double
sum_of_gaps (int n_panels, double height)
{
  double sum = 0;

  for (int i = 0; i + 1 < n_panels; i++)
    sum += gap_below (i, n_panels, height);
  return sum;
}

double
lab_function_layout_needed_height (const LabFunctionScene *scene)
{
  return top + bottom + scene->n_panels * readable + sum_of_gaps (scene->n_panels, 0);
}

static void
lay_out (LabFunctionLayout *layout, const LabFunctionScene *scene, double width, double height,
         double scale, double margin)
{
  Extent range[LAB_MAX_PANELS];
  double y = top * fmin (scale, 1.5), first, available;
  int n = scene->n_panels;
  gboolean aspect = scene->keep_aspect && scene->order[0] == 0 && n > 1;

  memset (layout, 0, sizeof *layout);
  layout->width = width;
  layout->height = height;
  layout->scale = scale;
  init_x (layout, width, scale, margin);
  available = fmax (80, height - y - bottom * scale - sum_of_gaps (n, height / scale) * scale);
  first = choose_height (layout, scene, available, &aspect, &range[0]);
  for (int i = 1; i < n; i++)
    range[i] = choose_range (scene, scene->order[i], FALSE);
  if (scene->moved)
    apply_move (layout, scene, aspect, first, range);
  for (int i = 0; i < n; i++)
    {
      double size = i == 0 ? first : (available - first) / (n - 1);

      layout->y[i]
          = (LabAxis){ .low = range[i].low, .high = range[i].high, .start = y + size, .end = y };
      y += size + gap_below (i, n, height / scale) * scale;
    }
}

/* What the labels of the rows take, by the usual width of a digit and of a comma, and a gap. */
static double
find_label_margin (const LabFunctionLayout *layout, int n_panels)
{
  double margin = 0;

  for (int p = 0; p < n_panels; p++)
    {
      LabTicks rows = lab_axis_ticks (&layout->y[p], 26 * layout->scale);
      char label[40];

      for (int i = 0; i < rows.n; i++)
        {
          double width = 0;

          lab_tick_label (&rows, rows.value[i], label, sizeof label);
          for (const char *c = label; *c != '\0'; c = g_utf8_next_char (c))
            width += *c == ',' || *c == '.' ? 4.2 : 8.7;
          margin = fmax (margin, width + 14);
        }
    }
  return margin * layout->scale;
}

/* Only great numbers need more than the usual margin. */
void
lab_function_layout_init (LabFunctionLayout *layout, const LabFunctionScene *scene, double width,
                          double height, double scale)
{
  double margin;

  lay_out (layout, scene, width, height, scale, 0);
  margin = find_label_margin (layout, scene->n_panels);
  if (margin > layout->x.start)
    lay_out (layout, scene, width, height, scale, margin);
}
