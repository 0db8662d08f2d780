/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-swatch.h - a short piece of a curve's line, for lists: its colour and dash */

#pragma once

#include <gtk/gtk.h>
#include "nn-activation.h"

G_BEGIN_DECLS

#define LAB_TYPE_SWATCH (lab_swatch_get_type ())
G_DECLARE_FINAL_TYPE (LabSwatch, lab_swatch, LAB, SWATCH, GtkWidget)

GtkWidget *lab_swatch_new (nn_activation_id id);

/* variant: as in lab_palette_variant (); 0 for the function's own look. */
void       lab_swatch_set (LabSwatch *self, nn_activation_id id, int variant);

G_END_DECLS
