/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-field-note.h - a note under a field that says why what was typed can't be taken
 *
 * It goes away by itself, or when something good was typed, and takes no focus. A screen reader hears
 * it as the field's description.
 */

#pragma once

#include <gtk/gtk.h>

/* Does nothing for a field that is not mapped. Where no monitor shows the field, only who has it read
 * aloud is told.                                                                                  */
void lab_field_note_show (GtkWidget *field, const char *message);

void lab_field_note_hide (GtkWidget *field);
