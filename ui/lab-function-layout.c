/* lab-function-layout.c - see the header */

#include "lab-function-layout.h"

#include <math.h>
#include <string.h>

/* Pixels at scale 1; the right margin holds the names at the curves' ends. */
static const double left = 64, right = 150, right_narrow = 20, top = 22, bottom = 40, gap = 34;
static const double narrow = 640;

void
lab_function_scene_init (LabFunctionScene *scene)
{
  memset (scene, 0, sizeof *scene);
  scene->n_curves = 2;
  scene->curve[0] = nn_activation_default (NN_ELU);
  scene->curve[1] = nn_activation_default (NN_RELU);
  scene->n_panels = 2;
  scene->order[1] = 1;
  scene->x_low = -5;
  scene->x_high = 2.5;
  scene->keep_aspect = TRUE;
  scene->annotate = TRUE;
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

/* Lowest and highest finite value of all curves over the range, kinks included by density. */
static void
find_extent (const LabFunctionScene *scene, int order, double *low, double *high)
{
  enum { SAMPLES = 240 };

  *low = INFINITY;
  *high = -INFINITY;
  for (int c = 0; c < scene->n_curves; c++)
    for (int i = 0; i <= SAMPLES; i++)
      {
        double x = scene->x_low + (scene->x_high - scene->x_low) * i / SAMPLES;
        double y = nn_activation_eval (scene->curve[c], order, x);

        if (!isfinite (y))
          continue;
        *low = fmin (*low, y);
        *high = fmax (*high, y);
      }
  if (*low > *high)
    *low = *high = 0;
}

/* The classical window of each panel, widened only by curves that would leave it. */
static void
choose_range (const LabFunctionScene *scene, int order, double *low, double *high)
{
  double least, most;

  find_extent (scene, order, &least, &most);
  if (order == 0 && scene->keep_aspect)
    {
      *low = fmin (-1.3, least - 0.3);
      *high = 2;
    }
  else if (order == 0)
    {
      *low = least - 0.08 * (most - least);
      *high = most + 0.08 * (most - least);
    }
  else
    {
      *low = fmin (-0.08, least - 0.12);
      *high = fmax (1.3, most + 0.2);
    }
  /* A constant, or a range too small for its size: some room around it, so that it has a scale. */
  if (!(*high - *low > 1e-12 * fmax (fabs (*low), fabs (*high))))
    {
      *low -= 0.5 + fabs (*low);
      *high += 0.5 + fabs (*high);
    }
}

/* f gets at most this share of the height; f' stays readable. */
static const double largest_share = 0.655, smallest_share = 0.45;

static double
fit_aspect (LabFunctionLayout *layout, double available, double *low, double *high)
{
  double width = layout->x.end - layout->x.start;
  double unit = width / (layout->x.high - layout->x.low);
  double wanted = (*high - *low) * unit;
  double height = CLAMP (wanted, smallest_share * available, largest_share * available);

  if (wanted > height)
    {
      unit = height / (*high - *low);
      layout->x.low = layout->x.high - width / unit;
    }
  else
    {
      double more = height / unit - (*high - *low);
      *low -= 0.4 * more;
      *high += 0.6 * more;
    }
  return height;
}

void
lab_function_layout_init (LabFunctionLayout *layout, const LabFunctionScene *scene, double width,
                          double height, double scale)
{
  double low[LAB_MAX_PANELS], high[LAB_MAX_PANELS], y = top * fmin (scale, 1.5), first, available;

  memset (layout, 0, sizeof *layout);
  layout->width = width;
  layout->height = height;
  layout->scale = scale;
  layout->end_labels = width >= narrow * scale;
  layout->x = (LabAxis){
    .low = scene->x_low,
    .high = scene->x_high,
    .start = left * (width < 480 ? 0.75 : 1) * fmin (scale, 2),
    .end = width - (layout->end_labels ? right : right_narrow) * scale,
  };
  layout->x.end = fmax (layout->x.end, layout->x.start + 40);
  available = fmax (80, height - y - bottom * scale - (scene->n_panels - 1) * gap * scale);
  for (int i = 0; i < scene->n_panels; i++)
    choose_range (scene, scene->order[i], &low[i], &high[i]);

  first = scene->n_panels > 1 ? largest_share * available : available;
  if (scene->keep_aspect && scene->order[0] == 0 && scene->n_panels > 1)
    first = fit_aspect (layout, available, &low[0], &high[0]);
  for (int i = 0; i < scene->n_panels; i++)
    {
      double size = i == 0 ? first : (available - first) / (scene->n_panels - 1);

      layout->y[i] = (LabAxis){ .low = low[i], .high = high[i], .start = y + size, .end = y };
      y += size + gap * scale;
    }
}
