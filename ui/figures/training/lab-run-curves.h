/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-curves.h - all that was measured in one training run: curves, diagnostics, time
 *
 * The live run is one of these, and so is a past one that is laid under it. The series' x is the
 * number of steps taken; what an axis shows for it (steps, epochs or seconds) is worked out here.
 */

#pragma once

#include "lab-series.h"
#include "lab-training-setup.h"
#include "nn-diagnostics.h"

/* The curves of one contestant; x is the number of steps taken. */
typedef struct {
  LabSeries loss, accuracy;                         /* of each batch           */
  LabSeries validation_loss, validation_accuracy;   /* at the end of an epoch  */
  double test_accuracy;                             /* NaN until the end       */
  gboolean diverged;
  guint64 diverged_at;                              /* the step                */
} LabContestantCurves;

/* What is measured of a layer, a curve each. */
typedef enum {
  LAB_QUANTITY_MEAN,
  LAB_QUANTITY_MEDIAN,
  LAB_QUANTITY_DEAD,             /* shares of the layer's units, 0 .. 1        */
  LAB_QUANTITY_SATURATED,
  LAB_QUANTITY_BORN,             /* units that died since the measure before   */
  LAB_QUANTITY_REVIVED,
  LAB_QUANTITY_GRADIENT,
  LAB_QUANTITY_UPDATE,
  LAB_QUANTITY_PARAMETER,        /* the activation's first: alpha              */
  LAB_N_QUANTITIES
} LabQuantity;

typedef enum { LAB_X_STEPS, LAB_X_EPOCHS, LAB_X_SECONDS, LAB_N_X_UNITS } LabXUnit;

/* A layer with an activation. */
typedef struct {
  char title[64];                /* "Layer 1"                                  */
  gsize n_units;
} LabTrainingLayer;

typedef struct {
  char *name;                    /* of a past run; NULL: none                  */
  int n_contestants;
  nn_activation contestant[LAB_MAX_CONTESTANTS];
  guint steps_per_epoch;
  LabContestantCurves curves[LAB_MAX_CONTESTANTS];
  int n_layers;
  LabTrainingLayer layer[NN_MAX_LAYERS];
  LabSeries *diagnostics[LAB_MAX_CONTESTANTS];   /* n_layers rows of LAB_N_QUANTITIES; NULL: none */
  guint n_probe;                 /* images that diagnostics were measured on; 0: not known        */
  LabSeries median[LAB_MAX_CONTESTANTS];         /* over the units of all layers                  */
  LabSeries seconds;                             /* of training time, by step                     */
  grefcount references;
} LabRunCurves;

/* name may be NULL. */
LabRunCurves *lab_run_curves_new   (const char *name, int n_contestants,
                                    const nn_activation *contestant, guint steps_per_epoch);
LabRunCurves *lab_run_curves_ref   (LabRunCurves *run);
void          lab_run_curves_unref (LabRunCurves *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunCurves, lab_run_curves_unref)

/* In ascending step for each contestant; seconds of training time since step 0. */
void   lab_run_curves_add_step        (LabRunCurves *run, int contestant, guint64 step,
                                       double seconds, double loss, double accuracy);
void   lab_run_curves_add_validation  (LabRunCurves *run, int contestant, guint64 step,
                                       double seconds, double loss, double accuracy);

/* Forgets the diagnostics that there are, unless the layers are as large as before: a run that goes on
 * says once more what it consists of.                                                           */
void   lab_run_curves_set_layers      (LabRunCurves *run, int n_layers,
                                       const LabTrainingLayer *layers);

/* layers: n_layers, as many as were set. median: nn_diagnostics_median (). */
void   lab_run_curves_add_diagnostics (LabRunCurves *run, int contestant, guint64 step,
                                       double seconds, int n_layers,
                                       const nn_layer_diagnostics *layers, double median);

/* NULL as long as there are none. */
const LabSeries *lab_run_curves_get_diagnostics (const LabRunCurves *run, int contestant, int layer,
                                                 LabQuantity quantity);

/* Forgets what came after step; everything but the layers. */
void   lab_run_curves_truncate        (LabRunCurves *run, guint64 step);
void   lab_run_curves_clear           (LabRunCurves *run);

/* What an axis in that unit shows for a number of steps, and back. Between the steps that were
 * measured, time passes evenly; beyond the last, as fast as up to it on average.                */
double lab_run_curves_x               (const LabRunCurves *run, LabXUnit unit, double step);
double lab_run_curves_step            (const LabRunCurves *run, LabXUnit unit, double x);

/* Goes on with difference, which began empty: each contestant's losses and accuracies minus the
 * baseline's at the same step, as far as both have come. The baseline's own stay empty.          */
void   lab_run_curves_extend_difference (LabRunCurves *difference, const LabRunCurves *run,
                                         int baseline);

/* Bytes of all curves. */
gsize  lab_run_curves_memory          (const LabRunCurves *run);
