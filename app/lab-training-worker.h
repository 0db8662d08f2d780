/* lab-training-worker.h - the thread of a live training
 *
 * Private to lab-session.c. The worker owns its trainer and touches no widget: what it measures waits
 * in a queue. Any call returns at once. Reference-counted, so that a worker that was told to quit can
 * finish its step while nobody waits.
 */

#pragma once

#include <glib.h>
#include "lab-data-store.h"
#include "nn-diagnostics.h"
#include "nn-snapshot.h"
#include "nn-trainer.h"

typedef enum {
  LAB_EVENT_STEP,         /* one contestant's loss and accuracy of a batch                   */
  LAB_EVENT_VALIDATION,   /* likewise, of the validation set at the end of an epoch          */
  LAB_EVENT_TEST,         /* likewise, of the test set at the very end                       */
  LAB_EVENT_DIAGNOSTICS,  /* of one contestant, measured on the probe                        */
  LAB_EVENT_CHANGED,      /* a change that was asked for holds from the next step on         */
  LAB_EVENT_WENT_BACK,    /* to the state of that step                                       */
  LAB_EVENT_CHECKPOINT,   /* a copy of the state, to be written to disk                      */
  LAB_EVENT_DIVERGED,     /* a contestant stopped: its loss was no longer a number           */
  LAB_EVENT_STOPPED_EARLY,/* a contestant is finished; step: of its best weights             */
  LAB_EVENT_PAUSED,       /* a single step is done                                           */
  LAB_EVENT_SETTLED,      /* it was told to pause, and no step is under way any more         */
  LAB_EVENT_ENDED,        /* all steps are done; the worker waits, perhaps to go back        */
  LAB_EVENT_FAILED        /* the engine refused; see status                                  */
} LabEventType;

/* What can be changed while it trains. */
typedef enum {
  LAB_CHANGE_PARAMETER,   /* of a contestant's function: alpha */
  LAB_CHANGE_LEARNING_RATE,
  LAB_CHANGE_DROPOUT,
  LAB_N_CHANGES
} LabChangeKind;

typedef struct {
  LabChangeKind kind;
  int contestant;         /* of a parameter; else -1            */
  double from, to;        /* of a function, its first parameter */
  nn_activation f;        /* with the new parameters            */
} LabChange;

/* What held at the step that was gone back to. */
typedef struct {
  nn_activation f[NN_MAX_CONTESTANTS];
  double learning_rate, dropout;
} LabSettings;

/* Of all layers of one contestant. */
typedef struct {
  double median;
  int n_layers;
  nn_layer_diagnostics layer[];
} LabDiagnostics;

/* What is pointed to is the event's: lab_event_clear () frees it. */
typedef struct {
  LabEventType type;
  int contestant;
  guint64 step;
  double seconds;         /* of training since step 0, pauses and the pace's waiting left out */
  double loss, accuracy;
  nn_status status;
  LabChange change;
  LabDiagnostics *diagnostics;
  LabSettings *settings;
  nn_snapshot *snapshot;
} LabEvent;

void lab_event_clear (LabEvent *event);

typedef struct {
  nn_trainer_config config;
  guint64 n_steps;
  nn_dataset train;               /* of data, perhaps fewer              */
  LabData *data;                  /* the worker takes a reference        */
  double dropout;                 /* factor of the model's, to start with */
  double pace;                    /* steps a second, 0 for full speed    */
  gboolean checkpoints;           /* whether to hand them out            */
  const nn_snapshot *start;       /* or NULL for step 0; copied          */
  double seconds;                 /* of training that lie before start   */
} LabWorkerPlan;

typedef enum { LAB_WORKER_RUN, LAB_WORKER_PAUSE, LAB_WORKER_STEP, LAB_WORKER_QUIT } LabWorkerCommand;

typedef struct LabWorker LabWorker;

/* Starts the thread with its first command; *thread is to be joined. NULL without memory for the
 * copy of plan's start.                                                                          */
LabWorker *lab_worker_new         (const LabWorkerPlan *plan, LabWorkerCommand first,
                                   GThread **thread);

/* Lets go; the thread lives on until it quits. */
void       lab_worker_release     (LabWorker *worker);

void       lab_worker_command     (LabWorker *worker, LabWorkerCommand command);
void       lab_worker_set_pace    (LabWorker *worker, double pace);

/* Before the next step; LAB_EVENT_CHANGED tells of it. */
void       lab_worker_change      (LabWorker *worker, const LabChange *change);

/* To the last state kept at that step or before; what came after it is forgotten. Only while it is
 * told to pause.                                                                                 */
void       lab_worker_go_back     (LabWorker *worker, guint64 step);

/* The run ends here, as if all its steps were done. */
void       lab_worker_stop        (LabWorker *worker);

/* A checkpoint as soon as no step is under way, if plan's checkpoints are wanted. */
void       lab_worker_save        (LabWorker *worker);

/* The steps that can be gone back to, ascending, of guint64; free with g_array_unref (). */
GArray    *lab_worker_get_kept    (LabWorker *worker);

/* The person looks at that step, so it is kept meanwhile; -1: at none. */
void       lab_worker_look_at     (LabWorker *worker, gint64 step);

/* All events since the last call, of LabEvent, which are cleared with the array: free with
 * g_array_unref ().                                                                             */
GArray    *lab_worker_take_events (LabWorker *worker);
