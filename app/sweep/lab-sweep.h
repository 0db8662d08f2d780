/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep.h - functions times seeds: many small trainings, several at a time
 *
 * Each run is a trainer of its own with one thread, so its result depends on its function and its
 * seed alone, not on how many run at a time; a seed gives every function the same weights and
 * batches. Threads start with lab_sweep_new (); what has ended waits in a queue, to be taken by a
 * command that waits or by a window once a frame. Prints nothing, touches no widget.
 */

#pragma once

#include <glib.h>
#include "lab-data-store.h"
#include "lab-metric.h"
#include "nn-trainer.h"

enum { LAB_SWEEP_MOST_FUNCTIONS = 16, LAB_SWEEP_MOST_SEEDS = 100 };

typedef struct {
  nn_trainer_config config;   /* without contestants, seed and threads, which are the sweep's;
                                 total_steps: of each run                                     */
  int n_functions;            /* 1 .. LAB_SWEEP_MOST_FUNCTIONS                                */
  nn_activation function[LAB_SWEEP_MOST_FUNCTIONS];
  int n_seeds;                /* 1 .. LAB_SWEEP_MOST_SEEDS                                    */
  guint64 first_seed;         /* the others follow it                                         */
  double dropout;             /* factor of the model's rates, 0 .. 1                          */
  LabMetric metric;           /* of the weights at the end, or the best after early stopping  */
  int n_threads;              /* runs at a time                                               */
  int nice;                   /* of their threads: so much behind what is to go first         */
} LabSweepPlan;

typedef enum {
  LAB_SWEEP_RUN_WAITING,    /* or under way                                             */
  LAB_SWEEP_RUN_DONE,
  LAB_SWEEP_RUN_STOPPED,    /* its loss or a gradient was no longer finite              */
  LAB_SWEEP_RUN_FAILED      /* the engine refused; see status                           */
} LabSweepRunState;

typedef struct {
  int function, seed;   /* places in the plan             */
  LabSweepRunState state;
  nn_status status;
  double value;         /* of the metric; NaN unless done */
  guint64 steps;        /* taken                          */
  double seconds;
} LabSweepRun;

typedef struct LabSweep LabSweep;

/* Starts. data is borrowed and must outlive the sweep. All functions of the first seed come first,
 * so that whatever is done when it is cancelled can be compared.                                */
LabSweep *lab_sweep_new    (const LabSweepPlan *plan, const LabData *data);

/* Cancels and joins: waits for a step, or for an evaluation of the metric. */
void      lab_sweep_free   (LabSweep *sweep);

/* No step is begun after this; a run under way is dropped, what has ended is kept. Returns at
 * once.                                                                                          */
void      lab_sweep_cancel (LabSweep *sweep);

/* Blocks until there is a run to take, or all is over, or timeout microseconds have passed. */
void      lab_sweep_wait   (LabSweep *sweep, gint64 timeout);

/* The runs that have ended since the last call, of LabSweepRun, in that order; free with
 * g_array_unref ().                                                                             */
GArray   *lab_sweep_take   (LabSweep *sweep);

/* Nothing is under way any more. What has ended before can still be taken. */
gboolean  lab_sweep_is_over      (LabSweep *sweep);
double    lab_sweep_get_progress (LabSweep *sweep);   /* of all steps, 0 .. 1 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSweep, lab_sweep_free)
