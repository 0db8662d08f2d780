/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-terminal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-printable.h"

/* Of the first write to standard output that failed, or 0. A stream tells that it failed, not why. */
static int failure;

static void
note_failure (void)
{
  if (failure == 0)
    failure = errno != 0 ? errno : EIO;
}

/* Text in the terminal's own encoding; what it has no letter for becomes a question mark. */
static char *
encode (const char *text)
{
  g_autofree char *printable = lab_printable_page (text);
  const char *charset;

  if (g_get_charset (&charset))
    return g_steal_pointer (&printable);
  return g_convert_with_fallback (printable, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
}

static void
print_out (const char *text)
{
  g_autofree char *encoded = encode (text);

  errno = 0;
  if (encoded != NULL && (fputs (encoded, stdout) < 0 || fflush (stdout) != 0))
    note_failure ();
}

static void
print_err (const char *text)
{
  g_autofree char *encoded = encode (text);

  if (encoded != NULL)
    fputs (encoded, stderr);
  fflush (stderr);
}

void
lab_terminal_init (void)
{
  g_set_print_handler (print_out);
  g_set_printerr_handler (print_err);
}

void
lab_terminal_say (const char *format, ...)
{
  g_autofree char *text = NULL, *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (g_str_has_suffix (text, "\n"))
    text[strlen (text) - 1] = '\0';
  line = lab_printable_dup (text, 0);
  g_print ("%s\n", line);
}

void
lab_terminal_clear_line (void)
{
  fputs ("\r\033[K", stderr);
}

gboolean
lab_terminal_put_line (const char *line, GError **error)
{
  errno = 0;
  if (puts (line) >= 0)
    return TRUE;
  note_failure ();
  return lab_terminal_flush (error);
}

gboolean
lab_terminal_flush (GError **error)
{
  errno = 0;
  if (fflush (stdout) != 0 || ferror (stdout))
    note_failure ();
  if (failure == 0)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("The result could not be written: %s. Check where the output goes to."),
               g_strerror (failure));
  return FALSE;
}
