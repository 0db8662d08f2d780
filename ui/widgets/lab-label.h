/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-label.h - a label that says a text from anywhere, in no time
 *
 * GtkLabel looks for the best place to break a line again and again: a word of 4,000 letters, as a name
 * in a file can be, would stop the window for seconds. No markup.
 */

#pragma once

#include <gtk/gtk.h>

/* Has label say lab_printable_label (text), if it does not yet; NULL: nothing. */
void lab_label_say (GtkLabel *label, const char *text);
