/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"
#include "lab-sweep-verdict.h"

/* So many differences are named; a file has all values. */
enum { MOST_NAMED = 3 };

typedef struct {
  const LabSweepPlan *plan;
  const LabSweepRun *runs;
  gboolean cancelled;
  int n_done, n_stopped, n_complete; /* complete: seeds of which every run has ended */
  LabSweepVerdict verdict;
} Conclusion;

static char *
name_of (const Conclusion *self, int function)
{
  double alpha = self->plan->function[function].parameter[0];
  char number[64];

  if (alpha == 0)
    return g_strdup ("ReLU");
  return g_strdup_printf ("α = %s", lab_format_shortest (alpha, number, sizeof number));
}

static void
count (Conclusion *self)
{
  for (int s = 0; s < self->plan->n_seeds; s++)
    {
      int ended = 0;

      for (int f = 0; f < self->plan->n_functions; f++)
        {
          LabSweepRunState state = self->runs[f * self->plan->n_seeds + s].state;

          self->n_done += state == LAB_SWEEP_RUN_DONE;
          self->n_stopped += state == LAB_SWEEP_RUN_STOPPED;
          ended += state == LAB_SWEEP_RUN_DONE || state == LAB_SWEEP_RUN_STOPPED;
        }
      self->n_complete += ended == self->plan->n_functions;
    }
}

/* "α = 1 is better than ReLU by 0.54 points" */
static char *
describe_pair (const Conclusion *self, const LabSweepPair *pair)
{
  gboolean higher = lab_metric_get_info (self->plan->metric)->higher_is_better;
  gboolean first = (pair->test.difference > 0) == higher;
  g_autofree char *better = name_of (self, first ? pair->first : pair->second);
  g_autofree char *worse = name_of (self, first ? pair->second : pair->first);
  g_autofree char *by = lab_metric_format_difference (self->plan->metric, pair->test.difference);

  /* Translators: two alphas ("α = 1", "ReLU"), and by how much ("0.54 points") */
  return g_strdup_printf (_("%s is better than %s by %s"), better, worse, by);
}

/* The significant pair with the smallest p above (in rank) all that was named; -1: none is left. */
static int
next_pair (const LabSweepVerdict *verdict, const gboolean *named)
{
  int best = -1;

  for (int i = 0; i < verdict->n_pairs; i++)
    if (verdict->pair[i].significant && !named[i]
        && (best < 0 || verdict->pair[i].test.p < verdict->pair[best].test.p))
      best = i;
  return best;
}

