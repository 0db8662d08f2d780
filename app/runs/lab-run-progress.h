/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-progress.h - how far a run that nobody trains has come, as its files tell
 *
 * The record is seconds old when a run is cut off; the checkpoint is where it goes on from, and lines
 * of metrics.csv say how it did until there. Lines are looked for in the last megabyte; what is not
 * found there stays as the record has it. Any thread.
 */

#pragma once

#include "lab-run-metrics.h"
#include "lab-run-record.h"

/* Sets the step of a run that was interrupted or paused to that of its checkpoint, or of its last line
 * where it has none, and its results to the last validation up to there. One that is finished but has
 * not got its last weights on disk, since it was cut off while it ended, counts as interrupted; without
 * any checkpoint it may be one whose was taken away, and only lacks its weights. Results of tests stay.
 * Other runs stay as they are.                                                                  */
void lab_run_progress_read (LabRunRecord *record);

/* A LabMetricsFunc: takes over into the record (data) what a line up to its step says. */
void lab_run_progress_note (const LabMetricsRow *row, gpointer record);
