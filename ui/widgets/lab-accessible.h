/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-accessible.h - names for what a screen reader says, where GTK gives none or another one
 *
 * A drop-down, a split button and the like are shells: what takes the focus is a part within, which has
 * no name of its own or, in newer versions of GTK, one made of what it shows.
 */

#pragma once

#include <gtk/gtk.h>

/* The widget is called label and nothing else. */
void lab_accessible_set_label (GtkWidget *widget, const char *label);

/* So is the first of its children that is of this type; does nothing where there is none. */
void lab_accessible_set_part_label (GtkWidget *widget, GType type, const char *label);
