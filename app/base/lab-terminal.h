/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-terminal.h - what the commands print, and what became of it
 *
 * Names of runs, files and data sets are printed, and whoever made them may have put escapes into them
 * that a terminal obeys. From lab_terminal_init () on g_print () and g_printerr () let none through:
 * they spell control characters out, but for line feeds and tabs. That a line could not be written is
 * kept until somebody asks. Main thread only.
 */

#pragma once

#include <glib.h>

/* Once, before anything is printed. */
void     lab_terminal_init       (void);

/* Prints one line, whatever is in it: a name cannot begin another, nor turn its direction. format may
 * end with a line feed.                                                                          */
void     lab_terminal_say        (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The program's own text as it is, and without waiting for it: for many lines. FALSE if one was lost. */
gboolean lab_terminal_put_line   (const char *line, GError **error);

/* Back to the first column of standard error, and what stands on that line goes. */
void     lab_terminal_clear_line (void);

/* Pushes out what was printed on standard output. FALSE and LAB_ERROR_OUTPUT if not all of it could be
 * written, now or before.                                                                        */
gboolean lab_terminal_flush      (GError **error);
