/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-requests.h - what other windows ask of the training: data, runs
 *
 * A training that is under way is not thrown away for them: a toast says what to do first.
 */

#pragma once

#include "lab-run-actions.h"
#include "lab-session.h"
#include "lab-window.h"

typedef struct LabTrainingRequests LabTrainingRequests;

/* window and session must be there whenever something is asked. */
LabTrainingRequests *lab_training_requests_new (LabWindow *window, LabSession *session);
void lab_training_requests_free (LabTrainingRequests *requests);

/* What the actions for runs and for data sets are to call, with the requests as data. The latter is a
 * LabDataChosen.                                                                                */
extern const LabRunCallbacks lab_training_requests_for_runs;
char *lab_training_requests_choose_data (const char *spec, gpointer requests);
