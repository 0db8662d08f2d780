/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-complete.h - what can stand next on a command line, for a shell's completion
 *
 * Lists nothing by itself: commands, options and the kinds of their values come from the usage and
 * the help, the values from the tables that the commands read.
 */

#pragma once

#include <glib.h>

/* In a list of candidates: the name of a file, too. */
#define LAB_COMPLETE_FILES ":files"

/* All that the last word of line can become, in the order of the tables; a line that ends with a
 * blank begins a new word. line is what was typed up to the cursor, the program's name first, with
 * the shell's quotation marks. Free with g_strfreev ().                                          */
GStrv lab_complete (const char *line);
