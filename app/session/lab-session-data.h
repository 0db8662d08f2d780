/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-data.h - what the set-up amounts to: its data, its model, how long it will take
 *
 * Follows the set-up in the model, reads the data that it names in a thread, and writes what is found
 * out into the session's facts. Knows nothing of training. Main thread; no call waits.
 */

#pragma once

#include "lab-data-store.h"
#include "lab-session-facts.h"
#include "lab-training-config.h"

typedef struct LabSessionData LabSessionData;

/* The data is there, or problem says why it is not. */
typedef void (*LabSessionLoaded) (const char *problem, gpointer data);

/* loaded is called at the end of each reading that no other one has replaced. facts and the model
 * must outlive it.                                                                               */
LabSessionData *lab_session_data_new      (LabTrainingModel *model, LabSessionFacts *facts,
                                           LabSessionLoaded loaded, gpointer data);
void            lab_session_data_free     (LabSessionData *self);

/* Reads what the set-up names, unless it is there or being read. */
void            lab_session_data_prepare  (LabSessionData *self);

/* Reads spec, whatever the set-up names. */
void            lab_session_data_read     (LabSessionData *self, const char *spec);

/* The set-up is another one. Does nothing before something was read. */
void            lab_session_data_follow   (LabSessionData *self);

/* A training begins, which a trial would slow down. */
void            lab_session_data_stop_estimating (LabSessionData *self);

/* As if the person had edited the set-up; see lab-session.h. */
void            lab_session_data_choose_preset   (LabSessionData *self, const char *name);
void            lab_session_data_choose          (LabSessionData *self, const char *spec);

/* What was read, or NULL; and its lab_data_sum (). */
LabData        *lab_session_data_get      (LabSessionData *self);
const char     *lab_session_data_get_sum  (LabSessionData *self);

/* Whether the set-up can be trained, and then by what. */
gboolean        lab_session_data_can_train       (LabSessionData *self);
const LabTrainingConfig *lab_session_data_get_config (LabSessionData *self);
