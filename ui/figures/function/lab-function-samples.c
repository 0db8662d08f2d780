/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-function-samples.h"

#include <math.h>
#include "lab-recent.h"

static LabRecent recent;
static LabFunctionSamples kept[LAB_RECENT_PLACES];
static guint64 n_evaluated;

static double
x_of (const LabFunctionSamples *samples, int i)
{
  return samples->low + (samples->high - samples->low) * i / samples->n;
}

static void
extend (LabFunctionSamples *samples, double y)
{
  if (!isfinite (y))
    return;
  samples->y_low = fmin (samples->y_low, y);
  samples->y_high = fmax (samples->y_high, y);
}

static void
evaluate_kinks (LabFunctionSamples *samples)
{
  const nn_activation_info *info = nn_activation_get_info (samples->f.id);

  samples->n_kinks = 0;
  for (int k = 0; k < info->n_kinks; k++)
    {
      double x = info->kink[k];
      LabKinkSample kink = { x, nn_activation_eval_left (samples->f, samples->order, x),
                             nn_activation_eval_right (samples->f, samples->order, x) };

      if (x < samples->low || x > samples->high)
        continue;
      samples->kink[samples->n_kinks++] = kink;
      extend (samples, kink.left);
      extend (samples, kink.right);
    }
}

static void
evaluate (LabFunctionSamples *samples)
{
  n_evaluated++;
  samples->y_low = INFINITY;
  samples->y_high = -INFINITY;
  for (int i = 0; i <= samples->n; i++)
    {
      samples->y[i] = nn_activation_eval (samples->f, samples->order, x_of (samples, i));
      extend (samples, samples->y[i]);
    }
  evaluate_kinks (samples);
}

static gboolean
is_same (int place, gconstpointer key)
{
  const LabFunctionSamples *a = &kept[place], *b = key;

  return nn_activation_equal (a->f, b->f) && a->order == b->order && a->low == b->low
         && a->high == b->high && a->n == b->n;
}

static guint
hash_of (const LabFunctionSamples *samples)
{
  guint hash = (guint) samples->f.id * 31 + (guint) samples->order * 1009 + (guint) samples->n;

  for (int k = 0; k < NN_MAX_PARAMETERS; k++)
    hash = hash * 33 ^ g_double_hash (&samples->f.parameter[k]);
  return (hash * 33 ^ g_double_hash (&samples->low)) * 33 ^ g_double_hash (&samples->high);
}

const LabFunctionSamples *
lab_function_samples_get (nn_activation f, int order, double low, double high, int n)
{
  LabFunctionSamples wanted = { .f = f, .order = order, .low = low, .high = high, .n = n };
  LabFunctionSamples *samples;
  gboolean found;

  g_return_val_if_fail (low < high && n >= 1 && n <= LAB_MOST_STEPS, NULL);

  samples = &kept[lab_recent_look_up (&recent, hash_of (&wanted), is_same, &wanted, &found)];
  if (found)
    return samples;
  wanted.y = g_renew (double, samples->y, (gsize) n + 1);
  *samples = wanted;
  evaluate (samples);
  return samples;
}

const LabFunctionSamples *
lab_function_samples_on (nn_activation f, int order, const LabAxis *axis)
{
  int n = CLAMP ((int) (fabs (axis->end - axis->start) / 2), 2, LAB_MOST_STEPS);

  return lab_function_samples_get (f, order, axis->low, axis->high, n);
}

double
lab_function_samples_at (const LabFunctionSamples *samples, double x)
{
  double i = round ((x - samples->low) / (samples->high - samples->low) * samples->n);

  return samples->y[(int) CLAMP (i, 0, samples->n)];
}

typedef struct {
  double *x, *y;
  int n;
} Trace;

static void
append (Trace *trace, double x, double y)
{
  trace->x[trace->n] = x;
  trace->y[trace->n++] = y;
}

static void
append_kink (Trace *trace, const LabKinkSample *kink)
{
  append (trace, kink->x, kink->left);
  if (kink->left == kink->right)
    return;
  append (trace, kink->x, NAN);
  append (trace, kink->x, kink->right);
}

int
lab_function_samples_trace (const LabFunctionSamples *samples, double *x, double *y)
{
  Trace trace = { x, y, 0 };
  int kink = 0;

  for (int i = 0; i <= samples->n; i++)
    {
      double at = x_of (samples, i);
      gboolean at_kink = FALSE;

      for (; kink < samples->n_kinks && samples->kink[kink].x <= at; kink++)
        {
          append_kink (&trace, &samples->kink[kink]);
          at_kink = samples->kink[kink].x == at;
        }
      if (!at_kink)
        append (&trace, at, samples->y[i]);
    }
  return trace.n;
}

guint64
lab_function_samples_count (void)
{
  return n_evaluated;
}
