/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-record.h - keeps the live training as a run on disk
 *
 * A run's folder is made when training starts; the recorder's own thread writes. A run that is gone
 * back in becomes a run of its own, which begins with what both have in common. Does nothing before
 * lab_session_record_set_recording (). Main thread; no call waits but lab_session_record_free ().
 */

#pragma once

#include "lab-data-store.h"
#include "lab-run-recorder.h"
#include "lab-session-facts.h"
#include "lab-training-mailbox.h"

typedef struct LabSessionRecord LabSessionRecord;

/* Another run is the current one. */
typedef void (*LabRunChanged) (const char *id, gpointer data);

/* What is trained. */
typedef struct {
  const LabTrainingSetup *setup;
  LabData *data;
  const char *data_sum;
  gsize n_train;               /* images to learn from: of data, perhaps fewer                  */
} LabRunSource;

/* facts and the model must outlive it. Free: waits for the disk. */
LabSessionRecord *lab_session_record_new     (LabTrainingModel *model, LabSessionFacts *facts);
void              lab_session_record_free    (LabSessionRecord *self);

void              lab_session_record_set_recording (LabSessionRecord *self, LabRunChanged changed,
                                                    gpointer data);
gboolean          lab_session_record_is_recording  (LabSessionRecord *self);

/* A new run; or one from disk goes on, whose recorder is taken over; or one is only shown. */
void              lab_session_record_begin   (LabSessionRecord *self, const LabRunSource *source);
void              lab_session_record_go_on   (LabSessionRecord *self, const LabRunSource *source,
                                              const LabRunRecord *record,
                                              LabRunRecorder *recorder);
void              lab_session_record_show    (LabSessionRecord *self, const char *id);

/* It may take what the event has. trained: what is trained by now. */
void              lab_session_record_add     (LabSessionRecord *self, LabEvent *event,
                                              const LabTrainingSetup *trained);

/* The run under way trains again, or will end before its last step. */
void              lab_session_record_run     (LabSessionRecord *self);
void              lab_session_record_stop    (LabSessionRecord *self);

/* The run under way ends where it is, if there is one (lab-session-closing.h). */
void              lab_session_record_end     (LabSessionRecord *self, LabRunState state);

void              lab_session_record_rename  (LabSessionRecord *self, const char *name);

/* Says in the facts what is wrong with the disk, if anything is. Returns whether all runs are on it. */
gboolean          lab_session_record_look    (LabSessionRecord *self);
