/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-report.c - see the header
 *
 * A row of the table is a seed, since what stands in it started from the same weights and saw the
 * same batches. Strings in JSON are canonical functions and names of metrics, in which nothing
 * needs an escape.
 */

#include "lab-sweep-report.h"

#include <math.h>
#include <glib/gi18n.h>
#include "lab-activation-spec.h"
#include "lab-error.h"
#include "lab-json-writer.h"
#include "lab-suggest.h"

enum { LEAST_COLUMN = 9 };

gboolean
lab_metric_parse (const char *name, LabMetric *metric, GError **error)
{
  const char *names[LAB_N_METRICS + 1] = { NULL };
  g_autofree char *shown = NULL;
  g_autofree char *question = NULL;
  g_autofree char *list = NULL;

  for (int i = 0; i < LAB_N_METRICS; i++)
    {
      names[i] = lab_metric_get_info (i)->name;
      if (g_ascii_strcasecmp (names[i], name) == 0)
        {
          *metric = i;
          return TRUE;
        }
    }
  shown = lab_error_printable (name);
  question = lab_suggest_question (name, names, LAB_N_METRICS);
  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("There is no metric “%s”.%s The metrics are: %s."), shown, question, list);
  return FALSE;
}

void
lab_sweep_report_init (LabSweepReport *self, const LabSweepPlan *plan, const LabSweepRun *runs)
{
  *self = (LabSweepReport){ .plan = plan, .runs = runs };
  for (int i = 0; i < plan->n_functions; i++)
    self->name[i] = lab_activation_format (plan->function[i]);
}

void
lab_sweep_report_clear (LabSweepReport *self)
{
  for (int i = 0; i < LAB_SWEEP_MOST_FUNCTIONS; i++)
    g_clear_pointer (&self->name[i], g_free);
}

static const LabSweepRun *
runs_of (const LabSweepReport *self, int function)
{
  return self->runs + function * self->plan->n_seeds;
}

static guint64
seed_of (const LabSweepReport *self, int i)
{
  return self->plan->first_seed + i;
}

/* Columns on a terminal, where Chinese characters take two each. */
static int
columns (const char *text)
{
  int n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    n += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return n;
}

static void
add_cell (GString *table, int width, const char *text)
{
  g_string_append_printf (table, "%*s%s", MAX (width - columns (text), 0), "", text);
}

static int
width_of (const LabSweepReport *self, int function)
{
  return MAX (columns (self->name[function]), LEAST_COLUMN) + 2;
}

static void
add_seed_row (const LabSweepReport *self, GString *table, int first_width, int i)
{
  g_autofree char *seed = g_strdup_printf ("%llu", (unsigned long long) seed_of (self, i));

  add_cell (table, first_width, seed);
  for (int f = 0; f < self->plan->n_functions; f++)
    {
      const LabSweepRun *run = &runs_of (self, f)[i];
      g_autofree char *value = lab_metric_format (self->plan->metric, run->value);

      add_cell (table, width_of (self, f),
                run->state == LAB_SWEEP_RUN_STOPPED ? _("stopped") : value);
    }
  g_string_append_c (table, '\n');
}

static void
add_summary_row (const LabSweepReport *self, GString *table, int first_width, const char *title,
                 gboolean spread)
{
  add_cell (table, first_width, title);
  for (int f = 0; f < self->plan->n_functions; f++)
    {
      LabSweepSummary summary = lab_sweep_summarize (self->plan->n_seeds, runs_of (self, f));
      g_autofree char *value
          = lab_metric_format (self->plan->metric, spread ? summary.spread : summary.mean);

      add_cell (table, width_of (self, f), value);
    }
  g_string_append_c (table, '\n');
}

static void
add_table (const LabSweepReport *self, GString *text)
{
  const char *const titles[] = { _("seed"), _("mean"), _("spread") };
  g_autofree char *last_seed
      = g_strdup_printf ("%llu", (unsigned long long) seed_of (self, self->plan->n_seeds - 1));
  int width = columns (last_seed);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    width = MAX (width, columns (titles[i]));
  g_string_append_printf (text, "%s\n", _(lab_metric_get_info (self->plan->metric)->column));
  add_cell (text, width, titles[0]);
  for (int f = 0; f < self->plan->n_functions; f++)
    add_cell (text, width_of (self, f), self->name[f]);
  g_string_append_c (text, '\n');
  for (int i = 0; i < self->plan->n_seeds; i++)
    add_seed_row (self, text, width, i);
  add_summary_row (self, text, width, titles[1], FALSE);
  add_summary_row (self, text, width, titles[2], TRUE);
}

