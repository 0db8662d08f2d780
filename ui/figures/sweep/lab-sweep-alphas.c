/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-alphas.c - a list of alphas as people type it; declared in lab-sweep-model.h */

#include "config.h"
#include "lab-sweep-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include "lab-axis.h"
#include "nn-activation.h"

/* To one separator: "0;0,1 0,3" with semicolons becomes "0 0.1 0.3", Chinese commas too. */
static char **
split (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) plain = g_string_new (valid);
  gboolean semicolons;

  g_string_replace (plain, "；", ";", 0);
  g_string_replace (plain, "，", ",", 0);
  g_string_replace (plain, "、", ",", 0);
  g_string_replace (plain, "\xe2\x88\x92", "-", 0);
  semicolons = strchr (plain->str, ';') != NULL;
  g_string_replace (plain, ",", semicolons ? "." : " ", 0);
  return g_strsplit_set (plain->str, "; \t\n", -1);
}

static char *
refuse_range (const char *typed)
{
  const nn_parameter_info *range = &nn_activation_get_info (NN_ELU)->parameter[0];
  char low[64], high[64];

  /* Translators: what was typed, and the ends of a range */
  return g_strdup_printf (_("α cannot be %s: it must be between %s and %s."), typed,
                          lab_format_shortest (range->minimum, low, sizeof low),
                          lab_format_shortest (range->maximum, high, sizeof high));
}

/* Keeps list[] rising. */
static void
insert (double *list, int *n, double value)
{
  int at = *n;

  for (; at > 0 && list[at - 1] > value; at--)
    list[at] = list[at - 1];
  list[at] = value;
  (*n)++;
}

static char *
add (double *list, int *n, const char *typed)
{
  const nn_parameter_info *range = &nn_activation_get_info (NN_ELU)->parameter[0];
  char *end;
  double value = g_ascii_strtod (typed, &end);

  if (*end != '\0' || isnan (value))
    return g_strdup_printf (_("“%.40s” is not a number. Write numbers with commas between them, "
                              "such as 0, 0.1, 0.3, 1."),
                            typed);
  if (!(value >= range->minimum && value <= range->maximum))
    return refuse_range (typed);
  for (int i = 0; i < *n; i++)
    if (list[i] == value)
      return g_strdup_printf (_("%s is there twice. Write each α once."), typed);
  if (*n == LAB_SWEEP_MOST_ALPHAS)
    return g_strdup_printf (_("At most %d alphas at a time. Leave some out."),
                            LAB_SWEEP_MOST_ALPHAS);
  insert (list, n, value + 0.0); /* -0 is 0 */
  return NULL;
}

char *
lab_sweep_parse_alphas (const char *text, double *alpha, int *n)
{
  g_auto (GStrv) words = split (text);
  double list[LAB_SWEEP_MOST_ALPHAS];
  int found = 0;

  for (int i = 0; words[i] != NULL; i++)
    {
      char *problem = *words[i] ? add (list, &found, words[i]) : NULL;

      if (problem)
        return problem;
    }
  if (found == 0)
    return g_strdup (_("There is no α to try. Write numbers with commas between them, such as "
                       "0, 0.1, 0.3, 1."));
  memcpy (alpha, list, (gsize) found * sizeof *alpha);
  *n = found;
  return NULL;
}

char *
lab_sweep_format_alphas (const double *alpha, int n)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            g_ascii_formatd (number, sizeof number, "%.15g", alpha[i]));
  return g_string_free (text, FALSE);
}
