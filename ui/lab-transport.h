/* lab-transport.h - the strip under the training curves: start, pause, step, speed; how far it is
 *
 * Its buttons name actions of the window, which the application implements.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-training-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_TRANSPORT (lab_transport_get_type ())
G_DECLARE_FINAL_TYPE (LabTransport, lab_transport, LAB, TRANSPORT, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_transport_set_model   (LabTransport *self, LabTrainingModel *model);

/* Stacked, for a narrow window. */
void lab_transport_set_compact (LabTransport *self, gboolean compact);

G_END_DECLS
