/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-report.h - how elu-lab sweep tells what it found
 *
 * A table and a verdict for people, or JSON, one object a line, whose keys and their order are a
 * contract: "run" as each run ends, in any order, then "summary" of each function, "verdict" last.
 */

#pragma once

#include "lab-sweep-verdict.h"

typedef struct {
  const LabSweepPlan *plan;
  const LabSweepRun *runs;   /* as lab_sweep_judge () takes them; what is not over is waiting */
  char *name[LAB_SWEEP_MOST_FUNCTIONS];
} LabSweepReport;

void  lab_sweep_report_init  (LabSweepReport *self, const LabSweepPlan *plan,
                              const LabSweepRun *runs);
void  lab_sweep_report_clear (LabSweepReport *self);

/* Reads "validation-accuracy", "validation-loss" or "test-accuracy"; errors are LAB_ERROR_USAGE. */
gboolean lab_metric_parse (const char *name, LabMetric *metric, GError **error);

/* All below return text of whole lines, without the last newline. */
char *lab_sweep_report_run_json (const LabSweepReport *self, const LabSweepRun *run);
char *lab_sweep_report_stopped  (const LabSweepReport *self, const LabSweepRun *run);
char *lab_sweep_report_text     (const LabSweepReport *self);
char *lab_sweep_report_json     (const LabSweepReport *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabSweepReport, lab_sweep_report_clear)
