/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-events.h - the changes of a run, in their order: a GArray of LabRunEvent that owns its texts */

#pragma once

#include "lab-run-record.h"

/* None, or a deep copy. Free with g_array_unref (). */
GArray *lab_run_events_new      (void);
GArray *lab_run_events_copy     (const GArray *events);

/* Texts are copied. */
void    lab_run_events_add      (GArray *events, const LabRunEvent *event);

/* Drops what came after a state of that step, in which setup's alphas and rates hold: changes of later
 * steps, and those that were made while it was paused at this one and are not so in setup.      */
void    lab_run_events_truncate (GArray *events, guint64 step, const LabTrainingSetup *setup);
