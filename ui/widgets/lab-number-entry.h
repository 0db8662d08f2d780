/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-number-entry.h - makes a spin button understand what people type, and say what it doesn't
 *
 * GTK's own takes an empty field for 0, clamps in silence and shows a hyphen for minus. Here what is
 * no number, or out of range, leaves the last good value and says why in a note under the field; both
 * signs for minus, both decimal marks and commas between three digits are understood ("9,000" is what
 * the program writes itself), and a true minus is shown.
 */

#pragma once

#include <gtk/gtk.h>

/* Once for each field. */
void lab_number_entry_setup    (GtkSpinButton *entry);

/* Why text is no number, and that the field stays at kept, in words. Free with g_free (). */
char    *lab_number_entry_refusal (const char *text, const char *kept);

/* FALSE if text is no finite number; *value is then unchanged. */
gboolean lab_number_entry_parse (const char *text, double *value);