char *
lab_sweep_report_stopped (const LabSweepReport *self, const LabSweepRun *run)
{
  return g_strdup_printf (_("%s stopped with seed %llu at step %llu: %s"),
                          self->name[run->function], (unsigned long long) seed_of (self, run->seed),
                          (unsigned long long) run->steps + 1, lab_error_sentence (run->status));
}

/* What is in no mean and no test. */
static void
add_left_out (const LabSweepReport *self, GString *text)
{
  int n = self->plan->n_functions * self->plan->n_seeds, stopped = 0;

  for (int i = 0; i < n; i++)
    stopped += self->runs[i].state == LAB_SWEEP_RUN_STOPPED;
  if (stopped > 0)
    g_string_append_printf (text,
                            ngettext ("%d run stopped, since its loss or gradient was no longer "
                                      "finite. It is left out of means and tests.\n",
                                      "%d runs stopped, since their loss or gradient was no longer "
                                      "finite. They are left out of means and tests.\n",
                                      stopped),
                            stopped);
}

/* Pairs that no test can judge, with the reason. */
static void
add_untested (const LabSweepReport *self, GString *text, const LabSweepVerdict *verdict)
{
  for (int i = 0; i < verdict->n_pairs; i++)
    {
      const LabSweepPair *pair = &verdict->pair[i];
      const char *a = self->name[pair->first], *b = self->name[pair->second];

      if (!isnan (pair->p))
        continue;
      if (pair->test.n < 2)
        g_string_append_printf (text,
                                _("Not tested: %s and %s have fewer than two seeds in "
                                  "common.\n"),
                                a, b);
      else
        g_string_append_printf (text,
                                _("Not tested: %s and %s differ by exactly the same with "
                                  "every seed, which leaves no spread to hold it "
                                  "against.\n"),
                                a, b);
    }
}

static void
add_significant (const LabSweepReport *self, GString *text, const LabSweepVerdict *verdict)
{
  g_string_append_printf (text,
                          _("A difference beyond the seed (paired t-tests over the seeds, "
                            "two-sided, Holm's correction for %d, 5 %%):"),
                          verdict->n_tested);
  for (int i = 0; i < verdict->n_pairs; i++)
    {
      const LabSweepPair *pair = &verdict->pair[i];
      gboolean up = pair->test.difference > 0;
      g_autofree char *difference
          = lab_metric_format_difference (self->plan->metric, pair->test.difference);

      if (pair->significant)
        g_string_append_printf (text, _("\n  %s is higher than %s by %s, p = %.3g"),
                                self->name[up ? pair->first : pair->second],
                                self->name[up ? pair->second : pair->first], difference, pair->p);
    }
}

static void
add_no_difference (const LabSweepReport *self, GString *text, const LabSweepVerdict *verdict)
{
  const LabSweepPair *pair = &verdict->pair[verdict->smallest];
  g_autofree char *difference
      = lab_metric_format_difference (self->plan->metric, pair->test.difference);

  g_string_append_printf (text,
                          _("No difference beyond the seed: paired t-tests over the seeds, "
                            "two-sided, Holm's correction for %d, 5 %%. The smallest p is %.3g "
                            "(%.3g before the correction), of %s and %s, which differ by %s."),
                          verdict->n_tested, pair->p, pair->test.p, self->name[pair->first],
                          self->name[pair->second], difference);
}

static void
add_verdict (const LabSweepReport *self, GString *text, const LabSweepVerdict *verdict)
{
  if (self->plan->n_seeds == 1)
    g_string_append (text, _("One seed proves nothing: with another the order may turn round. Try "
                             "--seeds 5 or more."));
  else if (self->plan->n_functions == 1)
    g_string_append (text, _("One function alone: there is nothing to compare it with."));
  else
    {
      add_untested (self, text, verdict);
      if (verdict->n_tested == 0)
        g_string_append (text, _("Nothing could be tested, so nothing is proved. Try more seeds."));
      else if (verdict->n_significant > 0)
        add_significant (self, text, verdict);
      else
        add_no_difference (self, text, verdict);
    }
}

