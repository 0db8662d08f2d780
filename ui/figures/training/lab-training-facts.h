/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-facts.h - what the application has found out about the set-up, for the page to show
 *
 * The page edits the set-up and knows nothing of data sets and presets; the application looks them up
 * and answers with this.
 */

#pragma once

#include <glib.h>

typedef struct {
  char *data_title;         /* "MNIST sample"; NULL as long as it is being read                   */
  char *layers;             /* the model in its text form                                         */
  char *problem;            /* why it can't be trained, translated; or NULL                       */
  guint64 n_parameters;     /* of a network; 0: not known                                         */
  double operations;        /* of a training step, an image                                       */
  gboolean has_dropout;
  double step_seconds;      /* as measured here, of all contestants; 0: not known                 */
  double epoch_seconds;     /* likewise of an epoch, validation too                               */
  char *notice;             /* of the run under way, for a banner: the disk is full; or NULL      */
  GArray *kept;             /* of guint64: the steps that can be gone back to; or NULL            */
} LabTrainingFacts;

/* Deep: what facts holds is copied. */
void lab_training_facts_copy  (LabTrainingFacts *to, const LabTrainingFacts *from);
void lab_training_facts_clear (LabTrainingFacts *facts);

/* The kept step that is nearest to step, or 0 if there is none. */
guint64 lab_training_facts_nearest (const LabTrainingFacts *facts, double step);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabTrainingFacts, lab_training_facts_clear)
