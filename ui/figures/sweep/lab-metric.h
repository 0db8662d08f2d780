/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-metric.h - what a sweep compares its runs by, and how such a number is written
 *
 * A row of a table each. Values are as the engine measures them, an accuracy from 0 to 1; what
 * people read is in per cent. Numbers have a point in every language.
 */

#pragma once

#include <glib.h>

typedef enum {
  LAB_METRIC_VALIDATION_ACCURACY,  /* 0 .. 1                                 */
  LAB_METRIC_VALIDATION_LOSS,      /* mean cross-entropy                     */
  LAB_METRIC_TEST_ACCURACY,        /* the test set is looked at by no other  */
  LAB_N_METRICS
} LabMetric;

typedef struct {
  const char *name;        /* as a command takes it: "validation-accuracy"        */
  const char *title;       /* for people: "Validation accuracy"; run it through _() */
  const char *column;      /* likewise, over a table: "Validation, % right"        */
  double scale;            /* from a value to what people read                    */
  int decimals;            /* of that                                             */
  gboolean higher_is_better;
} LabMetricInfo;

const LabMetricInfo *lab_metric_get_info          (LabMetric metric);

/* "97.12" (per cent) or "0.0931"; a dash for NaN. Free with g_free (). */
char                *lab_metric_format            (LabMetric metric, double value);

/* The size of a difference: "0.54 points" or "0.0102". Free with g_free (). */
char                *lab_metric_format_difference (LabMetric metric, double difference);
