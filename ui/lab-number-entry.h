/* lab-number-entry.h - what a person may type into a number field
 *
 * A spin button by itself takes an empty field for 0 and shows a hyphen for minus. Here anything
 * that is no number leaves the last good value, both signs for minus and both decimal marks are
 * understood, and a true minus is shown.
 */

#pragma once

#include <gtk/gtk.h>

/* Once for each field. */
void lab_number_entry_setup (GtkSpinButton *entry);

/* FALSE if text is no finite number; *value is then unchanged. */
gboolean lab_number_entry_parse (const char *text, double *value);
