/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-function-view.h"

#include <math.h>

LabRangeProblem
lab_range_check (double low, double high)
{
  double larger = fmax (fabs (low), fabs (high));

  if (!isfinite (low) || !isfinite (high))
    return LAB_RANGE_NOT_FINITE;
  if (low >= high)
    return LAB_RANGE_NOT_RISING;
  if (larger > LAB_RANGE_LARGEST_END)
    return LAB_RANGE_TOO_WIDE;
  if (high - low < LAB_RANGE_SMALLEST_WIDTH * fmax (larger, 1))
    return LAB_RANGE_TOO_NARROW;
  return LAB_RANGE_OK;
}

int
lab_function_view_panel_at (const LabFunctionLayout *layout, int n_panels, double x, double y)
{
  if (x < layout->x.start || x > layout->x.end)
    return -1;
  for (int i = 0; i < n_panels; i++)
    if (y >= layout->y[i].end && y <= layout->y[i].start)
      return i;
  return -1;
}

typedef struct {
  double low, high;
} Range;

static Range
zoomed (const LabAxis *axis, double pixel, double factor)
{
  double fixed = lab_axis_to_value (axis, pixel);

  return (Range){ fixed - (fixed - axis->low) * factor, fixed + (axis->high - fixed) * factor };
}

static Range
shifted (Range range, const LabAxis *axis, double pixels)
{
  double by = pixels * (range.high - range.low) / (axis->end - axis->start);

  return (Range){ range.low - by, range.high - by };
}

static Range
panned (const LabAxis *axis, double pixels)
{
  return shifted ((Range){ axis->low, axis->high }, axis, pixels);
}

/* Takes x, and y of the panel; with 45 degrees f's y belongs to x, so it moves along. */
static gboolean
take (LabFunctionScene *scene, Range x, int panel, Range y)
{
  if (lab_range_check (x.low, x.high) != LAB_RANGE_OK
      || (panel >= 0 && lab_range_check (y.low, y.high) != LAB_RANGE_OK))
    return FALSE;
  scene->moved = TRUE;
  scene->x_low = x.low;
  scene->x_high = x.high;
  if (panel >= 0)
    {
      scene->y_low[scene->order[panel]] = y.low;
      scene->y_high[scene->order[panel]] = y.high;
    }
  return TRUE;
}

/* Before the first move f's range is automatic, and must not jump when it no longer is. */
static void
hold_first_panel (LabFunctionScene *scene, const LabFunctionLayout *layout)
{
  int order = scene->order[0];

  if (scene->y_low[order] < scene->y_high[order])
    return;
  scene->y_low[order] = layout->y[0].low;
  scene->y_high[order] = layout->y[0].high;
}

gboolean
lab_function_view_zoom (LabFunctionScene *scene, const LabFunctionLayout *layout, double x,
                        double y, double factor)
{
  int panel = lab_function_view_panel_at (layout, scene->n_panels, x, y);
  const LabAxis *axis = &layout->y[MAX (panel, 0)];

  x = CLAMP (x, layout->x.start, layout->x.end);
  if (!take (scene, zoomed (&layout->x, x, factor), panel,
             zoomed (axis, CLAMP (y, axis->end, axis->start), factor)))
    return FALSE;
  hold_first_panel (scene, layout);
  return TRUE;
}

gboolean
lab_function_view_pinch (LabFunctionScene *scene, const LabFunctionLayout *layout, double from_x,
                         double from_y, double to_x, double to_y, double scale)
{
  int panel = lab_function_view_panel_at (layout, scene->n_panels, from_x, from_y);
  const LabAxis *x = &layout->x, *y = &layout->y[MAX (panel, 0)];

  if (!(scale > 0 && isfinite (scale))
      || !take (scene, shifted (zoomed (x, from_x, 1 / scale), x, to_x - from_x), panel,
                shifted (zoomed (y, from_y, 1 / scale), y, to_y - from_y)))
    return FALSE;
  hold_first_panel (scene, layout);
  return TRUE;
}

gboolean
lab_function_view_pan (LabFunctionScene *scene, const LabFunctionLayout *layout, int panel,
                       double dx, double dy)
{
  if (!take (scene, panned (&layout->x, dx), panel, panned (&layout->y[MAX (panel, 0)], dy)))
    return FALSE;
  hold_first_panel (scene, layout);
  return TRUE;
}

gboolean
lab_function_view_set_x (LabFunctionScene *scene, double low, double high)
{
  if (lab_range_check (low, high) != LAB_RANGE_OK)
    return FALSE;
  lab_function_view_reset (scene);
  scene->moved = TRUE;
  scene->x_low = low;
  scene->x_high = high;
  return TRUE;
}

void
lab_function_view_reset (LabFunctionScene *scene)
{
  LabFunctionScene fresh;

  lab_function_scene_init (&fresh);
  scene->moved = FALSE;
  scene->x_low = fresh.x_low;
  scene->x_high = fresh.x_high;
  for (int i = 0; i < LAB_N_ORDERS; i++)
    scene->y_low[i] = scene->y_high[i] = 0;
}

double
lab_function_view_round (const LabFunctionLayout *layout, double x)
{
  double pixel = (layout->x.high - layout->x.low) / (layout->x.end - layout->x.start);
  double digits = fmax (100, pow (10, ceil (-log10 (pixel))));

  return round (x * digits) / digits + 0.0;
}
