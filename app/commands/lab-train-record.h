/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-train-record.h - elu-lab train --record and --resume: a run on disk, as the window keeps it
 *
 * What is kept is a set-up of the window, so that either can go on with a run of the other. There is
 * a checkpoint after each epoch. Where the run is not kept, the calls do nothing.
 */

#pragma once

#include "lab-train-run.h"
#include "lab-training-setup.h"

/* That nothing is typed beside --resume that the run decides itself. */
gboolean lab_train_record_check_arguments (char **arguments, GError **error);

/* With --resume: the run whose id begins so; its whole id and its data into options, its set-up into
 * *setup.                                                                                       */
gboolean lab_train_record_find        (LabTrainOptions *options, LabTrainingSetup *setup,
                                       GError **error);

/* In the place of lab_train_options_use_data (): config, epochs and images as set up. */
gboolean lab_train_record_use_setup   (LabTrainOptions *options, LabData *data,
                                       const LabTrainingSetup *setup, GError **error);

/* Starts to keep the run, or goes on with the one that was found. data_sum: lab_data_sum (). */
gboolean lab_train_record_begin       (LabTrainRun *run, const char *data_sum, GError **error);

/* Says which run it is. */
gboolean lab_train_record_tell        (LabTrainRun *run, GError **error);

/* Since training began, with what lies before a run that goes on. */
double   lab_train_record_seconds     (const LabTrainRun *run);

void     lab_train_record_step        (LabTrainRun *run, const nn_metrics *metrics);
void     lab_train_record_validation  (LabTrainRun *run, const nn_metrics *metrics);
void     lab_train_record_test        (LabTrainRun *run, const nn_metrics *metrics);
void     lab_train_record_checkpoint  (LabTrainRun *run);

/* Waits until all is on disk. */
gboolean lab_train_record_end         (LabTrainRun *run, GError **error);
