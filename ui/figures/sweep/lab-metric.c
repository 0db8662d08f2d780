/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-metric.h"

#include <glib/gi18n.h>
#include <math.h>

static const LabMetricInfo metrics[] = {
  { "validation-accuracy", N_("Validation accuracy"), N_("Validation, % right"), 100, 2, TRUE },
  { "validation-loss", N_("Validation loss"), N_("Validation, loss"), 1, 4, FALSE },
  { "test-accuracy", N_("Test accuracy"), N_("Test, % right"), 100, 2, TRUE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (metrics) == LAB_N_METRICS);

const LabMetricInfo *
lab_metric_get_info (LabMetric metric)
{
  g_return_val_if_fail (metric < LAB_N_METRICS, &metrics[0]);
  return &metrics[metric];
}

char *
lab_metric_format (LabMetric metric, double value)
{
  const LabMetricInfo *info = lab_metric_get_info (metric);

  return isnan (value) ? g_strdup ("–")
                       : g_strdup_printf ("%.*f", info->decimals, info->scale * value);
}

char *
lab_metric_format_difference (LabMetric metric, double difference)
{
  const LabMetricInfo *info = lab_metric_get_info (metric);
  double size = info->scale * fabs (difference);

  return info->scale == 100 ? g_strdup_printf (_("%.2f points"), size)
                            : g_strdup_printf ("%.*f", info->decimals, size);
}
