/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-alpha-card.h - everything that sets ELU's alpha: slider, typed entry, and its motion
 *
 * Play moves alpha back and forth over the slider at the speed that its menu has; whoever touches
 * alpha meanwhile has it. Where the desktop asks for less motion, alpha steps from mark to mark.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-function-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_ALPHA_CARD (lab_alpha_card_get_type ())
G_DECLARE_FINAL_TYPE (LabAlphaCard, lab_alpha_card, LAB, ALPHA_CARD, GtkWidget)

/* Once, right after construction by a template; takes a reference. */
void lab_alpha_card_set_model (LabAlphaCard *self, LabFunctionModel *model);

/* Lets alpha move back and forth, or stops it. */
void lab_alpha_card_toggle    (LabAlphaCard *self);

G_END_DECLS
