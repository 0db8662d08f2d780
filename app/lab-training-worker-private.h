/* lab-training-worker-private.h - what the worker's queue and its loop share */

#pragma once

#include "lab-training-worker.h"

/* What the two threads share; the last one to let go frees it. */
struct LabWorker {
  GMutex mutex;
  GCond changed;
  LabWorkerCommand command;   /* under mutex, like all down to looked_at; plan's pace too */
  int n_single;               /* steps that were asked for one by one, and are to come */
  gboolean settled;
  GArray *events;
  GArray *changes;            /* of LabChange                                        */
  gboolean goes_back, saves, stops;
  guint64 back_to;
  GArray *kept;
  gint64 looked_at;           /* a step, or -1                                       */
  LabWorkerPlan plan;
  nn_snapshot *start;
};

/* What was asked for between two steps. */
typedef struct {
  GArray *changes;            /* of LabChange; the receiver's */
  gboolean goes_back;
  guint64 back_to;
  gboolean saves, stops;
} LabOrders;

typedef enum { LAB_TURN_STEP, LAB_TURN_ORDERS, LAB_TURN_QUIT } LabTurn;

/* Blocks while paused, and until the pace allows the next step or there is an order. last: when the
 * step before was due.                                                                           */
LabTurn lab_worker_wait     (LabWorker *worker, gint64 *last, LabOrders *orders);

/* After each step: one that was asked for alone is followed by a pause. */
void    lab_worker_end_step (LabWorker *worker);

/* At the end of the run: nothing but orders is waited for. */
void    lab_worker_rest     (LabWorker *worker);

/* Takes over what the event holds. */
void    lab_worker_push     (LabWorker *worker, LabEvent event);

/* The step that must stay, or -1. */
gint64  lab_worker_get_looked_at (LabWorker *worker);

/* Takes over steps. */
void    lab_worker_set_kept (LabWorker *worker, GArray *steps);
