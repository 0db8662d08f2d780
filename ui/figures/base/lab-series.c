/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-series.h"

#include <float.h>
#include <math.h>

enum { FAN = 16 };

/* From index first on x goes up by stride. */
typedef struct {
  guint first;
  double x, stride;
} Progression;

void
lab_series_init (LabSeries *series)
{
  *series = (LabSeries){ .y = g_array_new (FALSE, FALSE, sizeof (float)),
                         .progressions = g_array_new (FALSE, FALSE, sizeof (Progression)) };
}

void
lab_series_clear (LabSeries *series)
{
  g_clear_pointer (&series->y, g_array_unref);
  g_clear_pointer (&series->progressions, g_array_unref);
  for (int k = 0; k < LAB_SERIES_LEVELS; k++)
    g_clear_pointer (&series->blocks[k], g_array_unref);
}

guint
lab_series_length (const LabSeries *series)
{
  return series->y_start + series->y->len;
}

static const Progression *
progression (const LabSeries *series, guint k)
{
  return &g_array_index (series->progressions, Progression, k);
}

/* The last progression that begins at index i or before. */
static guint
progression_of (const LabSeries *series, guint i)
{
  guint low = 0, high = series->progressions->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (progression (series, middle)->first <= i)
        low = middle;
      else
        high = middle;
    }
  return low;
}

double
lab_series_x (const LabSeries *series, guint i)
{
  const Progression *p = progression (series, progression_of (series, i));

  return p->x + (i - p->first) * p->stride;
}

