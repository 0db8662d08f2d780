/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-problem.c - what is wrong with the disk, and what becomes of the run, in a sentence */

#include "lab-run-recorder-private.h"

#include <glib/gi18n.h>
#include "lab-checkpoint.h"

/* Where there is a record, lab_run_resume () leads to the same bits. */
static char *
describe_loss (const LabRunRecorder *self, const GError *error)
{
  g_autofree char *record = g_build_filename (self->folder, LAB_RUN_FILE, NULL);
  guint64 step = 0;

  if (!g_file_test (record, G_FILE_TEST_EXISTS))
    return g_strdup_printf (_("%s The run could not be kept."), error->message);
  lab_checkpoint_find (self->folder, &step);
  /* Translators: a sentence on what is wrong with the disk, an id, a number */
  return g_strdup_printf (_("%s The end of the run could not be kept. When there is room, “elu-lab "
                            "train --resume %s” makes it again, from step %llu on."),
                          error->message, self->id, (unsigned long long) step);
}

char *
lab_run_recorder_describe_problem (const LabRunRecorder *self, const GError *error,
                                   gboolean closing)
{
  guint n = self->metrics.n_waiting + self->diagnostics.n_waiting;

  if (closing)
    return describe_loss (self, error);
  if (n == 0)
    return g_strdup_printf (_("%s The training is not disturbed, and the run is written as soon as "
                              "that is possible."),
                            error->message);
  return g_strdup_printf (ngettext ("%s The training is not disturbed; %u line of the run waits in "
                                    "memory and is written as soon as that is possible.",
                                    "%s The training is not disturbed; %u lines of the run wait in "
                                    "memory and are written as soon as that is possible.",
                                    n),
                          error->message, n);
}
