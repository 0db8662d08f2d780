/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-private.h - what the files of the session share
 *
 * lab-session-object.c is the object and what it says of itself, lab-session-training.c starts, pauses
 * and ends, lab-session.c goes on with runs from disk and follows the set-up: each calls those before
 * it alone. The parts know nothing of the session, and each one's struct is known to one file.
 */

#pragma once

#include "lab-session.h"
#include "lab-session-data.h"
#include "lab-session-record.h"
#include "lab-session-resume.h"
#include "lab-session-worker.h"

struct _LabSession {
  GObject parent_instance;

  LabTrainingModel *model;
  LabSessionState state;
  char *message;               /* why it has failed, or NULL                          */
  gint64 looked_at;            /* a step, or -1                                       */
  LabSessionFacts *facts;
  LabSessionData *data;
  LabSessionWorker *worker;
  LabSessionRecord *record;
  LabSessionResume *resume;    /* NULL unless it is resuming                          */
  LabWorkerCommand first;      /* that the worker gets when the data is there         */
};

/* Notifies. message: NULL unless it has failed. */
void     lab_session_enter       (LabSession *self, LabSessionState state, const char *message);

/* The run ends where it is. */
void     lab_session_drop_worker (LabSession *self);

/* What the set-up in the model and its data amount to. */
LabRunSource lab_session_get_source (LabSession *self);

/* Trains by it. snapshot: to go on from, or NULL; seconds: of training before it. FALSE: it has failed,
 * and says so.                                                                                  */
gboolean lab_session_start_worker (LabSession *self, LabWorkerCommand first,
                                   const nn_snapshot *snapshot, double seconds);

/* The same from step 0, as a new run. */
void     lab_session_begin       (LabSession *self, LabWorkerCommand first);