static void
add_sentence (GString *text, const char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

static void
add_others (const Conclusion *self, GString *text, gboolean *named)
{
  for (int n = 0; n < MOST_NAMED; n++)
    {
      int i = next_pair (&self->verdict, named);
      g_autofree char *words = i >= 0 ? describe_pair (self, &self->verdict.pair[i]) : NULL;
      g_autofree char *sentence = NULL;

      if (i < 0)
        return;
      named[i] = TRUE;
      sentence = g_strdup_printf (_("%s (p = %.2g)."), words, self->verdict.pair[i].p);
      add_sentence (text, sentence);
    }
}

static void
add_rest (const Conclusion *self, GString *text)
{
  int rest = self->verdict.n_significant - 1 - MOST_NAMED;
  g_autofree char *sentence
      = g_strdup_printf (ngettext ("%d more pair differs beyond the seed.",
                                   "%d more pairs differ beyond the seed.", (gulong) MAX (rest, 1)),
                         rest);

  if (rest > 0)
    add_sentence (text, sentence);
}

/* "p = 0.003 by a paired t-test over 5 seeds (two-sided, 5 %, Holm's correction for 6)" */
static char *
describe_test (const Conclusion *self, const LabSweepPair *pair)
{
  if (self->verdict.n_tested == 1)
    return g_strdup_printf (_("p = %.2g by a paired t-test over %zu seeds (two-sided, 5 %%)"),
                            pair->p, pair->test.n);
  return g_strdup_printf (_("p = %.2g by a paired t-test over %zu seeds (two-sided, 5 %%, Holm's "
                            "correction for %d)"),
                          pair->p, pair->test.n, self->verdict.n_tested);
}

static char *
conclude_significant (const Conclusion *self, GString *detail)
{
  gboolean named[LAB_SWEEP_MOST_PAIRS] = { FALSE };
  int best = next_pair (&self->verdict, named);
  const LabSweepPair *pair = &self->verdict.pair[best];
  g_autofree char *words = describe_pair (self, pair);
  g_autofree char *test = describe_test (self, pair);
  g_autofree char *sentence = g_strdup_printf (_("%s."), test);

  named[best] = TRUE;
  add_sentence (detail, sentence);
  add_others (self, detail, named);
  add_rest (self, detail);
  /* Translators: what was found, as "α = 1 is better than ReLU by 0.54 points" */
  return g_strdup_printf (_("Beyond the seed: %s"), words);
}

static char *
conclude_no_difference (const Conclusion *self, GString *detail)
{
  const LabSweepPair *pair = &self->verdict.pair[self->verdict.smallest];
  g_autofree char *a = name_of (self, pair->first);
  g_autofree char *b = name_of (self, pair->second);
  g_autofree char *by = lab_metric_format_difference (self->plan->metric, pair->test.difference);
  g_autofree char *test = describe_test (self, pair);
  /* Translators: two alphas, how far they are apart, and the test of it: "p = 0.3 by ..." */
  g_autofree char *sentence
      = g_strdup_printf (_("%s and %s come nearest to one: %s apart, %s."), a, b, by, test);

  add_sentence (detail, sentence);
  return g_strdup (_("No difference beyond the seed"));
}

static char *
conclude_untested (const Conclusion *self, GString *detail)
{
  gboolean seeds = FALSE;

  for (int i = 0; i < self->verdict.n_pairs; i++)
    seeds |= self->verdict.pair[i].test.n >= 2;
  add_sentence (detail, seeds ? _("The alphas differ by exactly the same with every seed, which "
                                  "leaves no spread to hold it against. Choose more seeds.")
                              : _("No two alphas have two seeds in common. Let more runs end."));
  return g_strdup (_("Too little to tell"));
}

static char *
conclude (const Conclusion *self, GString *detail)
{
  if (self->n_done == 0 && self->n_stopped == 0)
    return g_strdup (_("Cancelled before the first run was done"));
  if (self->n_done == 0)
    {
      add_sentence (detail, _("No loss stayed a number. Choose a smaller learning rate for the "
                              "training and start again."));
      return g_strdup (_("Every run diverged"));
    }
  if (self->plan->n_functions == 1)
    {
      add_sentence (detail, _("Write two alphas or more to compare them."));
      return g_strdup (_("One α alone compares with nothing"));
    }
  if (self->plan->n_seeds == 1)
    {
      add_sentence (detail, _("With another seed the order may turn round, and there is no paired "
                              "test of one. Choose 5 seeds or more."));
      return g_strdup (_("One seed proves nothing"));
    }
  if (self->verdict.n_tested == 0)
    return conclude_untested (self, detail);
  if (self->verdict.n_significant > 0)
    return conclude_significant (self, detail);
  return conclude_no_difference (self, detail);
}

/* On what it rests, and what is in no mean and no test. */
static void
add_footnotes (const Conclusion *self, GString *detail)
{
  g_autofree char *complete = g_strdup_printf (_("Cancelled: %d of %d seeds are complete."),
                                               self->n_complete, self->plan->n_seeds);
  g_autofree char *stopped
      = g_strdup_printf (ngettext ("%d run diverged and is left out.",
                                   "%d runs diverged and are left out.", (gulong) self->n_stopped),
                         self->n_stopped);

  if (self->cancelled && self->n_done > 0)
    add_sentence (detail, complete);
  if (self->n_stopped > 0 && self->n_done > 0)
    add_sentence (detail, stopped);
}

void
lab_sweep_conclude (const LabSweepPlan *plan, const LabSweepRun *runs, gboolean cancelled,
                    char **headline, char **detail)
{
  Conclusion self = { .plan = plan, .runs = runs, .cancelled = cancelled };
  GString *text = g_string_new (NULL);

  count (&self);
  lab_sweep_judge (plan->n_functions, plan->n_seeds, runs, &self.verdict);
  *headline = conclude (&self, text);
  add_footnotes (&self, text);
  *detail = g_string_free (text, text->len == 0);
}
