/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-setup-notes.h - what the set-up panel says beside its fields: words alone, no widget
 *
 * All of it translated.
 */

#pragma once

#include "lab-training-model.h"

/* "0.4 s", "12 s", "3 min", "2.5 h": an estimate needs no more digits. Free with g_free (). */
char       *lab_format_duration         (double seconds);

/* The data set and its numbers of images, or why it isn't there yet. Free with g_free (). */
char       *lab_setup_describe_data     (LabTrainingModel *model);

/* The size of the model and how long it takes here; of the time nothing once there is a run and it
 * was not measured before. Free with g_free ().                                                */
char       *lab_setup_describe_estimate (LabTrainingModel *model);

/* What all contestants have in common. Static. */
const char *lab_setup_describe_common   (LabTrainingModel *model);
