/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-describe.c - a sweep in words, for a screen reader; declared in lab-sweep-model.h */

#include "config.h"
#include "lab-sweep-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"

/* "97.12 %", "0.0931", "diverged". */
static char *
format_point (LabMetric metric, const LabSweepPoint *point)
{
  g_autofree char *number = lab_metric_format (metric, point->value);

  if (point->state == LAB_POINT_DIVERGED)
    return g_strdup (_("diverged"));
  if (point->state == LAB_POINT_WAITING)
    return g_strdup (_("not trained"));
  return lab_metric_get_info (metric)->scale == 100
             /* Translators: an accuracy in per cent */
             ? g_strdup_printf (_("%s %%"), number)
             : g_steal_pointer (&number);
}

char *
lab_sweep_model_describe_run (LabSweepModel *self)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self);
  g_autofree char *value = NULL;
  char number[64];
  int alpha, seed;

  if (!lab_sweep_model_get_selected (self, &alpha, &seed))
    return NULL;
  value = format_point (shown->metric, lab_sweep_model_get_point (self, alpha, seed));
  /* Translators: an alpha, the number of a seed, and what came out: "97.20 %" */
  return g_strdup_printf (
      _("α = %s, seed %llu: %s"), lab_format_shortest (shown->alpha[alpha], number, sizeof number),
      (unsigned long long) shown->first_seed + (unsigned long long) seed, value);
}

static void
describe_column (LabSweepModel *self, int alpha, GString *text)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self);
  LabSweepColumn column = lab_sweep_model_get_column (self, alpha);
  g_autofree char *mean = lab_metric_format (shown->metric, column.mean);
  g_autofree char *spread = lab_metric_format (shown->metric, column.spread);
  char number[64];

  lab_format_shortest (shown->alpha[alpha], number, sizeof number);
  g_string_append_c (text, ' ');
  if (column.n > 0)
    /* Translators: an alpha, two numbers of the metric, and how many seeds they are of */
    g_string_append_printf (text, _("α = %s: mean %s, spread %s, seeds: %d."), number, mean, spread,
                            column.n);
  if (column.diverged > 0)
    g_string_append_printf (text, _(" α = %s: %d diverged."), number, column.diverged);
}

char *
lab_sweep_model_describe (LabSweepModel *self)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self);
  GString *text = g_string_new (NULL);
  g_autofree char *run = lab_sweep_model_describe_run (self);
  int n = shown->n_alphas * shown->n_seeds, ended = lab_sweep_model_get_n_ended (self);

  if (run)
    g_string_append_printf (text, "%s. ", run);
  if (lab_sweep_model_get_headline (self))
    g_string_append_printf (text, "%s. ", lab_sweep_model_get_headline (self));
  /* Translators: what is measured, and how many trainings have ended of how many */
  g_string_append_printf (text, _("%s against α, %d of %d runs ended."),
                          _(lab_metric_get_info (shown->metric)->title), ended, n);
  for (int a = 0; a < shown->n_alphas; a++)
    describe_column (self, a, text);
  return g_string_free (text, FALSE);
}
