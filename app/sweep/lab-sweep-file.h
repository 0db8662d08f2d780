/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-file.h - a sweep as a file: its picture, or a row of numbers for each run
 *
 * Either carries the command that sweeps the same once more.
 */

#pragma once

#include "lab-sweep-model.h"
#include "lab-training-setup.h"

typedef struct {
  LabSweepModel *model;             /* borrowed                          */
  const LabTrainingSetup *setup;    /* of the results shown, borrowed    */
  int width, height;                /* of a picture, in logical pixels   */
  double text_scale;
  gboolean dark;
} LabSweepFile;

/* "elu-lab sweep --alphas=0,0.3 --seeds=5 ...". Free with g_free (). */
char    *lab_sweep_file_format_command (const LabSweepFile *self);

/* .csv: alpha, seed, what came of it (done, diverged, waiting) and the metric's value; .png, .svg
 * and .pdf: the picture. In one piece, in place of what was there.                              */
gboolean lab_sweep_file_write          (const LabSweepFile *self, const char *path, GError **error);
