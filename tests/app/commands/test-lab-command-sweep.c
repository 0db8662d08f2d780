/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-sweep.c - elu-lab sweep from outside: the JSON contract, the table, failures
 *
 * Networks of 8 or 16 units on a part of the sample.
 */

#include <signal.h>
#include <string.h>
#include "command-runner.h"

#define NUMBER "(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:e[-+]?[0-9]+)?|null)"
#define TINY   "--model 784-8-10 --subset 2000 --epochs 1 "

static const char run_line[]
    = "^{\"event\":\"run\",\"contestant\":\"([a-z0-9:.,-]+)\",\"seed\":([0-9]+)"
      ",\"status\":\"(done|stopped)\",\"steps\":([0-9]+),\"metric\":\"([a-z-]+)\",\"value\":" NUMBER
      ",\"seconds\":" NUMBER "}$";
static const char summary_line[]
    = "^{\"event\":\"summary\",\"contestant\":\"([a-z0-9:.,-]+)\",\"metric\":\"([a-z-]+)\""
      ",\"n\":([0-9]+),\"mean\":" NUMBER ",\"spread\":" NUMBER ",\"values\":\\[([^]]*)\\]}$";
static const char verdict_line[]
    = "^{\"event\":\"verdict\",\"test\":\"paired-t\",\"correction\":\"holm\",\"level\":0.05"
      ",\"tested\":([0-9]+),\"beyond_the_seed\":(true|false|null),\"pairs\":\\[(.*)\\]}$";
static const char pair_text[]
    = "^{\"first\":\"([a-z0-9:.,-]+)\",\"second\":\"([a-z0-9:.,-]+)\",\"n\":([0-9]+)"
      ",\"difference\":" NUMBER ",\"t\":" NUMBER ",\"p\":" NUMBER ",\"p_corrected\":" NUMBER
      ",\"significant\":(true|false)}$";

/* The values of a line in the order of its keys, from 1. */
static char **
take_apart (const char *line, const char *form)
{
  g_autoptr (GRegex) regex = g_regex_new (form, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    g_error ("“%s” does not keep the contract", line);
  return g_match_info_fetch_all (match);
}

/* The lines of a sweep that must succeed; the last is what follows the last newline. */
static char **
sweep (const char *options, guint n_lines)
{
  g_autofree char *line = g_strconcat ("sweep --json ", options, NULL);
  g_auto (Ran) ran = run_command (line, NULL);
  char **lines = g_strsplit (ran.out, "\n", -1);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.err, ==, "");
  g_assert_cmpuint (g_strv_length (lines), ==, n_lines + 1);
  return lines;
}

static void
test_json (void)
{
  g_auto (GStrv) lines = sweep (TINY "--alphas 0,0.3 --seeds 2 --threads 1", 7);
  static const char *const runs[][2]
      = { { "elu:0", "42" }, { "elu:0.3", "42" }, { "elu:0", "43" }, { "elu:0.3", "43" } };
  g_auto (GStrv) verdict = take_apart (lines[6], verdict_line);
  g_auto (GStrv) pair = take_apart (verdict[3], pair_text);
  char *values[2][2];

  for (int i = 0; i < 4; i++)
    {
      g_auto (GStrv) run = take_apart (lines[i], run_line);

      g_assert_cmpstr (run[1], ==, runs[i][0]);
      g_assert_cmpstr (run[2], ==, runs[i][1]);
      g_assert_cmpstr (run[3], ==, "done");
      g_assert_cmpstr (run[4], ==, "16"); /* 2000 images in batches of 128 */
      g_assert_cmpstr (run[5], ==, "validation-accuracy");
      values[i % 2][i / 2] = g_strdup (run[6]);
    }
  for (int i = 0; i < 2; i++)
    {
      g_auto (GStrv) summary = take_apart (lines[4 + i], summary_line);
      g_autofree char *both = g_strdup_printf ("%s,%s", values[i][0], values[i][1]);
      double a = g_ascii_strtod (values[i][0], NULL), b = g_ascii_strtod (values[i][1], NULL);

      g_assert_cmpstr (summary[1], ==, runs[i][0]);
      g_assert_cmpstr (summary[3], ==, "2");
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (summary[4], NULL), (a + b) / 2, 1e-15);
      g_assert_cmpstr (summary[6], ==, both);
      g_free (values[i][0]);
      g_free (values[i][1]);
    }
  g_assert_cmpstr (pair[1], ==, "elu:0");
  g_assert_cmpstr (pair[2], ==, "elu:0.3");
  g_assert_cmpstr (pair[3], ==, "2");
}

