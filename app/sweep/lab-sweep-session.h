/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-session.h - a sweep of the window: its data, its threads, and the way to its model
 *
 * Reads the data in the background, runs as many trainings at a time as there are processors, behind
 * the window, and hands what has ended to the model from a timer of the main loop. Main thread; no
 * call blocks but lab_sweep_session_free (), which joins (a step of a training or the evaluation at
 * its end).
 */

#pragma once

#include "lab-data-store.h"
#include "lab-sweep-model.h"
#include "lab-training-setup.h"

typedef struct LabSweepSession LabSweepSession;

/* Keeps a reference of the model. */
LabSweepSession *lab_sweep_session_new    (LabSweepModel *model);

/* Cancels and waits. */
void             lab_sweep_session_free   (LabSweepSession *session);

/* Sweeps what the model's set-up says; all else is as base has it, whose contestants, seed, epochs
 * and subset have no say. data: base's, if they are there, of which a reference becomes the
 * session's; NULL: they are read. Does nothing while a sweep goes on or while the model has a
 * problem.                                                                                      */
void             lab_sweep_session_start  (LabSweepSession *session, const LabTrainingSetup *base,
                                           LabData *data);

/* No step is begun after this. What has ended is kept and judged. */
void             lab_sweep_session_cancel (LabSweepSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabSweepSession, lab_sweep_session_free)
