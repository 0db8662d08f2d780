/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-checkpoint-file.h - a contestant's file in a checkpoint; see lab-checkpoint.h
 *
 * Private to lab-checkpoint.c.
 */

#pragma once

#include <glib.h>
#include "nn-snapshot.h"

/* "1-elu-1.safetensors", by the function that the contestant started with. */
char    *lab_checkpoint_file_name  (const nn_trainer_config *config, int contestant);

/* Says of a checkpoint's folder or file that it cannot be used; reason: translated, part of a sentence.
 * FALSE, to be returned in turn.                                                                */
gboolean lab_checkpoint_refuse     (const char *path, const char *reason, GError **error);

gboolean lab_checkpoint_file_write (const char *path, const nn_snapshot *snapshot, int contestant,
                                    GError **error);

/* Fills the contestant, and of the first one also the settings, which every other one's must equal:
 * they are of the same moment.                                                                  */
gboolean lab_checkpoint_file_read  (const char *path, nn_snapshot *snapshot, int contestant,
                                    GError **error);
