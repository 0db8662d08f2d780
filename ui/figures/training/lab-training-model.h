/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-model.h - what the Training view shows: the set-up, the state of the run, its curves
 *
 * The page edits the set-up; the application trains and pushes what it measures; the page draws.
 * Knows no widget and no thread: main thread only.
 */

#pragma once

#include <glib-object.h>
#include "lab-run-curves.h"
#include "lab-training-facts.h"
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

/* The diagnostic under the curves, one at a time. */
typedef enum {
  LAB_DIAGNOSTIC_NONE,
  LAB_DIAGNOSTIC_MEAN,
  LAB_DIAGNOSTIC_MEDIAN,
  LAB_DIAGNOSTIC_DEAD,
  LAB_DIAGNOSTIC_SATURATED,
  LAB_DIAGNOSTIC_GRADIENT,
  LAB_DIAGNOSTIC_UPDATE,
  LAB_DIAGNOSTIC_PARAMETER,
  LAB_N_DIAGNOSTICS
} LabDiagnostic;

/* Where there is room for one plot only, which one. */
typedef enum { LAB_PLOT_LOSS, LAB_PLOT_ACCURACY, LAB_PLOT_DIAGNOSTIC } LabTrainingPlotKind;

/* How the person looks at the run; nothing in it changes the data. */
typedef struct {
  LabXUnit x;
  gboolean log_y;                /* the loss                                                     */
  gboolean recent;               /* the end of the run alone                                     */
  guint smoothing;               /* steps that a smoothed value is the mean of; 1: none          */
  int baseline;                  /* contestant that is subtracted from the others; -1: none      */
  LabDiagnostic diagnostic;
  LabTrainingPlotKind plot;
} LabTrainingView;

enum { LAB_USUAL_SMOOTHING = 66, LAB_MAX_SMOOTHING = 1000, LAB_MAX_OVERLAYS = 8 };

typedef struct {
  guint64 step;
  char *text;                    /* translated, short: "α 1.0 → 0.3" */
} LabTrainingEvent;

#define LAB_TYPE_TRAINING_MODEL (lab_training_model_get_type ())
G_DECLARE_FINAL_TYPE (LabTrainingModel, lab_training_model, LAB, TRAINING_MODEL, GObject)

/* Properties: "state", a LabTrainingState, "message" and "scrub", as the functions have them.
 * Signals: "setup-changed"; "data-changed" (new points, events, overlays; at most once a push);
 * "view-changed" (how they are looked at); "facts-changed".                                      */

LabTrainingModel       *lab_training_model_new            (void);

const LabTrainingSetup *lab_training_model_get_setup      (LabTrainingModel *self);
void                    lab_training_model_set_setup      (LabTrainingModel *self,
                                                           const LabTrainingSetup *setup);

/* What the application says of the set-up and the run. Copied. */
const LabTrainingFacts *lab_training_model_get_facts      (LabTrainingModel *self);
void                    lab_training_model_set_facts      (LabTrainingModel *self,
                                                           const LabTrainingFacts *facts);

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

/* Pushed by the application. Steps count from 1 and ascend; seconds of training time since step 0.
 * Nothing is drawn anew before lab_training_model_data_changed ().                               */
void lab_training_model_clear           (LabTrainingModel *self);  /* back to step 0 */
void lab_training_model_add_step        (LabTrainingModel *self, int contestant, guint64 step,
                                         double seconds, double loss, double accuracy);
void lab_training_model_add_validation  (LabTrainingModel *self, int contestant, guint64 step,
                                         double seconds, double loss, double accuracy);
void lab_training_model_set_test        (LabTrainingModel *self, int contestant, double accuracy);
void lab_training_model_set_diverged    (LabTrainingModel *self, int contestant, guint64 step);
void lab_training_model_set_rate        (LabTrainingModel *self, double images_per_second);
void lab_training_model_data_changed    (LabTrainingModel *self);

/* Instead of all that: the curves and diagnostics of a run as they were read, with as many contestants as
 * the set-up. Takes a reference, and what is pushed from now on is added to them: nobody else may
 * change them.                                                                                   */
void lab_training_model_set_run         (LabTrainingModel *self, LabRunCurves *run);

/* The layers that an activation follows, from below, and how many images they are measured on: before
 * the first diagnostics. They survive lab_training_model_clear ().                               */
void lab_training_model_set_layers      (LabTrainingModel *self, int n_layers,
                                         const LabTrainingLayer *layers);
void lab_training_model_set_n_probe     (LabTrainingModel *self, guint n_images);
void lab_training_model_add_diagnostics (LabTrainingModel *self, int contestant, guint64 step,
                                         double seconds, int n_layers,
                                         const nn_layer_diagnostics *layers, double median);

/* A change while it trains: a line through all plots. text is copied. */
void lab_training_model_add_event       (LabTrainingModel *self, guint64 step, const char *text);

/* Forgets curves, events and diagnostics after step: a new run branches off there. */
void lab_training_model_truncate        (LabTrainingModel *self, guint64 step);

/* Past runs under the live one; takes a reference. At most LAB_MAX_OVERLAYS. */
void lab_training_model_add_overlay     (LabTrainingModel *self, LabRunCurves *run);
void lab_training_model_clear_overlays  (LabTrainingModel *self);

/* The step that is looked back at; -1: the present. */
void   lab_training_model_set_scrub     (LabTrainingModel *self, gint64 step);
gint64 lab_training_model_get_scrub     (LabTrainingModel *self);

/* Set: what is out of range is brought into it. */
const LabTrainingView *lab_training_model_get_view (LabTrainingModel *self);
void   lab_training_model_set_view      (LabTrainingModel *self, const LabTrainingView *view);

int     lab_training_model_get_n_contestants   (LabTrainingModel *self);
guint64 lab_training_model_get_step            (LabTrainingModel *self);
guint64 lab_training_model_get_n_steps         (LabTrainingModel *self);  /* of the run */
guint   lab_training_model_get_steps_per_epoch (LabTrainingModel *self);
double  lab_training_model_get_rate            (LabTrainingModel *self);
guint   lab_training_model_get_n_probe         (LabTrainingModel *self);

/* All are the model's, and change with the next push. */
const LabRunCurves        *lab_training_model_get_run     (LabTrainingModel *self);
const LabContestantCurves *lab_training_model_get_curves  (LabTrainingModel *self, int contestant);
guint                      lab_training_model_get_n_events (LabTrainingModel *self);
const LabTrainingEvent    *lab_training_model_get_event   (LabTrainingModel *self, guint i);
guint                      lab_training_model_get_n_overlays (LabTrainingModel *self);
const LabRunCurves        *lab_training_model_get_overlay (LabTrainingModel *self, guint i);

/* What the plots of loss and accuracy show: the curves, or with a baseline the difference to it,
 * step by step.                                                                                */
const LabContestantCurves *lab_training_model_get_shown   (LabTrainingModel *self, int contestant);

/* How often the past was changed (cleared, truncated, other layers) rather than gone on with: a
 * picture of it is good as long as this stays.                                                 */
guint                      lab_training_model_get_generation (LabTrainingModel *self);

/* In words, translated: the state of all curves. Free with g_free (). */
char                      *lab_training_model_describe    (LabTrainingModel *self);

/* Likewise: what every contestant had at a step. */
char                      *lab_training_model_describe_step (LabTrainingModel *self, guint64 step);

G_END_DECLS
