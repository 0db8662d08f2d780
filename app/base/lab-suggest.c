/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-suggest.c - Levenshtein distance over short names, letter case ignored */

#include "lab-suggest.h"

#include <string.h>
#include <glib/gi18n.h>

enum { LONGEST = 31, MOST_EDITS = 2 };

/* The least number of letters to insert, delete or exchange; one row of the table at a time. */
static int
edit_distance (const char *a, const char *b)
{
  int row[LONGEST + 1];
  int length = strlen (b);

  for (int j = 0; j <= length; j++)
    row[j] = j;
  for (int i = 0; a[i] != '\0'; i++)
    {
      int diagonal = row[0];

      row[0] = i + 1;
      for (int j = 1; j <= length; j++)
        {
          gboolean same = g_ascii_tolower (a[i]) == g_ascii_tolower (b[j - 1]);
          int exchanged = diagonal + (same ? 0 : 1);

          diagonal = row[j];
          row[j] = MIN (exchanged, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[length];
}

const char *
lab_suggest (const char *text, const char *const *names, int n_names)
{
  const char *nearest = NULL;
  int fewest = MOST_EDITS + 1;

  if (strlen (text) > LONGEST)
    return NULL;
  for (int i = 0; i < n_names; i++)
    {
      int length = strlen (names[i]);
      int edits = length <= LONGEST ? edit_distance (text, names[i]) : fewest;

      if (edits < fewest && edits <= (length + 2) / 3)
        {
          fewest = edits;
          nearest = names[i];
        }
    }
  return nearest;
}

char *
lab_suggest_question (const char *text, const char *const *names, int n_names)
{
  const char *nearest = lab_suggest (text, names, n_names);

  return nearest != NULL ? g_strdup_printf (_(" Did you mean “%s”?"), nearest) : g_strdup ("");
}
