/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-train-report.h - how elu-lab train tells what happens
 *
 * Results go to stdout, a line each and pushed out at once: text for people, or JSON for programs,
 * whose keys and their order are a contract. The progress bar goes to stderr, to a terminal only.
 */

#pragma once

#include <glib.h>
#include "lab-progress-bar.h"

typedef struct {
  gboolean json;
  int epochs;
  LabProgressBar bar;
} LabTrainReport;

/* Means over an epoch. NaN where it is not known or not finite; JSON says null. */
typedef struct {
  double train_loss, train_accuracy;
  double validation_loss, validation_accuracy;
  double seconds;       /* since training began     */
} LabEpochMetrics;

void lab_train_report_init     (LabTrainReport *self, int epochs, gboolean json);

/* fraction: of all the work. */
void lab_train_report_progress (LabTrainReport *self, int epoch, double fraction);

/* A sentence about contestant on stderr, with what the core says as its reason. */
void lab_train_report_stopped  (LabTrainReport *self, const char *contestant, guint64 step,
                                const char *reason);

/* FALSE if stdout cannot be written to. */
gboolean lab_train_report_note  (LabTrainReport *self, const char *text, GError **error);
/* The run is kept on disk as id; step: the one that it goes on from, 0 for a new one. */
gboolean lab_train_report_run   (LabTrainReport *self, const char *id, guint64 step,
                                 GError **error);
gboolean lab_train_report_epoch (LabTrainReport *self, int epoch, const char *contestant,
                                 const LabEpochMetrics *metrics, GError **error);
/* Early stopping has ended contestant, which got the weights of best_epoch back. */
gboolean lab_train_report_finished (LabTrainReport *self, const char *contestant, int patience,
                                    guint64 best_epoch, GError **error);
gboolean lab_train_report_end   (LabTrainReport *self, const char *contestant,
                                 double test_accuracy, const char *weights_sha256,
                                 GError **error);
