/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-model.h - what the Function view shows: functions, parameters, range, cursor, options
 *
 * The one state that its plot, panel, strip and exports share. It knows no widget.
 */

#pragma once

#include <glib-object.h>
#include "lab-function-layout.h"

G_BEGIN_DECLS

#define LAB_TYPE_FUNCTION_MODEL (lab_function_model_get_type ())
G_DECLARE_FINAL_TYPE (LabFunctionModel, lab_function_model, LAB, FUNCTION_MODEL, GObject)

/* Signals: "scene-changed" when a curve, a parameter, an option or the range changes;
 * "cursor-changed"; "study-changed" when mu, sigma or layers change.
 *
 * Properties that can be bound; a number that is not finite or out of range is ignored.
 *   "alpha"              ELU's, 0 to 100
 *   "cursor"             x
 *   "step"               h of the difference quotients, 1e-6 to 2; they show with "quotients"
 *   "mu", "sigma"        of the distribution that is pushed through: -100 to 100, 0.01 to 100
 *   "layers"             of the product of slopes, 1 to 50
 *   "tangent", "second-derivative", "gap", "ghosts", "equal-aspect", "quotients"     what is shown */

/* What the slider reaches by itself. */
#define LAB_ALPHA_MAXIMUM 3.0

LabFunctionModel       *lab_function_model_new        (void);

void                    lab_function_model_set_alpha  (LabFunctionModel *self, double alpha);
double                  lab_function_model_get_alpha  (LabFunctionModel *self);

void                    lab_function_model_set_cursor (LabFunctionModel *self, double x);
double                  lab_function_model_get_cursor (LabFunctionModel *self);

double                  lab_function_model_get_number (LabFunctionModel *self, const char *property);

/* Switches a function of the table on or off. The curves stand in the order of the table. */
void                    lab_function_model_set_shown  (LabFunctionModel *self, nn_activation_id id,
                                                       gboolean shown);
gboolean                lab_function_model_get_shown  (LabFunctionModel *self, nn_activation_id id);

/* The k-th parameter of a function, shown or not. FALSE if the function can't take it. */
gboolean                lab_function_model_set_parameter  (LabFunctionModel *self,
                                                           nn_activation_id id, int k, double value);
nn_activation           lab_function_model_get_activation (LabFunctionModel *self,
                                                           nn_activation_id id);

/* Which two the gap is between; switches both on. Equal ones are refused. */
gboolean                lab_function_model_set_gap_pair (LabFunctionModel *self, nn_activation_id f,
                                                         nn_activation_id g);
void                    lab_function_model_get_gap_pair (LabFunctionModel *self,
                                                         nn_activation_id *f, nn_activation_id *g);

/* Keeps a thin ELU of this alpha; the property "ghosts" sets the usual four and clears all. */
void                    lab_function_model_add_ghost  (LabFunctionModel *self, double alpha);

/* Takes the range, but nothing else, of a scene that lab-function-view.h has moved. */
void                    lab_function_model_set_view   (LabFunctionModel *self,
                                                       const LabFunctionScene *view);
void                    lab_function_model_reset_view (LabFunctionModel *self);

/* Borrowed; changes with the model. */
const LabFunctionScene *lab_function_model_get_scene  (LabFunctionModel *self);

G_END_DECLS
