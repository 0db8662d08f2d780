/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-suggest.h - the name that was probably meant
 *
 * For error messages: the nearest of the known names by edit distance, or none if all are far.
 */

#pragma once

#include <glib.h>

/* One of names, or NULL if none is within two edits and a third of its length of text. */
const char *lab_suggest (const char *text, const char *const *names, int n_names);

/* " Did you mean “elu”?", translated, or "" where there is nothing to suggest. */
char *lab_suggest_question (const char *text, const char *const *names, int n_names);
