/* lab-training-model.h - what the Training view shows: the set-up, the state of the run, its curves
 *
 * The page edits the set-up; the application trains and pushes what it measures; the page draws.
 * Knows no widget and no thread: main thread only.
 */

#pragma once

#include <glib-object.h>
#include "lab-series.h"
#include "lab-training-setup.h"

G_BEGIN_DECLS

typedef enum {
  LAB_TRAINING_READY,      /* nothing trained yet: the set-up can be changed   */
  LAB_TRAINING_LOADING,    /* reading the data                                 */
  LAB_TRAINING_RUNNING,
  LAB_TRAINING_PAUSED,
  LAB_TRAINING_FINISHED,   /* all epochs done                                  */
  LAB_TRAINING_FAILED      /* could not start; the message says why            */
} LabTrainingState;

/* The curves of one contestant; x is the number of steps taken. */
typedef struct {
  LabSeries loss, accuracy;                         /* of each batch           */
  LabSeries validation_loss, validation_accuracy;   /* at the end of an epoch  */
  double test_accuracy;                             /* NaN until the end       */
  gboolean diverged;
} LabContestantCurves;

#define LAB_TYPE_TRAINING_MODEL (lab_training_model_get_type ())
G_DECLARE_FINAL_TYPE (LabTrainingModel, lab_training_model, LAB, TRAINING_MODEL, GObject)

/* Signals: "setup-changed"; "state-changed"; "data-changed" (new points, at most once a push). */

LabTrainingModel       *lab_training_model_new            (void);

const LabTrainingSetup *lab_training_model_get_setup      (LabTrainingModel *self);
void                    lab_training_model_set_setup      (LabTrainingModel *self,
                                                           const LabTrainingSetup *setup);

/* Why the set-up can't be trained, translated, or NULL if it can. Free with g_free (). */
char                   *lab_training_model_check_setup    (LabTrainingModel *self);

LabTrainingState        lab_training_model_get_state      (LabTrainingModel *self);
const char             *lab_training_model_get_message    (LabTrainingModel *self);
void                    lab_training_model_set_state      (LabTrainingModel *self,
                                                           LabTrainingState state,
                                                           const char *message);

/* What the page says of the data: "9,000 training, 1,000 validation images". */
void                    lab_training_model_set_data_size  (LabTrainingModel *self, guint training,
                                                           guint validation, guint test);
guint                   lab_training_model_get_n_training (LabTrainingModel *self);
guint                   lab_training_model_get_n_validation (LabTrainingModel *self);

/* Pushed by the application. */
void                    lab_training_model_clear          (LabTrainingModel *self);
void                    lab_training_model_add_step       (LabTrainingModel *self, int contestant,
                                                           guint64 step, double loss,
                                                           double accuracy);
void                    lab_training_model_add_validation (LabTrainingModel *self, int contestant,
                                                           guint64 step, double loss,
                                                           double accuracy);
void                    lab_training_model_set_test       (LabTrainingModel *self, int contestant,
                                                           double accuracy);
void                    lab_training_model_set_diverged   (LabTrainingModel *self, int contestant);
void                    lab_training_model_set_rate       (LabTrainingModel *self,
                                                           double images_per_second);
void                    lab_training_model_data_changed   (LabTrainingModel *self);

int                     lab_training_model_get_n_contestants (LabTrainingModel *self);
const LabContestantCurves *lab_training_model_get_curves  (LabTrainingModel *self, int contestant);
guint64                 lab_training_model_get_step       (LabTrainingModel *self);
guint64                 lab_training_model_get_n_steps    (LabTrainingModel *self);  /* of the run */
guint                   lab_training_model_get_steps_per_epoch (LabTrainingModel *self);
double                  lab_training_model_get_rate       (LabTrainingModel *self);

/* In words, translated: the state of both curves. Free with g_free (). */
char                   *lab_training_model_describe       (LabTrainingModel *self);

G_END_DECLS
