/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-worker.h - the training threads of a session: the one at work, and those that still end
 *
 * Passes on what is changed while it trains. A slider under a finger gives a hundred values; the
 * training takes over where it comes to rest, so that the run's record has one change, and the curves
 * one line, for one gesture. Main thread; no call waits but lab_session_worker_free (), which joins.
 */

#pragma once

#include "lab-session-facts.h"
#include "lab-training-worker.h"

typedef struct LabSessionWorker LabSessionWorker;

/* facts and the model must outlive it. */
LabSessionWorker *lab_session_worker_new      (LabTrainingModel *model, LabSessionFacts *facts);
void              lab_session_worker_free     (LabSessionWorker *self);

/* A new thread trains by plan, which was made of the model's set-up. FALSE: no memory. */
gboolean          lab_session_worker_start    (LabSessionWorker *self, const LabTrainingPlan *plan,
                                               LabWorkerCommand first);

/* Between a start and the next drop; all that follow need it. */
gboolean          lab_session_worker_exists   (LabSessionWorker *self);
void              lab_session_worker_drop     (LabSessionWorker *self);

/* By LAB_WORKER_RUN or LAB_WORKER_STEP. What was changed a moment ago holds from here on. */
void              lab_session_worker_go_on    (LabSessionWorker *self, LabWorkerCommand how);

/* With a checkpoint, if there are any. */
void              lab_session_worker_pause    (LabSessionWorker *self);
void              lab_session_worker_stop     (LabSessionWorker *self);
void              lab_session_worker_go_back  (LabSessionWorker *self, guint64 step);
void              lab_session_worker_look_at  (LabSessionWorker *self, gint64 step);

/* The model's set-up has changed; all: not only the pace may follow it. */
void              lab_session_worker_follow   (LabSessionWorker *self, gboolean all);

/* What the thread trains by, as far as this one knows. Set: after it went back, or went on with a run. */
const LabTrainingSetup *lab_session_worker_get_trained (LabSessionWorker *self);
void              lab_session_worker_set_trained (LabSessionWorker *self,
                                                  const LabTrainingSetup *trained);

/* As lab_mailbox_take_events (). */
GArray           *lab_session_worker_take_events (LabSessionWorker *self);

/* After the events were applied: says in model and facts how fast it is and which states are kept. */
void              lab_session_worker_look     (LabSessionWorker *self);
