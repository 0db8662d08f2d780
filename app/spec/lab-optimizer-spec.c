/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-optimizer-spec.h"

#include <string.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-number.h"
#include "lab-suggest.h"

enum { MOST_NUMBERS = 2 };

typedef const char *(*NameOf) (int id);

static const char *
optimizer_name (int id)
{
  return nn_optimizer_get_info (id)->name;
}

static const char *
schedule_name (int id)
{
  return nn_schedule_get_info (id)->name;
}

static const char *
initialization_name (int id)
{
  return nn_initialization_get_info (id)->name;
}

/* The row of that name, or -1 and an error; message has places for the name, a suggestion and the
 * list.                                                                                         */
static int
find (const char *name, NameOf name_of, int n, const char *message, GError **error)
{
  g_autofree const char **names = g_new0 (const char *, n + 1);
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  for (int i = 0; i < n; i++)
    {
      names[i] = name_of (i);
      if (g_ascii_strcasecmp (names[i], name) == 0)
        return i;
    }
  shown = lab_error_printable (name);
  question = lab_suggest_question (name, names, n);
  list = g_strjoinv (", ", (char **) names);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE, message, shown, question, list);
#pragma GCC diagnostic pop
  return -1;
}

static gboolean
refuse_rate (const char *text, GError **error)
{
  g_autofree char *shown = lab_error_printable (text);

  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("A learning rate of “%s” cannot train: it must be above 0 and at most %g, such as "
                 "0.001."),
               shown, NN_MAX_LEARNING_RATE);
  return FALSE;
}

gboolean
lab_optimizer_parse (const char *text, nn_optimizer_config *config, GError **error)
{
  g_auto (GStrv) part = g_strsplit (text, ":", 2);
  nn_optimizer_config alone;
  int id = find (part[0] != NULL ? part[0] : "", optimizer_name, NN_N_OPTIMIZERS,
                 _("There is no optimiser “%s”.%s The optimisers are: %s."), error);

  if (id < 0)
    return FALSE;
  *config = nn_optimizer_default (id);
  if (part[1] == NULL)
    return TRUE;
  if (!lab_number_parse (part[1], &config->learning_rate, error))
    {
      g_prefix_error (error, "%s: ", part[0]);
      return FALSE;
    }
  /* Alone: whether its weight decay goes with it depends on what else is set. */
  alone = *config;
  alone.weight_decay = 0;
  return nn_optimizer_check (&alone) == NN_OK || refuse_rate (part[1], error);
}

static gboolean
read_numbers (char **texts, double *number, int *n, GError **error)
{
  for (*n = 0; *n < MOST_NUMBERS && texts[*n] != NULL; (*n)++)
    if (!lab_number_parse (texts[*n], &number[*n], error))
      return FALSE;
  return TRUE;
}

char *
lab_optimizer_describe (const nn_optimizer_config *config)
{
  const char *title = nn_optimizer_get_info (config->id)->title;

  if (config->weight_decay == 0)
    return g_strdup_printf ("%s %g", title, config->learning_rate);
  return g_strdup_printf (_("%s %g, weight decay %g"), title, config->learning_rate,
                          config->weight_decay);
}

gboolean
lab_schedule_parse (const char *text, nn_schedule *schedule, GError **error)
{
  g_auto (GStrv) part = g_strsplit (text, ":", -1);
  int id = find (part[0] != NULL ? part[0] : "", schedule_name, NN_N_SCHEDULES,
                 _("There is no schedule “%s”.%s The schedules are: %s."), error);
  static const int most_numbers[NN_N_SCHEDULES]
      = { [NN_SCHEDULE_STEP] = 2, [NN_SCHEDULE_COSINE] = 1 };
  double number[MOST_NUMBERS];
  int n;

  if (id < 0)
    return FALSE;
  *schedule = nn_schedule_default (id);
  if (!read_numbers (part + 1, number, &n, error))
    return FALSE;
  if (n > 0 && id == NN_SCHEDULE_STEP)
    schedule->gamma = number[0];
  if (n > 1 && id == NN_SCHEDULE_STEP)
    schedule->n_epochs = number[1] >= 1 && number[1] < 1e9 ? (guint64) number[1] : 0;
  if (n > 0 && id == NN_SCHEDULE_COSINE)
    schedule->floor = number[0];
  if ((int) g_strv_length (part) - 1 <= most_numbers[id] && nn_schedule_check (schedule) == NN_OK
      && (n < 2 || number[1] == schedule->n_epochs))
    return TRUE;
  g_set_error_literal (error, LAB_ERROR, LAB_ERROR_USAGE,
                       _("This schedule is not possible. Write constant, step:FACTOR:EPOCHS with a "
                         "factor above 0 and at most 1 (step:0.1:10), or cosine:FLOOR with a floor "
                         "from 0 to 1 (cosine:0)."));
  return FALSE;
}

gboolean
lab_initialization_parse (const char *text, nn_initialization *rule, GError **error)
{
  int id = find (text, initialization_name, NN_N_INITIALIZATIONS,
                 _("There is no rule “%s” for the first weights.%s The rules are: %s."), error);

  if (id >= 0)
    *rule = id;
  return id >= 0;
}
