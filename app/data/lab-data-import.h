/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-import.h - data sets that a person has: checked, and copied to where the program keeps
 * its own
 *
 * Reads all of a set, which takes seconds for a whole one: in a program with a window, from a
 * thread of its own. Nothing shared is touched.
 */

#pragma once

#include <gio/gio.h>
#include "lab-known-sets.h"

typedef struct {
  const LabKnownSet *set;   /* the one that it is, or is like; NULL: data of the user's own     */
  gboolean is_original;     /* the files of set, by their checksums                             */
  nn_shape shape;
  gsize n_train, n_test;
} LabDataFound;

/* Reads path as lab_data_source_read () does, and says what it is. */
gboolean lab_data_check         (const char *path, LabDataFound *found, GError **error);

/* The same, and copies it to lab_known_set_own_folder () if lab_data_is_to_be_kept (). Errors are
 * LAB_ERROR_DATA, LAB_ERROR_OUTPUT (no room) and G_IO_ERROR_CANCELLED; nothing half copied is taken
 * for a set.                                                                                    */
gboolean lab_data_import        (const char *path, LabDataFound *found, GCancellable *cancellable,
                                 GError **error);

/* FALSE for a sample, which is here, and for data of the user's own, used where they are. */
gboolean lab_data_is_to_be_kept (const LabDataFound *found);
