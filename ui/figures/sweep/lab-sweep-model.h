/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-model.h - what the Sweep window shows: its set-up, its state, a value for each run
 *
 * A run is an alpha of ELU with a seed. The window edits the set-up; the application trains and
 * pushes what it measured; the picture draws. Results keep the set-up that they belong to, so that
 * the next one can be typed beside them, and stay when the next sweep begins: they can be gone back
 * to while none goes on. Knows no widget and no thread: main thread only.
 */

#pragma once

#include <glib-object.h>
#include "lab-sweep-results.h"

G_BEGIN_DECLS

enum { LAB_SWEEP_MOST_KEPT = 20 };

/* Reads "0, 0.1, 0.3, 1" into rising order; semicolons and spaces separate too, and with semicolons
 * a comma is a decimal mark. NULL, or why it cannot be read, translated; free with g_free (). On
 * failure *n and alpha stay.                                                                    */
char *lab_sweep_parse_alphas  (const char *text, double *alpha, int *n);

/* What lab_sweep_parse_alphas () reads back: "0, 0.1, 0.3, 1". Free with g_free (). */
char *lab_sweep_format_alphas (const double *alpha, int n);

#define LAB_TYPE_SWEEP_MODEL (lab_sweep_model_get_type ())
G_DECLARE_FINAL_TYPE (LabSweepModel, lab_sweep_model, LAB, SWEEP_MODEL, GObject)

/* Signals: "setup-changed"; "state-changed", also for another verdict; "data-changed" (new points);
 * "progress-changed"; "selection-changed". Where other results are shown, all but the first.    */

LabSweepModel       *lab_sweep_model_new           (void);

/* The set-up of the next sweep. */
const LabSweepSetup *lab_sweep_model_get_setup     (LabSweepModel *self);
void                 lab_sweep_model_set_setup     (LabSweepModel *self, const LabSweepSetup *setup);

/* Takes the alphas from text, or keeps the last good ones and the problem. */
void                 lab_sweep_model_set_alphas    (LabSweepModel *self, const char *text);

/* Why the set-up can't be swept, translated, or NULL. */
const char          *lab_sweep_model_get_problem   (LabSweepModel *self);

/* What all runs of the next sweep have in common, in words: "MNIST sample · Adam 0.001"; NULL until
 * it is known.                                                                                  */
const char          *lab_sweep_model_get_base      (LabSweepModel *self);
void                 lab_sweep_model_set_base      (LabSweepModel *self, const char *words);

/* How many images there are to learn from; 0 until it is known. */
guint                lab_sweep_model_get_n_images  (LabSweepModel *self);
void                 lab_sweep_model_set_n_images  (LabSweepModel *self, guint n);

/* What a run costs on this machine, an image it learns from at a time, several runs at once counted
 * as the part of one; and so about how long the next sweep takes. Both in seconds, NaN until known. */
void                 lab_sweep_model_set_image_seconds (LabSweepModel *self, double seconds);
double               lab_sweep_model_get_estimate  (LabSweepModel *self);

LabSweepState        lab_sweep_model_get_state     (LabSweepModel *self);
gboolean             lab_sweep_model_is_busy       (LabSweepModel *self); /* loading .. stopping */

/* Shows results to come, which belong to the set-up of now. The last LAB_SWEEP_MOST_KEPT are kept,
 * but for those without a run that ended.                                                       */
void                 lab_sweep_model_begin         (LabSweepModel *self);

/* How many sweeps there are to look at, and which is shown: 0 is the first; -1: none yet. */
int                  lab_sweep_model_get_n_kept    (LabSweepModel *self);
int                  lab_sweep_model_get_position  (LabSweepModel *self);

/* Shows another; not while a sweep goes on. */
void                 lab_sweep_model_show          (LabSweepModel *self, int position);

/* What all runs of the results shown were trained with; NULL before the first of them begins. */
const LabTrainingSetup *lab_sweep_model_get_training (LabSweepModel *self);
void                 lab_sweep_model_set_training  (LabSweepModel *self,
                                                    const LabTrainingSetup *training);

void                 lab_sweep_model_set_state     (LabSweepModel *self, LabSweepState state,
                                                    const char *headline, const char *detail);

/* What was found, large and small, or NULL; what went wrong if it failed. */
const char          *lab_sweep_model_get_headline  (LabSweepModel *self);
const char          *lab_sweep_model_get_detail    (LabSweepModel *self);

/* The set-up of what is shown: of the results, or, before there are any, of the next sweep. */
const LabSweepSetup *lab_sweep_model_get_shown     (LabSweepModel *self);
const char          *lab_sweep_model_get_shown_base (LabSweepModel *self);
const LabSweepPoint *lab_sweep_model_get_point     (LabSweepModel *self, int alpha, int seed);
LabSweepColumn       lab_sweep_model_get_column    (LabSweepModel *self, int alpha);
int                  lab_sweep_model_get_n_ended   (LabSweepModel *self);

/* Pushed by the application. value: NaN if the run diverged. */
void                 lab_sweep_model_add_point     (LabSweepModel *self, int alpha, int seed,
                                                    double value);

/* Of all runs, 0 .. 1, and seconds that remain, NaN if not known. */
void                 lab_sweep_model_set_progress  (LabSweepModel *self, double progress,
                                                    double seconds_left);
double               lab_sweep_model_get_progress  (LabSweepModel *self);
double               lab_sweep_model_get_left      (LabSweepModel *self);

/* The run under the pointer or the keyboard's cursor; FALSE: none. */
gboolean             lab_sweep_model_get_selected  (LabSweepModel *self, int *alpha, int *seed);
void                 lab_sweep_model_select        (LabSweepModel *self, int alpha, int seed);
void                 lab_sweep_model_select_none   (LabSweepModel *self);

/* The selected run in words: "α = 0.3, seed 44: 97.20 %". NULL if there is none. Free with g_free (). */
char                *lab_sweep_model_describe_run  (LabSweepModel *self);

/* All in words, translated, for a screen reader. Free with g_free (). */
char                *lab_sweep_model_describe      (LabSweepModel *self);

G_END_DECLS
