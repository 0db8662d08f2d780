/* lab-training-worker.h - the thread of a live training
 *
 * Private to lab-session.c. The worker owns its trainer and touches no widget: what it measures waits
 * in a queue. Any call returns at once. Reference-counted, so that a worker that was told to quit can
 * finish its step while nobody waits.
 */

#pragma once

#include <glib.h>
#include "lab-data-store.h"
#include "nn-trainer.h"

typedef enum {
  LAB_EVENT_STEP,         /* one contestant's loss and accuracy of a batch           */
  LAB_EVENT_VALIDATION,   /* likewise, of the validation set at the end of an epoch  */
  LAB_EVENT_TEST,         /* likewise, of the test set at the very end               */
  LAB_EVENT_DIVERGED,     /* a contestant stopped: its loss was no longer a number   */
  LAB_EVENT_PAUSED,       /* a single step is done                                   */
  LAB_EVENT_SETTLED,      /* it was told to pause, and no step is under way any more */
  LAB_EVENT_ENDED,        /* all steps are done                                      */
  LAB_EVENT_FAILED        /* the engine refused; see status                          */
} LabEventType;

typedef struct {
  LabEventType type;
  int contestant;
  guint64 step;
  double loss, accuracy;
  nn_status status;
} LabEvent;

typedef enum { LAB_WORKER_RUN, LAB_WORKER_PAUSE, LAB_WORKER_STEP, LAB_WORKER_QUIT } LabWorkerCommand;

typedef struct LabWorker LabWorker;

/* Starts the thread with its first command. data is borrowed until the thread, returned in *thread
 * to be joined, has ended. pace: steps a second, 0 for full speed.                              */
LabWorker *lab_worker_new         (const nn_trainer_config *config, guint64 n_steps,
                                   const LabData *data, double pace, LabWorkerCommand first,
                                   GThread **thread);

/* Lets go; the thread lives on until it quits. */
void       lab_worker_release     (LabWorker *worker);

void       lab_worker_command     (LabWorker *worker, LabWorkerCommand command);
void       lab_worker_set_pace    (LabWorker *worker, double pace);

/* All events since the last call, of LabEvent; free with g_array_unref (). */
GArray    *lab_worker_take_events (LabWorker *worker);
