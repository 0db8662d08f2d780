/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-store.h - data sets: found, checked and split
 *
 * Knows some sets by the SHA-256 of their files (lab-known-sets.h); any other place with
 * well-formed files is used as the user's own. Loading may take seconds for a whole set and may run
 * in any thread: it touches nothing shared.
 */

#pragma once

#include <gio/gio.h>
#include "nn-dataset.h"

enum { LAB_DATA_N_BYTES = 4, LAB_DATA_N_CLASSES = 10 };

#define LAB_DATA_SAMPLE "mnist-sample"

/* What serves for what. */
typedef enum {
  LAB_SPLIT_STANDARD,      /* the set's own test images; validation is the last part of the others */
  LAB_SPLIT_ARTICLE        /* all images pooled and shuffled, 80 % and 20 %, as in the article: the
                              20 % are the test, and validation comes out of the 80 %. Always the
                              same ones. Not comparable with published figures                   */
} LabDataSplit;

typedef struct {
  char *name;              /* of a known set, or the folder's own                               */
  char *title;             /* for people: "MNIST"                                               */
  char *credit;            /* authors and licence, or NULL for data of the user's own           */
  const char *const *class_names;  /* LAB_DATA_N_CLASSES of them, to be run through _() where they
                              are shown; the digits for data of the user's own                   */
  nn_dataset train;        /* the three are views of bytes                                      */
  nn_dataset validation;
  nn_dataset test;         /* to be looked at once, at the end                                  */
  GBytes *bytes[LAB_DATA_N_BYTES];
  gatomicrefcount references;
} LabData;

/* spec: the name of a known set, which is then looked for, or a path that lab_data_source_read ()
 * takes. Errors are LAB_ERROR_DATA and name file, offset and reason, or say how to get the set.  */
LabData *lab_data_load       (const char *spec, GError **error);
LabData *lab_data_load_split (const char *spec, LabDataSplit split, GError **error);
LabData *lab_data_ref        (LabData *data);
void     lab_data_unref      (LabData *data);

/* How many of n training images are kept back for validation: 1,000 of 10,000 and 500 of 4,000 (the
 * samples), 5,000 of 50,000, else a twelfth, rounded, which is 5,000 of 60,000; at least 1.      */
gsize lab_data_n_validation (gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabData, lab_data_unref)
