/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-diagnostics.h - what each diagnostic is called, means and how it is drawn
 *
 * A row of a table for each; the words are those of nn-diagnostics.h, for people.
 */

#pragma once

#include "lab-training-model.h"

typedef struct {
  const char *title;           /* not yet translated: "Mean activation per layer"    */
  const char *definition;      /* likewise, one or two sentences                     */
  LabQuantity quantity;
  gboolean logarithmic;
  gboolean percent;            /* a share, written as per cent                       */
  gboolean all_layers;         /* with a plot of all layers together before the others */
  double least_span;           /* of the y axis                                      */
} LabDiagnosticInfo;

const LabDiagnosticInfo *lab_diagnostic_get_info (LabDiagnostic diagnostic);

/* NULL: nothing measured, or the contestant's activation has no such thing (alpha of ReLU).
 * layer -1: all of them together.                                                           */
const LabSeries *lab_training_diagnostic_series (const LabRunCurves *run, int contestant, int layer,
                                                 const LabDiagnosticInfo *info);

/* Title and definition of all, as Pango markup, with the size of the probe set. Free with g_free (). */
char            *lab_diagnostic_definitions     (LabTrainingModel *model);
