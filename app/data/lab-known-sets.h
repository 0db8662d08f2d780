/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-known-sets.h - the data sets that the program knows by name: a row of a table each */

#pragma once

#include "lab-data-source.h"

enum { LAB_KNOWN_MOST_FILES = 4, LAB_KNOWN_MOST_MIRRORS = 2, LAB_KNOWN_MOST_WAYS = 2 };

/* A file to download. */
typedef struct {
  const char *name;       /* in the set's folder, and behind the mirror's address             */
  gboolean packed;        /* sha256 is that of the unpacked bytes: mirrors pack anew          */
  const char *sha256;
  goffset n_bytes;        /* as the mirrors pack it; a download takes no more                 */
} LabKnownFile;

/* One form in which the set is found, and its checksums in the order of LabDataSource. */
typedef struct {
  LabSourceKind kind;
  const char *sha256[LAB_DATA_MOST_SUMS];
  goffset n_bytes;        /* of an archive; else 0                                            */
} LabKnownForm;

typedef struct {
  const char *name;       /* as a command takes it                                            */
  const char *title;      /* for people; run it through _()                                   */
  const char *subject;    /* what the images show; run it through _()                         */
  const char *credit;     /* authors and licence; run it through _()                          */
  const char *const *class_names;   /* of the 10 classes; run them through _()                */
  gboolean is_sample;     /* comes with the program                                           */
  nn_shape shape;
  gsize n_train, n_test, n_validation;
  LabKnownForm form[LAB_KNOWN_MOST_WAYS];
  int n_forms;
  LabKnownFile file[LAB_KNOWN_MOST_FILES];
  int n_files;            /* 0: it cannot be downloaded                                       */
  const char *mirror[LAB_KNOWN_MOST_MIRRORS];
} LabKnownSet;

/* "0" to "9": the classes of digits, and of data whose names nobody knows. */
extern const char *const lab_known_digits[];

const LabKnownSet *lab_known_sets     (int *n_sets);

/* The set of that name, letter case ignored, or NULL. */
const LabKnownSet *lab_known_set_find (const char *name);

/* Where the program keeps sets that were downloaded or imported: a folder in it for each. */
char              *lab_known_set_own_folder  (const LabKnownSet *set);

/* The same, and makes it; NULL and LAB_ERROR_OUTPUT if that can't be done. */
char              *lab_known_set_make_folder (const LabKnownSet *set, GError **error);

/* The first place where the set seems to lie: the program's own folder, then the caches of
 * torchvision and Keras and what Debian installs. NULL if there is none. Free with g_free ().    */
char              *lab_known_set_locate (const LabKnownSet *set);

/* The set that a sample was taken from; any other set itself. */
const LabKnownSet *lab_known_set_whole       (const LabKnownSet *set);

/* LAB_ERROR_DATA: that it is not here, and how to get it, or the set that it was taken from. */
void               lab_known_set_refuse_missing (const LabKnownSet *set, GError **error);

/* Bytes that a whole download has, and how many of them an earlier one has left here. */
goffset            lab_known_set_download_size (const LabKnownSet *set);
goffset            lab_known_set_download_had  (const LabKnownSet *set);

/* Which set source is, or NULL into *set for data of the user's own. An error if its counts are
 * those of a known set and some of its files are, but one is not, or it is an archive of just that
 * length but other bytes: that one is damaged.                                                   */
gboolean           lab_known_set_identify (const LabDataSource *source, const LabKnownSet **set,
                                           GError **error);
