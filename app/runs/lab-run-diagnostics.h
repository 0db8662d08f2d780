/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-diagnostics.h - a run's diagnostics.csv, read into its curves
 *
 * As lab-diagnostics-file.h writes it, and as older versions did: without the contestant's number.
 * Histograms are left alone: no curve is drawn of them.
 */

#pragma once

#include "lab-run-curves.h"
#include "lab-run-record.h"

#define LAB_RUN_DIAGNOSTICS "diagnostics.csv"

/* Adds what the file has to curves, which are those of record and have no diagnostics yet. A run can
 * do without them: where the file is missing or makes no sense, nothing is added. Any thread.   */
void lab_run_diagnostics_read (const LabRunRecord *record, LabRunCurves *curves);

/* Whether the lines of run id's file have the contestant's number. Any thread. */
gboolean lab_run_diagnostics_has_numbers (const char *id);
