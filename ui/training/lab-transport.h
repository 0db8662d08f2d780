/* SPDX-License-Identifier: GPL-3.0-or-later */
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

/* stacked: two rows, for a narrow window; short: icons without their words, and one number less, for
 * text so large that a row has no room for all.                                                 */
void lab_transport_set_form    (LabTransport *self, gboolean stacked, gboolean is_short);

G_END_DECLS
