/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-diagnostics-file.h - what goes on in each layer, as a CSV file
 *
 * A line for each measure, contestant and layer; the columns are named in the second line. The file
 * is replaced whole each time, so it is complete whenever somebody looks, or a run is interrupted.
 */

#pragma once

#include <glib.h>
#include "nn-diagnostics.h"
#include "nn-trainer.h"

enum { LAB_PROBE_IMAGES = 512 };

typedef struct LabDiagnosticsFile LabDiagnosticsFile;

/* Measures on the first LAB_PROBE_IMAGES images of train, or all if there are fewer. Errors are
 * LAB_ERROR_OUTPUT (the file cannot be written: it is created at once) and LAB_ERROR_ENGINE.     */
LabDiagnosticsFile *lab_diagnostics_file_new  (const char *path, const nn_trainer *trainer,
                                               const nn_dataset *train, GError **error);
void                lab_diagnostics_file_free (LabDiagnosticsFile *self);

/* Before the step after which is measured: its size is one of the columns. */
void     lab_diagnostics_file_note    (LabDiagnosticsFile *self, const nn_trainer *trainer);
gboolean lab_diagnostics_file_measure (LabDiagnosticsFile *self, const nn_trainer *trainer,
                                       int contestant, const char *name, GError **error);
gboolean lab_diagnostics_file_save    (LabDiagnosticsFile *self, GError **error);

/* The first lines of such a file, for a probe that is the first n_images of "training" or
 * "validation", and the line of one layer: for whoever writes it piece by piece. Contestant -1: a line
 * for the file of an older version, which has the function alone, in a column named contestant.  */
void     lab_diagnostics_append_header (GString *text, const char *set, gsize n_images);
void     lab_diagnostics_append_line   (GString *text, guint64 step, int contestant,
                                        const char *name, const nn_layer_diagnostics *layer,
                                        double network_median);
