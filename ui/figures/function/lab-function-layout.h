/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-layout.h - what the Function picture shows, and where each part of it lies
 *
 * A scene is the settings; a layout is the axes that follow from the scene and a size. Geometry
 * only: no cairo, no widget.
 */

#pragma once

#include "lab-axis.h"
#include "nn-activation.h"

enum { LAB_MAX_CURVES = NN_N_ACTIVATIONS, LAB_MAX_PANELS = 4, LAB_MAX_GHOSTS = 12 };

/* What a panel shows: the derivative of that order, or the gap between two of the curves. */
enum { LAB_PANEL_GAP = 3, LAB_N_ORDERS };

typedef struct {
  int n_curves;
  nn_activation curve[LAB_MAX_CURVES];
  int n_panels;
  int order[LAB_MAX_PANELS];     /* from the top                                                */
  double x_low, x_high;          /* wanted; low < high, finite                                  */
  gboolean keep_aspect;          /* in the panel of f a slope of 1 rises at 45 degrees; the
                                    range grows to the left, or y grows, to fill the area       */
  gboolean annotate;             /* formula, kink note, asymptote                               */
  gboolean moved;                /* by a person: x is exactly as wanted, and where y_low < y_high
                                    the panel of that order takes them (with keep_aspect: their
                                    middle)                                                     */
  double y_low[LAB_N_ORDERS], y_high[LAB_N_ORDERS];
  int n_ghosts;
  double ghost[LAB_MAX_GHOSTS];  /* alphas of thin ELUs                                         */
  gboolean tangent;              /* to ELU, or the first curve, at the cursor                   */
  double h;                      /* step of the difference quotients; 0 for none                */
  gboolean gap;                  /* between curve[gap_f] and curve[gap_g]                       */
  int gap_f, gap_g;
} LabFunctionScene;

typedef struct {
  double width, height, scale;
  LabAxis x;
  LabAxis y[LAB_MAX_PANELS];
  gboolean end_labels;           /* there is room right of the panels                           */
} LabFunctionLayout;

/* ELU 1 and ReLU, f above f', x from -5 to 2.5: what the first start shows. */
void lab_function_scene_init   (LabFunctionScene *scene);

/* Below each other f, f' and, if wanted, f'' and the gap. */
void lab_function_scene_set_panels (LabFunctionScene *scene, gboolean second, gboolean gap);

/* The height that margins and panels which can be read need at scale 1. */
double lab_function_layout_needed_height (const LabFunctionScene *scene);

/* scale: of text, and so of the margins. */
void lab_function_layout_init  (LabFunctionLayout *layout, const LabFunctionScene *scene,
                                double width, double height, double scale);

/* How many curves before the given one show the same function (with other parameters): which of
 * the function's looks is its own. With n_curves: how many show the function at all.            */
int lab_function_scene_count (const LabFunctionScene *scene, nn_activation_id id, int before);

/* The scene's ELU, or NULL; the first of several. */
const nn_activation *lab_function_scene_get_elu (const LabFunctionScene *scene);

/* The curve whose tangent and secants are drawn: ELU's, or the first; -1 without curves. */
int lab_function_scene_get_main (const LabFunctionScene *scene);

/* f - g of the scene's gap at x. */
double lab_function_scene_gap (const LabFunctionScene *scene, double x);