char *
lab_sweep_report_text (const LabSweepReport *self)
{
  GString *text = g_string_new (NULL);
  LabSweepVerdict verdict;

  lab_sweep_judge (self->plan->n_functions, self->plan->n_seeds, self->runs, &verdict);
  add_table (self, text);
  add_left_out (self, text);
  add_verdict (self, text, &verdict);
  return g_string_free (text, FALSE);
}

char *
lab_sweep_report_run_json (const LabSweepReport *self, const LabSweepRun *run)
{
  LabJsonWriter *json = lab_json_writer_new ();

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "event", "run");
  lab_json_writer_add_text (json, "contestant", self->name[run->function]);
  lab_json_writer_add_count (json, "seed", seed_of (self, run->seed));
  lab_json_writer_add_text (json, "status", run->state == LAB_SWEEP_RUN_DONE ? "done" : "stopped");
  lab_json_writer_add_count (json, "steps", run->steps);
  lab_json_writer_add_text (json, "metric", lab_metric_get_info (self->plan->metric)->name);
  lab_json_writer_add_number (json, "value", run->value);
  lab_json_writer_add_number (json, "seconds", run->seconds);
  lab_json_writer_end_object (json);
  return lab_json_writer_end (json);
}

static void
add_summary_json (const LabSweepReport *self, LabJsonWriter *json, int function)
{
  const LabSweepRun *runs = runs_of (self, function);
  LabSweepSummary summary = lab_sweep_summarize (self->plan->n_seeds, runs);

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "event", "summary");
  lab_json_writer_add_text (json, "contestant", self->name[function]);
  lab_json_writer_add_text (json, "metric", lab_metric_get_info (self->plan->metric)->name);
  lab_json_writer_add_integer (json, "n", summary.n);
  lab_json_writer_add_number (json, "mean", summary.mean);
  lab_json_writer_add_number (json, "spread", summary.spread);
  lab_json_writer_begin_array (json, "values");
  for (int i = 0; i < self->plan->n_seeds; i++)
    lab_json_writer_add_number (json, NULL, runs[i].value);
  lab_json_writer_end_array (json);
  lab_json_writer_end_object (json);
}

static void
add_pair_json (const LabSweepReport *self, LabJsonWriter *json, const LabSweepPair *pair)
{
  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "first", self->name[pair->first]);
  lab_json_writer_add_text (json, "second", self->name[pair->second]);
  lab_json_writer_add_count (json, "n", pair->test.n);
  lab_json_writer_add_number (json, "difference", pair->test.difference);
  lab_json_writer_add_number (json, "t", pair->test.t);
  lab_json_writer_add_number (json, "p", pair->test.p);
  lab_json_writer_add_number (json, "p_corrected", pair->p);
  lab_json_writer_add_switch (json, "significant", pair->significant);
  lab_json_writer_end_object (json);
}

static void
add_verdict_json (const LabSweepReport *self, LabJsonWriter *json, const LabSweepVerdict *verdict)
{
  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "event", "verdict");
  lab_json_writer_add_text (json, "test", "paired-t");
  lab_json_writer_add_text (json, "correction", "holm");
  lab_json_writer_add_number (json, "level", 0.05);
  lab_json_writer_add_integer (json, "tested", verdict->n_tested);
  if (verdict->n_tested == 0)
    lab_json_writer_add_null (json, "beyond_the_seed");
  else
    lab_json_writer_add_switch (json, "beyond_the_seed", verdict->n_significant > 0);
  lab_json_writer_begin_array (json, "pairs");
  for (int i = 0; i < verdict->n_pairs; i++)
    add_pair_json (self, json, &verdict->pair[i]);
  lab_json_writer_end_array (json);
  lab_json_writer_end_object (json);
}

char *
lab_sweep_report_json (const LabSweepReport *self)
{
  LabJsonWriter *json = lab_json_writer_new ();
  LabSweepVerdict verdict;

  for (int f = 0; f < self->plan->n_functions; f++)
    add_summary_json (self, json, f);
  lab_sweep_judge (self->plan->n_functions, self->plan->n_seeds, self->runs, &verdict);
  add_verdict_json (self, json, &verdict);
  return lab_json_writer_end (json);
}
