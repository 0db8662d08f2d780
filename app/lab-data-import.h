/* lab-data-import.h - data sets that a person has: checked, and copied to where the program keeps its own
 *
 * Reads all of a set, which takes seconds for a whole one: in a program with a window, from a thread of
 * its own. Nothing shared is touched.
 */

#pragma once

#include <gio/gio.h>
#include "lab-known-sets.h"

typedef struct {
  const LabKnownSet *set;   /* the one that it is, or is like; NULL: data of the user's own     */
  gboolean is_original;     /* the files of set, by their checksums                             */
  gboolean is_copied;       /* FALSE for a sample and for data of the user's own, which are used
                               where they are                                                   */
} LabDataImport;

/* Reads path as lab_data_source_read () does and, if that is a set to be downloaded or like one, copies it
 * to lab_known_set_own_folder (). Errors are LAB_ERROR_DATA, LAB_ERROR_OUTPUT (no room) and
 * G_IO_ERROR_CANCELLED; nothing half copied is taken for a set.                                  */
gboolean lab_data_import (const char *path, LabDataImport *import, GCancellable *cancellable,
                          GError **error);

/* What lies at place, where set was found: whether it is well-formed, and the original files. */
gboolean lab_data_check  (const LabKnownSet *set, const char *place, gboolean *is_original,
                          GError **error);
