/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-printable.h - text from outside, fit to be shown
 *
 * A name in a file or of a folder, an argument, a server's answer may hold anything: bytes that are no
 * text, line feeds that forge a line, escapes that a terminal obeys, marks that turn the direction of
 * what follows. Here it becomes text on one line that does nothing but be read.
 */

#pragma once

#include <glib.h>

/* text as valid UTF-8 on one line: what cannot be printed is spelt out as \u001b. Of more than most
 * characters the first most and an ellipsis; most = 0: however many. Free with g_free ().        */
char *lab_printable_dup    (const char *text, int most);

/* Likewise, but only control characters are spelt out, and line feeds and tabs stay: for whole pages
 * of the program's own text, in which a stray one may be. Free with g_free ().                   */
char *lab_printable_page   (const char *text);

/* The same for a label: of more than LAB_PRINTABLE_LABEL characters the beginning and the end, since a
 * message ends with what to do and a path with what it is about. Free with g_free ().            */
enum { LAB_PRINTABLE_LABEL = 400 };
char *lab_printable_label  (const char *text);

/* A name for a place that takes Pango markup and has room for a name that a person would give: the
 * characters <, > and & are just that. Free with g_free ().                                      */
char *lab_printable_markup (const char *name);
