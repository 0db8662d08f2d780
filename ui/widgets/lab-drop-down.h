/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-drop-down.h - a name for the part of a drop-down that takes the focus
 *
 * GTK 4.8 gives the focus to a button within, which has no name of its own: a screen reader would
 * say "toggle button" and no more.
 */

#pragma once

#include <gtk/gtk.h>

/* Says label and what is chosen, now and after each choice. The model is a GtkStringList. */
void lab_drop_down_set_name (GtkDropDown *self, const char *label);
