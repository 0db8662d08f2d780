/* lab-series.c - see the header */

#include "lab-series.h"

#include <math.h>

enum { LONGEST_WINDOW = 66 };

void
lab_series_init (LabSeries *series)
{
  series->x = g_array_new (FALSE, FALSE, sizeof (double));
  series->y = g_array_new (FALSE, FALSE, sizeof (double));
  series->sum = g_array_new (FALSE, FALSE, sizeof (double));
  series->smooth = g_array_new (FALSE, FALSE, sizeof (double));
}

void
lab_series_clear (LabSeries *series)
{
  g_clear_pointer (&series->x, g_array_unref);
  g_clear_pointer (&series->y, g_array_unref);
  g_clear_pointer (&series->sum, g_array_unref);
  g_clear_pointer (&series->smooth, g_array_unref);
}

void
lab_series_empty (LabSeries *series)
{
  g_array_set_size (series->x, 0);
  g_array_set_size (series->y, 0);
  g_array_set_size (series->sum, 0);
  g_array_set_size (series->smooth, 0);
}

guint
lab_series_length (const LabSeries *series)
{
  return series->x->len;
}

double
lab_series_x (const LabSeries *series, guint i)
{
  return g_array_index (series->x, double, i);
}

double
lab_series_y (const LabSeries *series, guint i)
{
  return g_array_index (series->y, double, i);
}

double
lab_series_smooth (const LabSeries *series, guint i)
{
  return g_array_index (series->smooth, double, i);
}

guint
lab_series_window (guint i)
{
  return MIN (LONGEST_WINDOW, i / 4 + 1);
}

static double
sum_before (const LabSeries *series, guint i)
{
  double last;

  if (i == 0)
    return 0;
  last = lab_series_y (series, i - 1);
  return g_array_index (series->sum, double, i - 1) + (isfinite (last) ? last : 0);
}

void
lab_series_append (LabSeries *series, double x, double y)
{
  guint i = series->x->len, window = lab_series_window (i), oldest = i + 1 - window;
  double before = sum_before (series, i);
  double first = oldest == i ? before : g_array_index (series->sum, double, oldest);
  /* A value that is not finite has no mean: the smoothed curve breaks off with it. */
  double smooth = isfinite (y) ? (before + y - first) / window : NAN;

  g_array_append_val (series->x, x);
  g_array_append_val (series->y, y);
  g_array_append_val (series->sum, before);
  g_array_append_val (series->smooth, smooth);
}

int
lab_series_decimated_size (const LabAxis *axis)
{
  return 2 * ((int) fabs (axis->end - axis->start) + 3);
}

/* The points of one pixel column, by index. */
typedef struct {
  long column;
  guint least, greatest;
  gboolean any;
} Column;

static int
flush (const Column *column, const double *x, const double *y, double *out_x, double *out_y, int n)
{
  guint first = MIN (column->least, column->greatest), last = MAX (column->least, column->greatest);

  if (!column->any)
    return n;
  out_x[n] = x[first];
  out_y[n++] = y[first];
  if (last != first)
    {
      out_x[n] = x[last];
      out_y[n++] = y[last];
    }
  return n;
}

int
lab_series_decimate (const LabSeries *series, gboolean smooth, const LabAxis *axis, double *out_x,
                     double *out_y)
{
  const double *x = (const double *) series->x->data;
  const double *y = (const double *) (smooth ? series->smooth->data : series->y->data);
  Column column = { .column = G_MINLONG };
  int n = 0, room = lab_series_decimated_size (axis) - 2;

  for (guint i = 0; i < series->x->len; i++)
    {
      double pixel = lab_axis_to_pixel (axis, x[i]);
      long here = (long) floor (pixel);

      if (!isfinite (y[i]) || pixel < axis->start - 1 || pixel > axis->end + 1)
        continue;
      if (here != column.column && n < room)
        {
          n = flush (&column, x, y, out_x, out_y, n);
          column = (Column){ here, i, i, TRUE };
        }
      if (y[i] < y[column.least])
        column.least = i;
      if (y[i] > y[column.greatest])
        column.greatest = i;
    }
  return flush (&column, x, y, out_x, out_y, n);
}
