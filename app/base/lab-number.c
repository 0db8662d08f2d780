/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-number.c - strict reading and shortest writing of numbers over g_ascii_strtod () */

#include "lab-number.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"

static gboolean
refuse_garbage (const char *text, size_t first_wrong, GError **error)
{
  g_autofree char *shown = lab_error_printable (text);

  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” is not a number: it stops being one at character %zu. Write it like -1.2, "
                 "1e-8, 0x1p-3, inf or nan."),
               shown, first_wrong + 1);
  return FALSE;
}

gboolean
lab_number_parse (const char *text, double *value, GError **error)
{
  char *end;
  double number;

  if (*text == '\0')
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("A number is missing: there is nothing where one should be. Write "
                             "it like -1.2 or 1e-8."));
      return FALSE;
    }
  /* strtod () would skip leading blanks; here they are as foreign as any other character. */
  if (g_ascii_isspace (*text))
    return refuse_garbage (text, 0, error);

  errno = 0;
  number = g_ascii_strtod (text, &end);
  if (*end != '\0')
    return refuse_garbage (text, end - text, error);

  if (errno == ERANGE && isinf (number))
    {
      g_autofree char *shown = lab_error_printable (text);

      g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                   _("“%s” is too large: the largest number of double precision is about "
                     "1.798e308. Write inf if infinity is meant."),
                   shown);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

const char *
lab_number_format (char buffer[LAB_NUMBER_SIZE], int digits, double value)
{
  char format[] = "%.17g";

  g_return_val_if_fail (digits >= 1 && digits <= 17, "");

  /* printf () would show the sign of a NaN, which means nothing and differs between processors. */
  if (isnan (value))
    return strcpy (buffer, "nan");

  g_snprintf (format, sizeof format, "%%.%dg", digits);
  return g_ascii_formatd (buffer, LAB_NUMBER_SIZE, format, value);
}

const char *
lab_number_format_shortest (char buffer[LAB_NUMBER_SIZE], double value)
{
  char candidate[LAB_NUMBER_SIZE];

  /* Not the fewest digits, but the shortest text: 100 rather than 1e+02. */
  lab_number_format (buffer, 17, value);
  for (int digits = 16; digits >= 1; digits--)
    if (g_ascii_strtod (lab_number_format (candidate, digits, value), NULL) == value
        && strlen (candidate) <= strlen (buffer))
      strcpy (buffer, candidate);
  return buffer;
}

gboolean
lab_number_parse_count (const char *option, const char *text, guint64 usual, guint64 minimum,
                        guint64 maximum, guint64 *value, GError **error)
{
  g_autofree char *shown = NULL;

  *value = usual;
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, minimum, maximum, value, NULL))
    return TRUE;
  shown = lab_error_printable (text);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” is not possible for --%s: write a whole number from %llu to %llu."), shown,
               option, (unsigned long long) minimum, (unsigned long long) maximum);
  return FALSE;
}
