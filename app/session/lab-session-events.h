/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-events.h - hands on to the model what the training has measured */

#pragma once

#include "lab-session-state.h"
#include "lab-session-worker.h"

/* Returns the state that the session is in afterwards. state: the one before. Why a training has failed
 * the caller says.                                                                              */
LabSessionState lab_session_events_apply (LabTrainingModel *model, LabSessionWorker *worker,
                                          LabSessionState state, const LabEvent *event);
