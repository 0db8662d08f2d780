/* lab-data-store.h - data sets: found, checked and split
 *
 * Knows MNIST, Fashion-MNIST and the sample that comes with the program by the SHA-256 of their
 * unpacked files; any other folder of well-formed files is used as the user's own. Loading may
 * take a second for a whole set and may run in any thread: it touches nothing shared.
 */

#pragma once

#include <gio/gio.h>
#include "nn-dataset.h"

enum { LAB_DATA_N_FILES = 4, LAB_DATA_N_CLASSES = 10 };

#define LAB_DATA_SAMPLE "mnist-sample"

typedef struct {
  char *name;              /* "mnist-sample", "mnist", "fashion-mnist", or the folder's own     */
  char *title;             /* for people: "MNIST"                                               */
  nn_dataset train;        /* the three are views of bytes                                      */
  nn_dataset validation;   /* the last part of the training file: see lab_data_n_validation ()  */
  nn_dataset test;         /* to be looked at once, at the end                                  */
  GBytes *bytes[LAB_DATA_N_FILES];
} LabData;

/* spec: "mnist-sample", or the path of a folder that holds {train,t10k}-{images-idx3,labels-idx1}
 * -ubyte, with or without .gz. Errors are LAB_ERROR_DATA and name file, offset and reason.      */
LabData *lab_data_load (const char *spec, GError **error);
void     lab_data_free (LabData *data);

/* How many of n training images are kept back for validation: 1,000 of 10,000 (the sample), else a
 * twelfth, rounded, which is 5,000 of 60,000; at least 1.                                       */
gsize lab_data_n_validation (gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabData, lab_data_free)
