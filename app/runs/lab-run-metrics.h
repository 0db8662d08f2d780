/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-metrics.h - a run's metrics.csv, read line by line
 *
 * A line for each batch and validation of each contestant. A run can have millions of them, so that
 * they are handed over one at a time and nothing is kept here. Any thread.
 */

#pragma once

#include <glib.h>

#define LAB_RUN_METRICS "metrics.csv"

typedef enum {
  LAB_METRICS_TRAIN,
  LAB_METRICS_VALIDATION,
  LAB_METRICS_TEST,
  LAB_METRICS_N_SETS
} LabMetricsSet;

/* As the file has them: "train", and the names of all fields in the first line. Static. */
const char *lab_run_metrics_set_name (LabMetricsSet set);
const char *lab_run_metrics_header   (void);

typedef struct {
  guint64 step;                  /* taken so far                                             */
  double epoch, seconds;         /* NaN where the file has nothing                           */
  LabMetricsSet set;
  int contestant;                /* 0 .. LAB_MAX_CONTESTANTS - 1                             */
  double loss, accuracy;         /* NaN likewise                                             */
} LabMetricsRow;

typedef void (*LabMetricsFunc) (const LabMetricsRow *row, gpointer data);

/* Calls func for each line in the order of the file. What makes no sense is left out and counted in
 * *n_left_out; so is a last line that was cut off, but not counted: it is what an interruption leaves.
 * LAB_ERROR_DATA if the file is missing or is no record of metrics at all.                      */
gboolean lab_run_metrics_read (const char *id, LabMetricsFunc func, gpointer data,
                               guint64 *n_left_out, GError **error);

/* The same for the lines in the last most bytes of the file, so far as there are any. */
void     lab_run_metrics_read_end (const char *id, gsize most, LabMetricsFunc func, gpointer data);
