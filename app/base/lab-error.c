/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-error.c - the error domain, and the table from nn_status to sentences */

#include "lab-error.h"

#include <glib/gi18n.h>
#include "lab-printable.h"

enum { LONGEST_SHOWN = 60 };

/* clang-format off */
G_DEFINE_QUARK (lab-error-quark, lab_error)
/* clang-format on */

static const char *const sentences[NN_N_STATUS] = {
  [NN_OK] = N_("Nothing is wrong."),
  [NN_ERROR_MEMORY] = N_("There is not enough memory. Close other programs, or choose a smaller "
                         "batch, model or data set."),
  [NN_ERROR_ARGUMENT] = N_("A setting is outside its range. Check the batch size, the learning "
                           "rate, the number of threads and the parameters of the functions."),
  [NN_ERROR_SHAPE] = N_("The sizes do not fit each other, or are too large. Check that the data "
                        "set and the model belong together."),
  [NN_ERROR_TRUNCATED] = N_("The data ends before it should. Fetch or copy the file again."),
  [NN_ERROR_TRAILING] = N_("The data goes on after it should have ended. Fetch or copy the file "
                           "again."),
  [NN_ERROR_MAGIC] = N_("The data does not begin as its format says. Check that the file is the "
                        "one that its name promises."),
  [NN_ERROR_VALUE] = N_("The format does not allow this value. Fetch or copy the file again, or "
                        "correct the program that wrote it."),
  [NN_ERROR_NOT_FINITE] = N_("The loss or a gradient became infinite or not a number. Choose a "
                             "smaller learning rate."),
  [NN_ERROR_BACKEND] = N_("The oneDNN library refused an operation. Check that it is installed "
                          "as the package demands."),
};

const char *
lab_error_sentence (nn_status status)
{
  g_return_val_if_fail (status >= 0 && status < NN_N_STATUS, "");
  return _(sentences[status]);
}

gboolean
lab_error_set_status (GError **error, LabError code, nn_status status)
{
  g_set_error_literal (error, LAB_ERROR, code, lab_error_sentence (status));
  return FALSE;
}

char *
lab_error_printable (const char *text)
{
  return lab_printable_dup (text, LONGEST_SHOWN);
}
