/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-live-diagnostics.h - what is measured of a live training's networks, and how often
 *
 * The probe is the head of the validation set. All contestants are measured at the same time, on
 * threads of their own; to be called from the training's thread alone.
 */

#pragma once

#include "lab-training-mailbox.h"
#include "lab-training-plan.h"

typedef struct LabLiveDiagnostics LabLiveDiagnostics;

/* How many images the probe has. */
gsize               lab_live_diagnostics_n_probe (const LabData *data);

/* Borrows trainer and plan. NULL and why, if there is no memory or the engine refuses. */
LabLiveDiagnostics *lab_live_diagnostics_new     (nn_trainer *trainer, const LabTrainingPlan *plan,
                                                  nn_status *status);
void                lab_live_diagnostics_free    (LabLiveDiagnostics *self);

/* Before a step: remembers the weights, if what the step does to them is to be measured. */
void                lab_live_diagnostics_note    (LabLiveDiagnostics *self);

/* After a step: measures if that is due; not the contestants that are left out. */
void                lab_live_diagnostics_measure (LabLiveDiagnostics *self, const gboolean *left_out);

/* What was measured of a contestant last, once; NULL if nothing was. Free with g_free (). */
LabDiagnostics     *lab_live_diagnostics_take    (LabLiveDiagnostics *self, int contestant);

/* The networks are now of another step: births and revivals are counted from here. */
void                lab_live_diagnostics_reset   (LabLiveDiagnostics *self);
