/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-mailbox.h - what the thread of a live training and the one that watches it say to each other
 *
 * Orders go one way, events the other, both in the order in which they were given. Any call but
 * lab_mailbox_wait () returns at once. Reference-counted, so that a training that was told to quit can
 * finish its step while nobody waits.
 */

#pragma once

#include <glib.h>
#include "nn-activation.h"
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
  LAB_EVENT_FAILED,       /* the engine refused; see status                                  */
  LAB_N_EVENTS
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

typedef enum { LAB_WORKER_RUN, LAB_WORKER_PAUSE, LAB_WORKER_STEP, LAB_WORKER_QUIT } LabWorkerCommand;

typedef struct LabMailbox LabMailbox;

/* The first command holds from the start; pace: steps a second, 0 for full speed. */
LabMailbox *lab_mailbox_new         (LabWorkerCommand first, double pace);
LabMailbox *lab_mailbox_ref         (LabMailbox *self);
void        lab_mailbox_unref       (LabMailbox *self);

/* --- By the thread that watches --------------------------------------------------------------- */

/* Once it has been told to pause it says when it has settled, behind all that it was asked for with it. */
void        lab_mailbox_command     (LabMailbox *self, LabWorkerCommand command);
void        lab_mailbox_set_pace    (LabMailbox *self, double pace);

/* Before the next step; LAB_EVENT_CHANGED tells of it. */
void        lab_mailbox_change      (LabMailbox *self, const LabChange *change);

/* Pauses, at the last state kept at that step or before; what came after it is forgotten. */
void        lab_mailbox_go_back     (LabMailbox *self, guint64 step);

/* The run ends here, as if all its steps were done. */
void        lab_mailbox_stop        (LabMailbox *self);

/* Pauses, with a checkpoint of where it does, if the plan's checkpoints are wanted. */
void        lab_mailbox_save        (LabMailbox *self);

/* The steps that can be gone back to, ascending, of guint64; free with g_array_unref (). */
GArray     *lab_mailbox_get_kept    (LabMailbox *self);

/* The person looks at that step, so it is kept meanwhile; -1: at none. */
void        lab_mailbox_look_at     (LabMailbox *self, gint64 step);

/* All events since the last call, of LabEvent, which are cleared with the array: free with
 * g_array_unref ().                                                                             */
GArray     *lab_mailbox_take_events (LabMailbox *self);

/* --- By the thread that trains ---------------------------------------------------------------- */

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
LabTurn     lab_mailbox_wait        (LabMailbox *self, gint64 *last, LabOrders *orders);

/* After each step: one that was asked for alone is followed by a pause. */
void        lab_mailbox_end_step    (LabMailbox *self);

/* At the end of the run: nothing but orders is waited for. */
void        lab_mailbox_rest        (LabMailbox *self);

/* Takes over what the event holds. */
void        lab_mailbox_push        (LabMailbox *self, LabEvent event);

/* The step that must stay, or -1. */
gint64      lab_mailbox_get_looked_at (LabMailbox *self);

/* Takes over steps. */
void        lab_mailbox_set_kept    (LabMailbox *self, GArray *steps);
