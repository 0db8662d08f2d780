/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-number.h - numbers in commands, files and reports, the same in every locale
 *
 * The decimal mark is always a point. Reading is strict: all of the text is the number, or it is an
 * error that says from where it is not.
 */

#pragma once

#include <glib.h>

enum { LAB_NUMBER_SIZE = G_ASCII_DTOSTR_BUF_SIZE };

/* Decimal, hexadecimal (0x1p-3), inf or nan, with or without a sign. Refuses what is too large for
 * a double, since the inf that it would become is not what was typed; what is too small becomes
 * the nearest double, which may be 0.                                                          */
gboolean lab_number_parse (const char *text, double *value, GError **error);

/* value with so many significant digits in buffer, which is returned; nan, inf and -inf are spelled
 * so. 17 digits tell every double from every other, 9 every float.                             */
const char *lab_number_format (char buffer[LAB_NUMBER_SIZE], int digits, double value);

/* The shortest text that reads back as the same double: 100, 0.1, 1e-08. */
const char *lab_number_format_shortest (char buffer[LAB_NUMBER_SIZE], double value);

/* A whole number, as an option (without its dashes) takes it: from minimum to maximum, or usual if
 * text is NULL. An error says what is possible.                                                */
gboolean lab_number_parse_count (const char *option, const char *text, guint64 usual,
                                 guint64 minimum, guint64 maximum, guint64 *value, GError **error);
