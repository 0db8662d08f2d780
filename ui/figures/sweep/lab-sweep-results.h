/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-results.h - what one sweep has found: its set-up, its verdict, a value for each run
 *
 * Plain data, owned by the model that shows it.
 */

#pragma once

#include <glib.h>
#include "lab-metric.h"
#include "lab-training-setup.h"

enum { LAB_SWEEP_MOST_ALPHAS = 16, LAB_SWEEP_MOST_ROWS = 100 };

typedef enum {
  LAB_SWEEP_READY,      /* nothing has run yet                                       */
  LAB_SWEEP_LOADING,    /* reading the data                                          */
  LAB_SWEEP_RUNNING,
  LAB_SWEEP_STOPPING,   /* told to stop; a step or an evaluation is still under way  */
  LAB_SWEEP_DONE,       /* every run has ended                                       */
  LAB_SWEEP_CANCELLED,  /* some have                                                 */
  LAB_SWEEP_FAILED      /* could not start or go on; the detail says why             */
} LabSweepState;

typedef struct {
  int n_alphas;
  double alpha[LAB_SWEEP_MOST_ALPHAS];   /* rising                    */
  int n_seeds;                           /* 1 .. LAB_SWEEP_MOST_ROWS  */
  guint64 first_seed;                    /* the others follow it      */
  LabMetric metric;
  guint epochs;
  guint images;                          /* to learn from; 0: all     */
} LabSweepSetup;

typedef enum { LAB_POINT_WAITING, LAB_POINT_DONE, LAB_POINT_DIVERGED } LabPointState;

typedef struct {
  LabPointState state;
  double value;           /* of the metric; NaN unless done */
} LabSweepPoint;

typedef struct {
  int n, diverged;        /* runs that are done, and that diverged        */
  double mean, spread;    /* sample standard deviation; NaN where unknown */
  double low, high;       /* the least and the greatest; NaN if n is 0    */
} LabSweepColumn;

typedef struct {
  LabSweepSetup setup;
  LabTrainingSetup training;      /* of all runs, with the sweep's seed, epochs and subset */
  gboolean has_training;
  char *base;                     /* the same in words                                     */
  LabSweepState state;
  char *headline, *detail;        /* of the state; may be NULL                             */
  double progress, left;
  LabSweepPoint point[LAB_SWEEP_MOST_ALPHAS][LAB_SWEEP_MOST_ROWS];
} LabSweepResults;

/* No run has ended. */
LabSweepResults *lab_sweep_results_new         (const LabSweepSetup *setup, const char *base);
void             lab_sweep_results_free        (LabSweepResults *results);

/* Of one alpha, by its place in the set-up. */
LabSweepColumn   lab_sweep_results_get_column  (const LabSweepResults *results, int alpha);
int              lab_sweep_results_get_n_ended (const LabSweepResults *results);
