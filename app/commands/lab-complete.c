/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-complete.h"

#include <string.h>
#include "lab-command-table.h"
#include "lab-known-sets.h"
#include "lab-metric.h"
#include "lab-optimizer-spec.h"
#include "lab-preset.h"
#include "lab-run-folder.h"
#include "nn-activation.h"

typedef struct {
  GPtrArray *found;
  const char *typed;  /* what a candidate begins with */
  const char *before; /* "--data=", or nothing: stands before every candidate */
} Completion;

static void
offer (Completion *self, const char *word)
{
  if (g_str_has_prefix (word, self->typed))
    g_ptr_array_add (self->found, g_strconcat (self->before, word, NULL));
}

/* --- Values: what each placeholder of the usage and of the help stands for ----------------------- */

static const char *
function_name (int i)
{
  return i < NN_N_ACTIVATIONS ? nn_activation_get_info (i)->name : NULL;
}

static const char *
optimizer_name (int i)
{
  return i < NN_N_OPTIMIZERS ? nn_optimizer_get_info (i)->name : NULL;
}

static const char *
schedule_name (int i)
{
  return i < NN_N_SCHEDULES ? nn_schedule_get_info (i)->name : NULL;
}

static const char *
rule_name (int i)
{
  return i < NN_N_INITIALIZATIONS ? nn_initialization_get_info (i)->name : NULL;
}

static const char *
metric_name (int i)
{
  return i < LAB_N_METRICS ? lab_metric_get_info (i)->name : NULL;
}

static const char *
preset_name (int i)
{
  int n;
  const LabPreset *presets = lab_preset_list (&n);

  return i < n ? presets[i].name : NULL;
}

static const char *
set_name (int i)
{
  int n;
  const LabKnownSet *sets = lab_known_sets (&n);

  return i < n ? sets[i].name : NULL;
}

static const struct {
  const char *placeholder;
  const char *(*name) (int i); /* NULL behind the last */
} tables[] = {
  { "FUNCTION", function_name }, { "METRIC", metric_name }, { "OPTIMIZER", optimizer_name },
  { "PRESET", preset_name },     { "RULE", rule_name },     { "SCHEDULE", schedule_name },
  { "SET", set_name },
};

static void
offer_runs (Completion *self, gboolean deleted)
{
  g_auto (GStrv) ids = lab_run_folder_list (deleted, NULL);

  for (int i = 0; ids != NULL && ids[i] != NULL; i++)
    offer (self, ids[i]);
}

/* verb: the word before it, or "". What is no placeholder is a word to be typed as it stands. */
static void
offer_one (Completion *self, const char *verb, const char *placeholder)
{
  if (!g_ascii_isupper (*placeholder))
    offer (self, placeholder);
  else if (g_str_has_prefix (placeholder, "FILE") || g_str_equal (placeholder, "PATH"))
    g_ptr_array_add (self->found, g_strdup (LAB_COMPLETE_FILES));
  else if (g_str_equal (placeholder, "ID"))
    offer_runs (self, g_str_equal (verb, "restore"));
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    if (g_str_equal (tables[t].placeholder, placeholder))
      for (int i = 0; tables[t].name (i) != NULL; i++)
        offer (self, tables[t].name (i));
}

/* "SET|PATH", "OPTIMIZER[:RATE]", "FUNCTION…": of each alternative, what comes first. */
static void
offer_value (Completion *self, const char *verb, const char *value)
{
  g_auto (GStrv) alternatives = g_strsplit (value, "|", -1);

  for (int i = 0; alternatives[i] != NULL; i++)
    {
      /* The ellipsis is the only letter here that is not of ASCII. */
      alternatives[i][strcspn (alternatives[i], "[:\xe2")] = '\0';
      offer_one (self, verb, alternatives[i]);
    }
}

/* --- Options, as the help lists them ------------------------------------------------------------- */

typedef struct {
  GRegex *regex;
  GMatchInfo *match;
} Options;

/* One option a line: its letter, its name and the placeholder of its value. */
static void
options_init (Options *self, const char *help)
{
  self->regex = g_regex_new ("^  (?:-(\\w), )?--([\\w-]+)(?:=(\\S+))?", G_REGEX_MULTILINE, 0, NULL);
  g_regex_match (self->regex, help, 0, &self->match);
}