guint
lab_series_find (const LabSeries *series, double x)
{
  guint low = 0, high = lab_series_length (series);

  if (high == 0 || x <= progression (series, 0)->x)
    return 0;
  if (x > lab_series_x (series, high - 1))
    return high;
  /* Within an even progression it is a division; the search goes on only to be exact. */
  if (series->progressions->len == 1)
    {
      const Progression *p = progression (series, 0);
      guint guess = (guint) ((x - p->x) / p->stride);

      low = guess > 0 ? guess - 1 : 0;
      high = MIN (high, guess + 2);
    }
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (lab_series_x (series, middle) < x)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
add_x (LabSeries *series, double x)
{
  guint i = lab_series_length (series), n = series->progressions->len;
  Progression next = { .first = i, .x = x }, *last;

  if (n > 0)
    {
      last = &g_array_index (series->progressions, Progression, n - 1);
      if (i == last->first + 1)
        last->stride = x - last->x;
      if (last->x + (i - last->first) * last->stride == x)
        return;
    }
  g_array_append_val (series->progressions, next);
}

static const LabSpan nothing = { INFINITY, -INFINITY, 0, 0 };

static LabSpan
joined (LabSpan a, LabSpan b)
{
  LabSpan both = { MIN (a.low, b.low), MAX (a.high, b.high), 0, a.n + b.n };

  if (both.n > 0)
    both.mean = (float) ((double) a.mean * ((double) a.n / both.n)
                         + (double) b.mean * ((double) b.n / both.n));
  return both;
}

static LabSpan
value_span (float y)
{
  return isfinite (y) ? (LabSpan){ y, y, y, 1 } : nothing;
}

/* Entry i of a level: a value on level 0, else a block of FAN entries of the level below. One that is let
 * go is a part of the block that it lies in.                                                    */
static LabSpan
entry (const LabSeries *series, int level, guint i)
{
  guint most = 1u << (4 * level);
  LabSpan span;

  if (level == 0 && i >= series->y_start)
    return value_span (g_array_index (series->y, float, i - series->y_start));
  if (level > 0 && i >= series->block_start[level - 1])
    return g_array_index (series->blocks[level - 1], LabSpan, i - series->block_start[level - 1]);
  span = entry (series, level + 1, i / FAN);
  span.n = MIN (span.n, most);
  return span;
}

double
lab_series_y (const LabSeries *series, guint i)
{
  LabSpan span;

  if (i >= series->y_start)
    return (double) g_array_index (series->y, float, i - series->y_start);
  span = entry (series, 0, i);
  return span.n > 0 ? (double) span.mean : NAN;
}

static LabSpan
join_entries (const LabSeries *series, int level, guint first, guint end, LabSpan span)
{
  for (guint i = first; i < end; i++)
    span = joined (span, entry (series, level, i));
  return span;
}

/* Half of an array at a time, so that it costs little. Both numbers are multiples of FAN: what is let go
 * is whole blocks. */
static void
let_go (GArray *array, guint *start, guint keep)
{
  if (array->len < 2 * keep)
    return;
  g_array_remove_range (array, 0, keep);
  *start += keep;
}

/* A block is kept as soon as it is whole; the one above it, when that is. */
static void
close_blocks (LabSeries *series)
{
  guint n = lab_series_length (series);

  for (int level = 0; level < LAB_SERIES_LEVELS && n % FAN == 0; level++, n /= FAN)
    {
      LabSpan block = join_entries (series, level, n - FAN, n, nothing);

      if (!series->blocks[level])
        series->blocks[level] = g_array_new (FALSE, FALSE, sizeof (LabSpan));
      g_array_append_val (series->blocks[level], block);
    }
  let_go (series->y, &series->y_start, LAB_SERIES_VALUES);
  for (int level = 0; level < LAB_SERIES_LEVELS - 1 && series->blocks[level]; level++)
    let_go (series->blocks[level], &series->block_start[level], LAB_SERIES_BLOCKS);
}

static void
append_y (LabSeries *series, float y)
{
  g_array_append_val (series->y, y);
  close_blocks (series);
}

void
lab_series_append (LabSeries *series, double x, double y)
{
  add_x (series, x);
  append_y (series,
            isfinite (y) ? (float) CLAMP (y, -(double) FLT_MAX, (double) FLT_MAX) : (float) y);
}

static void
truncate_array (GArray *array, guint *start, guint n)
{
  *start = MIN (*start, n);
  g_array_set_size (array, MIN (array->len, n - *start));
}

static void
truncate_y (LabSeries *series, guint n)
{
  guint left = n;

  truncate_array (series->y, &series->y_start, n);
  for (int level = 0; level < LAB_SERIES_LEVELS && series->blocks[level]; level++)
    {
      left /= FAN;
      truncate_array (series->blocks[level], &series->block_start[level], left);
    }
}

static void
truncate_x (LabSeries *series, guint n)
{
  guint kept = series->progressions->len;

  while (kept > 0 && progression (series, kept - 1)->first >= n)
    kept--;
  g_array_set_size (series->progressions, kept);
}

/* Values that were let go come back as their block's mean: the block that the cut goes through is
 * no more, so they are all that is known of it.                                                  */
static void
truncate_into_blocks (LabSeries *series, guint n)
{
  int level = 0;
  guint base;
  double mean = lab_series_y (series, n);

  while (level < LAB_SERIES_LEVELS - 1 && n >> (4 * level + 4) < series->block_start[level])
    level++;
  base = n >> (4 * level + 4) << (4 * level + 4);
  truncate_y (series, base);
  for (guint i = base; i < n; i++)
    append_y (series, (float) mean);
}

void
lab_series_truncate (LabSeries *series, guint n)
{
  if (n >= lab_series_length (series))
    return;
  if (n < series->y_start)
    truncate_into_blocks (series, n);
  else
    truncate_y (series, n);
  truncate_x (series, n);
}

/* Loose values up to the first whole block, then blocks, then loose values again; and the same on
 * every level. */
LabSpan
lab_series_span (const LabSeries *series, guint first, guint end)
{
  LabSpan span = nothing;

  for (int level = 0; first < end; level++)
    {
      guint inner = (first + FAN - 1) / FAN, outer = end / FAN;
      gboolean top = level == LAB_SERIES_LEVELS || !series->blocks[level];

      if (top || inner >= outer)
        return join_entries (series, level, first, end, span);
      span = join_entries (series, level, first, inner * FAN, span);
      span = join_entries (series, level, outer * FAN, end, span);
      first = inner;
      end = outer;
    }
  return span;
}

guint
lab_series_window (guint i, guint longest)
{
  return MIN (MAX (1, longest), i / 4 + 1);
}

double
lab_series_smooth (const LabSeries *series, guint i, guint longest)
{
  guint window = lab_series_window (i, longest);

  if (!isfinite (lab_series_y (series, i)))
    return NAN;
  return (double) lab_series_span (series, i + 1 - window, i + 1).mean;
}

gsize
lab_series_memory (const LabSeries *series)
{
  gsize bytes = series->y->len * sizeof (float) + series->progressions->len * sizeof (Progression);

  for (int level = 0; level < LAB_SERIES_LEVELS && series->blocks[level]; level++)
    bytes += series->blocks[level]->len * sizeof (LabSpan);
  return bytes;
}
