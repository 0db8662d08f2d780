/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-printable.h"

/* As long as a run's name can be made in the program. */
enum { LONGEST_NAME = 80 };

/* Joiners are invisible, too, but Persian and emoji are spelt with them. */
static gboolean
is_joiner (gunichar character)
{
  return character == 0x200c || character == 0x200d;
}

static gboolean
shows (gunichar character)
{
  return g_unichar_isprint (character) || is_joiner (character);
}

static gboolean
is_harmless (gunichar character)
{
  return character == '\n' || character == '\t' || !g_unichar_iscntrl (character);
}

static char *
spell_out (const char *text, int most, gboolean (*stays) (gunichar character))
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *shown = g_string_new (NULL);
  int length = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (most > 0 && length++ == most)
        {
          g_string_append (shown, "…");
          break;
        }
      if (stays (character))
        g_string_append_unichar (shown, character);
      else
        g_string_append_printf (shown, "\\u%04x", character);
    }
  return g_string_free (shown, FALSE);
}

char *
lab_printable_dup (const char *text, int most)
{
  return spell_out (text, most, shows);
}

char *
lab_printable_page (const char *text)
{
  return spell_out (text, 0, is_harmless);
}

char *
lab_printable_label (const char *text)
{
  enum { END = LAB_PRINTABLE_LABEL / 3, BEGINNING = LAB_PRINTABLE_LABEL - END - 1 };
  g_autofree char *page = lab_printable_page (text);
  glong n = g_utf8_strlen (page, -1);
  char *tail = g_utf8_offset_to_pointer (page, MAX (0, n - END));

  if (n <= LAB_PRINTABLE_LABEL)
    return g_steal_pointer (&page);
  return g_strdup_printf ("%.*s…%s", (int) (g_utf8_offset_to_pointer (page, BEGINNING) - page),
                          page, tail);
}

char *
lab_printable_markup (const char *name)
{
  g_autofree char *shown = lab_printable_dup (name, LONGEST_NAME);

  return g_markup_escape_text (shown, -1);
}
