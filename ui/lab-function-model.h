/* lab-function-model.h - what the Function view shows: alpha, the curves switched on, the cursor
 *
 * The one state that its plot, panel and table share. It knows no widget.
 */

#pragma once

#include <glib-object.h>
#include "lab-function-layout.h"

G_BEGIN_DECLS

#define LAB_TYPE_FUNCTION_MODEL (lab_function_model_get_type ())
G_DECLARE_FINAL_TYPE (LabFunctionModel, lab_function_model, LAB, FUNCTION_MODEL, GObject)

/* Signals: "scene-changed" when a curve, alpha or the range changes; "cursor-changed".
 * Properties: "alpha" (0 to 3) and "cursor" (x), both doubles that can be bound.                */

#define LAB_ALPHA_MAXIMUM 3.0

LabFunctionModel       *lab_function_model_new        (void);

void                    lab_function_model_set_alpha  (LabFunctionModel *self, double alpha);
double                  lab_function_model_get_alpha  (LabFunctionModel *self);

void                    lab_function_model_set_cursor (LabFunctionModel *self, double x);
double                  lab_function_model_get_cursor (LabFunctionModel *self);

/* Switches a function of the table on or off. The curves stand in the order of the table. */
void                    lab_function_model_set_shown  (LabFunctionModel *self, nn_activation_id id,
                                                       gboolean shown);
gboolean                lab_function_model_get_shown  (LabFunctionModel *self, nn_activation_id id);

/* Borrowed; changes with the model. */
const LabFunctionScene *lab_function_model_get_scene  (LabFunctionModel *self);

/* In words, translated, for those who can't see the picture: what is drawn, and the values at the
 * cursor. Free with g_free ().                                                                 */
char                   *lab_function_model_describe   (LabFunctionModel *self);

G_END_DECLS
