/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-estimate.h - how long a training is going to take on this machine: tried out, not guessed
 *
 * Takes a few steps with the settings and the data themselves, in a thread of its own that gives way
 * to the window, and throws them away. A tenth of a second for a small model, the time of two
 * steps for a large one, and its memory.
 */

#pragma once

#include <gio/gio.h>
#include "lab-training-config.h"

typedef struct {
  double step_seconds;   /* of all contestants                       */
  double epoch_seconds;  /* all its steps and the validation after it */
} LabEstimate;

/* From the main thread. made is copied; data is referenced. callback is called in the main context, when
 * the thread is no more.                                                                         */
void     lab_estimate_start  (const LabTrainingConfig *made, LabData *data,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);

/* Cancels all that are under way and waits for their threads, each of which ends after a step at the
 * latest: nothing may be computed while the process ends. Main thread.                           */
void     lab_estimate_end_all (void);

/* FALSE if it was cancelled or the engine refused. */
gboolean lab_estimate_finish (GAsyncResult *result, LabEstimate *estimate);