/* A run of a sweep is what train makes of the same function and seed beside others. */
static void
test_same_as_train (void)
{
  g_auto (GStrv) lines
      = sweep (TINY "--contestant tanh --seeds 1 --seed 7 --metric test-accuracy --threads 2", 3);
  g_auto (Ran) train = run_command ("train --json " TINY "--contestant relu --contestant tanh "
                                    "--seed 7",
                                    NULL);
  g_auto (GStrv) run = take_apart (lines[0], run_line);
  g_autofree char *same = g_strdup_printf ("\"contestant\":\"tanh\",\"test_accuracy\":%s,", run[6]);

  g_assert_nonnull (strstr (train.out, same));
}

/* Everything but the seconds, with the runs in any order. */
static void
test_threads (void)
{
  g_auto (GStrv) one = sweep (TINY "--alphas 0,1 --seeds 3 --threads 1", 9);
  g_auto (GStrv) three = sweep (TINY "--alphas 0,1 --seeds 3 --threads 3", 9);

  for (int i = 6; i < 9; i++)
    g_assert_cmpstr (one[i], ==, three[i]);
}

/* ELU 0 is ReLU: the same to the last bit. Sigmoid learns far more slowly, with every seed. */
static void
test_verdict (void)
{
  g_auto (GStrv) same
      = sweep (TINY "--contestant elu:0 --contestant relu --seeds 3 --metric validation-loss", 9);
  g_auto (GStrv) differ = sweep (
      TINY "--contestant sigmoid --contestant relu --seeds 4 --metric validation-loss", 11);
  g_auto (GStrv) no = take_apart (same[8], verdict_line);
  g_auto (GStrv) yes = take_apart (differ[10], verdict_line);
  g_auto (GStrv) equal = take_apart (no[3], pair_text);

  g_assert_cmpstr (no[2], ==, "false");
  g_assert_cmpstr (equal[4], ==, "0");
  g_assert_cmpstr (equal[6], ==, "1");
  g_assert_cmpstr (yes[2], ==, "true");
}

static void
assert_says (const char *options, const char *const *words)
{
  g_autofree char *line = g_strconcat ("sweep ", options, NULL);
  g_auto (Ran) ran = run_command (line, NULL);

  g_assert_cmpint (ran.status, ==, 0);
  for (; *words != NULL; words++)
    if (strstr (ran.out, *words) == NULL)
      g_error ("elu-lab sweep %s: nothing of “%s” in “%s”", options, *words, ran.out);
}

static void
test_text (void)
{
  assert_says (TINY "--alphas 0,0.3 --seeds 2",
               (const char *[]){ "MNIST sample: 2000 images to train on",
                                 "Validation, % right\n  seed      elu:0    elu:0.3\n    42 ",
                                 "\n    43 ", "\n  mean ", "\nspread ", NULL });
  assert_says (
      TINY "--contestant elu:0 --contestant relu --seeds 2",
      (const char *[]){ "No difference beyond the seed: paired t-tests", "Holm", "is 1 ", NULL });
  assert_says (TINY "--contestant sigmoid --contestant relu --seeds 4 --metric validation-loss",
               (const char *[]){ "A difference beyond the seed (paired t-tests",
                                 "\n  sigmoid is higher than relu by 0.", ", p = ", NULL });
  assert_says (TINY "--seeds 1", (const char *[]){ "One seed proves nothing", NULL });
  assert_says (TINY "--alphas 1 --seeds 2", (const char *[]){ "One function alone", NULL });
}

/* ELU 100 overflows at this rate; tanh, bounded, does not. */
static void
test_divergence (void)
{
  g_auto (Ran) ran = run_command ("sweep --subset 2000 --epochs 2 --contestant elu:100 "
                                  "--contestant tanh --seeds 2 --optimizer sgd:0.1",
                                  NULL);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_nonnull (strstr (ran.err, "elu-lab sweep: elu:100 stopped with seed 42 at step "));
  g_assert_nonnull (strstr (ran.err, "elu-lab sweep: elu:100 stopped with seed 43 at step "));
  g_assert_nonnull (strstr (ran.out, "    stopped "));
  g_assert_nonnull (strstr (ran.out, "2 runs stopped, since"));
  g_assert_nonnull (strstr (ran.out, "elu:100 and tanh have fewer than two seeds in common"));
  g_assert_nonnull (strstr (ran.out, "Nothing could be tested"));
}

