/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-series-columns.h"

#include <math.h>

/* Pixels to the left of a plot that no line needs to start beyond. */
enum { FAR = 16384 };

void
lab_columns_init (LabColumns *columns, const LabAxis *axis, LabColumnsX x, gconstpointer data)
{
  columns->n = MAX (1, (int) ceil (axis->end - axis->start));
  columns->start = axis->start;
  columns->edge = g_new (double, (gsize) columns->n + 1);
  for (int k = 0; k <= columns->n; k++)
    {
      double value = lab_axis_to_value (axis, axis->start + k);

      columns->edge[k] = x ? x (value, data) : value;
    }
}

void
lab_columns_clear (LabColumns *columns)
{
  g_clear_pointer (&columns->edge, g_free);
}

int
lab_columns_room (int first, int end)
{
  return 2 * MAX (0, end - first) + 3;
}

/* Straight from edge to edge of column k. */
static double
pixel_in (const LabColumns *columns, int k, double x)
{
  double width = columns->edge[k + 1] - columns->edge[k];

  return columns->start + k + (width > 0 ? (x - columns->edge[k]) / width : 0.5);
}

double
lab_columns_pixel (const LabColumns *columns, double x)
{
  int low = 0, high = columns->n;

  while (high - low > 1)
    {
      int middle = (low + high) / 2;

      if (columns->edge[middle] <= x)
        low = middle;
      else
        high = middle;
    }
  return pixel_in (columns, low, x);
}

/* The last column takes what lies on its far edge too. */
static guint
index_at (const LabColumns *columns, const LabSeries *series, int k)
{
  double x = columns->edge[k];

  return lab_series_find (series, k == columns->n ? nextafter (x, INFINITY) : x);
}

static LabTrace
single (const LabColumns *columns, const LabSeries *series, int k, guint i)
{
  double y = lab_series_y (series, i);

  return (LabTrace){ pixel_in (columns, k, lab_series_x (series, i)), isfinite (y) ? y : NAN };
}

/* The point before the first column, if there is one; longest 0: as it is. */
static int
enter (const LabColumns *columns, const LabSeries *series, guint longest, int first, guint from,
       LabTrace *out)
{
  if (first > 0 || from == 0)
    return 0;
  out[0] = single (columns, series, 0, from - 1);
  out[0].pixel = MAX (out[0].pixel, columns->start - FAR);
  if (longest > 0)
    out[0].value = lab_series_smooth (series, from - 1, longest);
  return 1;
}

/* Least and greatest, the one nearer to the point before first: the line then has no way back. */
static int
extremes (const LabColumns *columns, int k, const LabSpan *span, LabTrace *out, int n)
{
  double middle = columns->start + k + 0.5;
  double low = (double) span->low, high = (double) span->high;
  gboolean from_high = n > 0 && fabs (out[n - 1].value - high) < fabs (out[n - 1].value - low);

  if (span->n == 0)
    out[n++] = (LabTrace){ middle, NAN };
  else
    {
      out[n++] = (LabTrace){ middle - 0.25, from_high ? high : low };
      out[n++] = (LabTrace){ middle + 0.25, from_high ? low : high };
    }
  return n;
}

int
lab_columns_trace_raw (const LabColumns *columns, const LabSeries *series, int first, int end,
                       LabTrace *out)
{
  guint from = index_at (columns, series, first);
  int n = enter (columns, series, 0, first, from, out);

  for (int k = first; k < end; k++)
    {
      guint to = index_at (columns, series, k + 1);
      LabSpan span;

      if (to - from > 2)
        {
          span = lab_series_span (series, from, to);
          n = extremes (columns, k, &span, out, n);
        }
      else
        for (guint i = from; i < to; i++)
          out[n++] = single (columns, series, k, i);
      from = to;
    }
  return n;
}

static LabTrace
smoothed (const LabColumns *columns, const LabSeries *series, guint longest, int k, guint from,
          guint to)
{
  guint window = MAX (to - from, lab_series_window (to - 1, longest));
  LabSpan span = lab_series_span (series, to - window, to);
  LabTrace point = single (columns, series, k, to - 1);

  if (!isnan (point.value))
    point.value = (double) span.mean;
  return point;
}

int
lab_columns_trace_smooth (const LabColumns *columns, const LabSeries *series, guint longest,
                          int first, int end, LabTrace *out)
{
  guint from = index_at (columns, series, first);
  int n = enter (columns, series, longest, first, from, out);

  for (int k = first; k < end; k++)
    {
      guint to = index_at (columns, series, k + 1);

      if (to > from)
        out[n++] = smoothed (columns, series, longest, k, from, to);
      from = to;
    }
  return n;
}