static void
options_clear (Options *self)
{
  g_match_info_unref (self->match);
  g_regex_unref (self->regex);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
offer_options (Completion *self, const char *help)
{
  g_auto (Options) options = { 0 };

  for (options_init (&options, help); g_match_info_matches (options.match);
       g_match_info_next (options.match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (options.match, 2);
      g_autofree char *value = g_match_info_fetch (options.match, 3);
      gboolean takes_value = value != NULL && *value != '\0';
      g_autofree char *word = g_strconcat ("--", name, takes_value ? "=" : NULL, NULL);

      offer (self, word);
    }
}

/* The placeholder of the value of "--data" or "-o", or NULL if the option has none. */
static char *
value_of (const char *option, const char *help)
{
  g_auto (Options) options = { 0 };

  for (options_init (&options, help); g_match_info_matches (options.match);
       g_match_info_next (options.match, NULL))
    {
      g_autofree char *letter = g_match_info_fetch (options.match, 1);
      g_autofree char *name = g_match_info_fetch (options.match, 2);
      g_autofree char *value = g_match_info_fetch (options.match, 3);
      g_autofree char *longer = g_strconcat ("--", name, NULL);
      g_autofree char *shorter = g_strconcat ("-", letter, NULL);

      if (g_str_equal (option, longer) || g_str_equal (option, shorter))
        return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
    }
  return NULL;
}

/* --- Operands, as the usage lists them ----------------------------------------------------------- */

/* Whether the words before the last one of typed are those of the alternative. */
static gboolean
fits (char **alternative, GPtrArray *typed)
{
  for (guint i = 0; i < typed->len && alternative[i] != NULL; i++)
    if (!g_ascii_isupper (*alternative[i])
        && !g_str_equal (alternative[i], g_ptr_array_index (typed, i)))
      return FALSE;
  return TRUE;
}

/* "fetch SET": the one at the place of the next word. "FUNCTION…" is the last one as often as liked. */
static void
offer_from_alternative (Completion *self, char **alternative, GPtrArray *typed)
{
  guint n = g_strv_length (alternative);
  guint place
      = n > 0 && g_str_has_suffix (alternative[n - 1], "…") ? MIN (typed->len, n - 1) : typed->len;

  if (fits (alternative, typed) && place < n)
    offer_value (self, place > 0 ? alternative[place - 1] : "", alternative[place]);
}

/* usage: "list | fetch SET", "FUNCTION… -o FILE", "[mlp] [cnn]", or NULL. typed: the operands before
 * the last word.                                                                                */
static void
offer_operands (Completion *self, const char *usage, GPtrArray *typed)
{
  g_auto (GStrv) alternatives = g_strsplit (usage != NULL ? usage : "", " | ", -1);

  for (int i = 0; alternatives[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;
      char *options = strstr (alternatives[i], " -");

      if (options != NULL)
        *options = '\0';
      words = g_strsplit (alternatives[i], " ", -1);
      if (*alternatives[i] != '[')
        offer_from_alternative (self, words, typed);
      for (int k = 0; words[k] != NULL && *words[k] == '['; k++)
        {
          words[k][strlen (words[k]) - 1] = '\0';
          offer (self, words[k] + 1);
        }
    }
}

/* --- The line ------------------------------------------------------------------------------------ */

/* Its words, even within quotation marks that are still open. A letter is added, so that what follows
 * the last blank is a word, even if empty.                                                      */
static GStrv
split (const char *line)
{
  static const char *const ends[] = { "x", "x'", "x\"" };
  int n;

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *closed = g_strconcat (line, ends[i], NULL);
      GStrv words = NULL;

      if (!g_shell_parse_argv (closed, &n, &words, NULL))
        continue;
      words[n - 1][strlen (words[n - 1]) - 1] = '\0';
      return words;
    }
  return g_new0 (char *, 1);
}

/* What follows the command: its operands before the last word; and the option that this word is the
 * value of, or NULL.                                                                            */
static GPtrArray *
sort_out (char **words, const char *help, char **value)
{
  GPtrArray *operands = g_ptr_array_new ();

  for (*value = NULL; words[1] != NULL; words++)
    {
      if (*value != NULL)
        g_clear_pointer (value, g_free);
      else if (words[0][0] == '-')
        *value = value_of (words[0], help);
      else
        g_ptr_array_add (operands, words[0]);
    }
  return operands;
}

/* words: those behind the command, or all of them where help and usage are the program's own. */
static void
complete_words (Completion *self, char **words, const char *help, const char *usage)
{
  g_autofree char *value = NULL;
  g_autoptr (GPtrArray) operands = sort_out (words, help, &value);
  char *last = words[g_strv_length (words) - 1];
  char *equals = *last == '-' ? strchr (last, '=') : NULL;

  self->typed = last;
  if (value != NULL)
    offer_value (self, "", value);
  else if (equals != NULL)
    {
      g_autofree char *option = g_strndup (last, equals - last);
      g_autofree char *before = g_strndup (last, equals + 1 - last);

      value = value_of (option, help);
      self->typed = equals + 1;
      self->before = before;
      offer_value (self, "", value != NULL ? value : "");
      self->before = "";
    }
  else if (*last == '-')
    offer_options (self, help);
  else
    offer_operands (self, usage, operands);
}

GStrv
lab_complete (const char *line)
{
  g_auto (GStrv) words = split (line);
  guint n = g_strv_length (words);
  Completion self = { g_ptr_array_new (), "", "" };
  const char *command = n > 2 ? words[1] : NULL;
  g_autofree char *help = lab_command_help (command);

  if (n >= 2 && help != NULL)
    {
      g_autofree char *usage = lab_command_usage (command);

      complete_words (&self, words + (n > 2 ? 2 : 1), help, usage);
    }
  g_ptr_array_add (self.found, NULL);
  return (GStrv) g_ptr_array_free (self.found, FALSE);
}
