/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-resume.h - reads a run from disk, in a thread, to go on with it
 *
 * A caller that has the run's data has its checkpoint, its curves and its recorder read, and is called
 * back. What lies beyond the checkpoint is cut off and comes once more.
 */

#pragma once

#include "lab-data-store.h"
#include "lab-run-recorder.h"
#include "lab-run-curves.h"

/* What was read. The receiver steals what it wants to keep. */
typedef struct {
  LabRunRecorder *recorder;
  nn_snapshot *snapshot;       /* NULL: it begins anew                                          */
  LabRunRecord *record;
  LabRunCurves *curves;
} LabResumed;

/* resumed: NULL, and problem says why. */
typedef void (*LabResumedFunc) (LabResumed *resumed, const char *problem, gpointer data);

typedef struct LabSessionResume LabSessionResume;

/* Reads nothing yet. done is called once, unless it is freed before. */
LabSessionResume *lab_session_resume_new  (const LabRunRecord *record, LabResumedFunc done,
                                           gpointer data);

/* The run's data is there. May call back at once. */
void              lab_session_resume_read (LabSessionResume *self, LabData *data,
                                           const char *data_sum);

/* Also gives up what is under way: the run is let go of, so that it can be taken up again. */
void              lab_session_resume_free (LabSessionResume *self);