static void
test_all_diverge (void)
{
  g_auto (Ran) ran = run_command ("sweep --json --epochs 1 --alphas 0,1 --seeds 2 "
                                  "--optimizer sgd:1e20",
                                  NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);
  g_auto (GStrv) run = take_apart (lines[0], run_line);
  g_auto (GStrv) verdict = take_apart (lines[6], verdict_line);

  g_assert_cmpint (ran.status, ==, 1);
  g_assert_cmpstr (run[3], ==, "stopped");
  g_assert_cmpstr (run[6], ==, "null");
  g_assert_cmpstr (verdict[1], ==, "0");
  g_assert_cmpstr (verdict[2], ==, "null");
  g_assert_nonnull (strstr (ran.err, "Every run stopped"));
}

static const struct {
  const char *arguments;
  int status;
  const char *says;
} failures[] = {
  { "--alphas=", 2, "There is no alpha in --alphas" },
  { "--alphas 0,0.0", 2, "elu:0 was given twice" },
  { "--alphas 0,,1", 2, "A number is missing" },
  { "--alphas 0,x", 2, "“x” is not a number" },
  { "--alphas=-0.1", 2, "must be between 0 and 100" },
  { "--alphas nan", 2, "must be between 0 and 100" },
  { "--alphas 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", 2, "At most 16" },
  { "--alphas 0 --contestant relu", 2, "cannot go together" },
  { "--contestant nosuch", 2, "There is no function" },
  { "--seeds 0", 2, "“0” is not possible for --seeds: write a whole number from 1 to 100" },
  { "--seeds 101", 2, "--seeds" },
  { "--seeds -1", 2, "--seeds" },
  { "--seed 18446744073709551615 --seeds 2", 2, "Choose a smaller --seed" },
  { "--metric acuracy", 2, "There is no metric" },
  { "--metric test-acuracy", 2, "Did you mean “test-accuracy”?" },
  { "--epochs 0", 2, "--epochs" },
  { "--diagnostics x.csv", 2, "Unknown option" },
  { "--data /no/such/folder", 1, "There is no data set" },
  { "0.1", 2, "does not belong here" },
};

static void
test_failures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *line = g_strconcat ("sweep ", failures[i].arguments, NULL);

      assert_fails (line, failures[i].status, "elu-lab sweep: ", failures[i].says);
    }
}

/* After the first of two functions: the second, which would take for ever, is left out. */
static void
test_interrupt (void)
{
  g_autoptr (GSubprocess) child
      = start_command ("sweep --json --epochs 100000 --contestant elu:100 --contestant tanh "
                       "--seeds 1 --optimizer sgd:0.1 --threads 2");
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  g_autofree char *run = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  gint64 sent = g_get_monotonic_time ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_nonnull (run);
  g_subprocess_send_signal (child, SIGINT);
  first = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  second = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (strstr (first, "\"contestant\":\"elu:100\""));
  g_assert_nonnull (strstr (second, "\"contestant\":\"tanh\",\"metric\":\"validation-accuracy\","
                                    "\"n\":0,\"mean\":null"));
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 130);
  g_assert_cmpint (g_get_monotonic_time () - sent, <, 2 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/command/sweep/json", test_json);
  g_test_add_func ("/lab/command/sweep/same-as-train", test_same_as_train);
  g_test_add_func ("/lab/command/sweep/same-for-any-number-of-threads", test_threads);
  g_test_add_func ("/lab/command/sweep/verdict", test_verdict);
  g_test_add_func ("/lab/command/sweep/text", test_text);
  g_test_add_func ("/lab/command/sweep/divergence", test_divergence);
  g_test_add_func ("/lab/command/sweep/all-diverge", test_all_diverge);
  g_test_add_func ("/lab/command/sweep/failures", test_failures);
  g_test_add_func ("/lab/command/sweep/interrupt-keeps-what-is-done", test_interrupt);
  return g_test_run ();
}
