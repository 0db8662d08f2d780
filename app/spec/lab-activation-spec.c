/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-activation-spec.c - reading and writing of "name:parameter,parameter" */

#include "lab-activation-spec.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-number.h"
#include "lab-suggest.h"

static void
list_names (const char *names[NN_N_ACTIVATIONS])
{
  for (int i = 0; i < NN_N_ACTIVATIONS; i++)
    names[i] = nn_activation_get_info (i)->name;
}

char *
lab_activation_names (void)
{
  const char *names[NN_N_ACTIVATIONS + 1] = { NULL };

  list_names (names);
  return g_strjoinv (", ", (char **) names);
}

static const nn_activation_info *
find_function (const char *name, GError **error)
{
  const char *names[NN_N_ACTIVATIONS];
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *known = NULL;

  list_names (names);
  for (int i = 0; i < NN_N_ACTIVATIONS; i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return nn_activation_get_info (i);

  shown = lab_error_printable (name);
  question = lab_suggest_question (name, names, NN_N_ACTIVATIONS);
  known = lab_activation_names ();
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no function “%s”.%s The functions are: %s."), shown, question, known);
  return NULL;
}

static gboolean
in_range (const nn_parameter_info *range, double value)
{
  return value <= range->maximum
         && (range->above_minimum ? value > range->minimum : value >= range->minimum);
}

static gboolean
refuse_value (const nn_activation_info *info, const nn_parameter_info *range, double value,
              GError **error)
{
  char found[LAB_NUMBER_SIZE], minimum[LAB_NUMBER_SIZE], maximum[LAB_NUMBER_SIZE];
  const char *format = range->above_minimum
                           ? _("%s of %s cannot be %s: it must be above %s and at most %s.")
                           : _("%s of %s cannot be %s: it must be between %s and %s.");

  lab_number_format_shortest (found, value);
  lab_number_format_shortest (minimum, range->minimum);
  lab_number_format_shortest (maximum, range->maximum);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE, format, range->symbol, info->title, found,
               minimum, maximum);
  return FALSE;
}

static gboolean
read_parameter (const nn_activation_info *info, int k, const char *text, nn_activation *f,
                GError **error)
{
  const nn_parameter_info *range = &info->parameter[k];
  double value;

  if (!lab_number_parse (text, &value, error))
    {
      g_prefix_error (error, "%s %s: ", info->title, range->symbol);
      return FALSE;
    }
  if (!in_range (range, value))
    return refuse_value (info, range, value, error);

  f->parameter[k] = value + 0.0; /* makes -0 the 0 that it equals, in the canonical text as well */
  return TRUE;
}

static gboolean
refuse_count (const nn_activation_info *info, int n_given, GError **error)
{
  if (info->n_parameters == 0)
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 _("%s has no parameter, so nothing can follow its name. Write %s."), info->title,
                 info->name);
  else
    g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                 ngettext ("%s has %d parameter, but %d were given. Leave out the rest.",
                           "%s has %d parameters, but %d were given. Leave out the rest.",
                           info->n_parameters),
                 info->title, info->n_parameters, n_given);
  return FALSE;
}

gboolean
lab_activation_parse (const char *text, nn_activation *f, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *name = colon != NULL ? g_strndup (text, colon - text) : g_strdup (text);
  g_auto (GStrv) parameters = NULL;
  const nn_activation_info *info = find_function (name, error);
  nn_activation result;
  int n_given;

  if (info == NULL)
    return FALSE;
  result = nn_activation_default (info->id);
  if (colon != NULL)
    {
      parameters = g_strsplit (colon + 1, ",", -1);
      /* g_strsplit () makes no string of an empty text, but "elu:" promises a number. */
      n_given = MAX (g_strv_length (parameters), 1);
      if (n_given > info->n_parameters)
        return refuse_count (info, n_given, error);
      for (int k = 0; k < n_given; k++)
        if (!read_parameter (info, k, parameters[k] != NULL ? parameters[k] : "", &result, error))
          return FALSE;
    }
  *f = result;
  return TRUE;
}

char *
lab_activation_format (nn_activation f)
{
  const nn_activation_info *info = nn_activation_get_info (f.id);
  GString *text = g_string_new (info->name);
  char number[LAB_NUMBER_SIZE];

  for (int k = 0; k < info->n_parameters; k++)
    {
      g_string_append_c (text, k == 0 ? ':' : ',');
      g_string_append (text, lab_number_format_shortest (number, f.parameter[k]));
    }
  return g_string_free (text, FALSE);
}

static gboolean
refuse_twin (nn_activation f, GError **error)
{
  g_autofree char *canonical = lab_activation_format (f);

  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("%s was given twice: the two would be the same. Give each function once, or "
                 "another parameter."),
               canonical);
  return FALSE;
}

gboolean
lab_activation_parse_list (const char *const *texts, int most, nn_activation *f, int *n_functions,
                           GError **error)
{
  int n = 0;

  for (; texts[n] != NULL; n++)
    {
      if (n == most)
        {
          g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("At most %d functions can be given at a time. Leave some out."), most);
          return FALSE;
        }
      if (!lab_activation_parse (texts[n], &f[n], error))
        return FALSE;
      for (int i = 0; i < n; i++)
        if (nn_activation_equal (f[i], f[n]))
          return refuse_twin (f[n], error);
    }
  if (n == 0)
    {
      g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                           _("A function is missing. Name at least one, such as elu:0.3."));
      return FALSE;
    }
  *n_functions = n;
  return TRUE;
}
