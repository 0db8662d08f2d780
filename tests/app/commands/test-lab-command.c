/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command.c - the executable from outside: help, errors, and elu-lab eval */

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "command-runner.h"

static void
test_help (void)
{
  static const struct {
    const char *arguments, *says;
  } helps[] = {
    { "--help", "eval     Print" },
    { "-h", "--exit-after-startup" },
    { "eval --help", "--precision=double|single" },
    { "plot --help", "--range=A:B" },
    { "train --help", "--contestant=FUNCTION" },
    { "eval --help", "elu, relu, leaky-relu" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (helps); i++)
    {
      g_auto (Ran) ran = run_command (helps[i].arguments, NULL);

      g_assert_cmpint (ran.status, ==, 0);
      g_assert_nonnull (strstr (ran.out, helps[i].says));
      g_assert_cmpstr (ran.err, ==, "");
    }
}

static void
test_version (void)
{
  g_auto (Ran) ran = run_command ("--version", NULL);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.out, ==, "elu-lab 0.1.0\n");
}

static void
test_no_display (void)
{
  assert_fails ("", 2, "elu-lab: ", "no display");
  assert_fails ("", 2, "elu-lab: ", "eval, plot, train");
  assert_fails ("--exit-after-startup", 2, "elu-lab: ", "no display");
}

static void
test_unknown (void)
{
  assert_fails ("trian", 2, "elu-lab: ", "Did you mean “train”?");
  assert_fails ("benchmark", 2,
                "elu-lab: ", "The commands are: eval, plot, train, sweep, data, runs, bench.");
  assert_fails ("--nonsense", 2, "elu-lab: ", "--nonsense");
  assert_fails ("--version eval", 2, "elu-lab: ", "a command comes first");
}

/* 40 digits by mpmath for exactly these doubles, rounded to 17; relative error allowed: 1e-15. */
static const struct {
  const char *arguments;
  double value;
} values[] = {
  { "elu:0.3 -1.2", -0.20964173642633936 },
  { "elu:0.3 -1.2 --order 1", 0.090358263573660627 },
  { "elu:0.3 --order=2 -1.2", 0.090358263573660627 },
  { "--order 0 elu:0.3 -1.2", -0.20964173642633936 },
  { "elu -1e-8", -9.9999999500000002e-09 },
  { "elu -2", -0.8646647167633873 },
  { "elu:0.5 -- -2", -0.43233235838169365 },
  { "elu 3", 3 },
  { "elu:0.3 0 --order 1", 0.3 },
  { "elu -inf", -1 },
  { "elu inf", INFINITY },
  { "elu nan", NAN },
  { "relu -0x1p-3", 0 },
  { "relu 0x1p-3", 0.125 },
  { "leaky-relu:0.1 -.5", -0.05 },
  { "softplus 0", 0.69314718055994529 },
};

static void
test_eval_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *arguments = g_strconcat ("eval ", values[i].arguments, NULL);
      g_auto (Ran) ran = run_command (arguments, NULL);
      double value = g_ascii_strtod (ran.out, NULL), expected = values[i].value;

      g_assert_cmpint (ran.status, ==, 0);
      g_assert_cmpstr (ran.err, ==, "");
      if (isfinite (expected))
        g_assert_cmpfloat (fabs (value - expected), <=, 1e-15 * fabs (expected));
      else
        g_assert_true (isnan (expected) ? isnan (value) : value == expected);
    }
}

static void
test_eval_spelling (void)
{
  g_auto (Ran) ran = run_command ("eval relu 1 0.1 1e-8 1e300 nan -nan inf 0", NULL);
  g_auto (Ran) elu = run_command ("eval elu:2 -inf", NULL);

  g_assert_cmpstr (ran.out, ==,
                   "1\n0.10000000000000001\n1e-08\n1.0000000000000001e+300\nnan\nnan\n"
                   "inf\n0\n");
  g_assert_cmpstr (elu.out, ==, "-2\n");
}

/* 0.1 and e^-1 - 1 rounded to float, with the 9 digits that tell every float from its neighbours;
 * the kernel may err by 1 ULP. */
static void
test_eval_single (void)
{
  g_auto (Ran) positive = run_command ("eval elu 0.1 --precision single", NULL);
  g_auto (Ran) negative = run_command ("eval elu -1 --precision=single", NULL);
  g_auto (Ran) slope = run_command ("eval elu:1 -1 2 --order 1 --precision single", NULL);
  g_auto (Ran) wide = run_command ("eval elu -1 --precision double", NULL);

  g_assert_cmpstr (positive.out, ==, "0.100000001\n");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (negative.out, NULL), -0.632120559, 6.1e-8);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (slope.out, NULL), 0.367879441, 1.2e-7);
  g_assert_true (g_str_has_suffix (slope.out, "\n1\n"));
  g_assert_cmpuint (strlen (negative.out), <=, strlen ("-0.632120559\n"));
  g_assert_cmpuint (strlen (wide.out), >, strlen ("-0.632120559\n"));
}

static void
test_eval_stream (void)
{
  g_auto (Ran) ran = run_command ("eval relu 5 - 7", "1 2\n\n\t3\r\n-4");
  g_auto (Ran) empty = run_command ("eval relu -", "");
  g_auto (Ran) bad = run_command ("eval relu -", "1\n2 x\n3\n");
  g_autofree char *long_word = g_strnfill (2000, '1');
  g_auto (Ran) too_long = run_command ("eval relu -", long_word);

  g_assert_cmpstr (ran.out, ==, "5\n1\n2\n3\n0\n7\n");
  g_assert_cmpint (empty.status, ==, 0);
  g_assert_cmpstr (empty.out, ==, "");
  g_assert_cmpint (bad.status, ==, 2);
  g_assert_cmpstr (bad.out, ==, "1\n2\n");
  g_assert_nonnull (strstr (bad.err, "line 2: “x” is not a number"));
  g_assert_cmpint (too_long.status, ==, 2);
}

static void
test_eval_long_stream (void)
{
  GString *input = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append_printf (input, "%d\n", i);
  text = g_string_free (input, FALSE);
  {
    g_auto (Ran) ran = run_command ("eval relu -", text);

    g_assert_cmpstr (ran.out, ==, text);
  }
}

static const struct {
  const char *arguments, *says;
} failures[] = {
  { "eval", "at least one number" },
  { "eval elu", "at least one number" },
  { "eval elu 1.2abc", "at character 4" },
  { "eval elu 1e999", "too large" },
  { "eval elu 1e39 --precision single", "too large for single precision" },
  { "eval elu -1.2.3", "at character 5" },
  { "eval nosuch 1", "There is no function" },
  { "eval elu:-1 1", "alpha of ELU cannot be -1" },
  { "eval elu 1 --order 3", "order 3" },
  { "eval elu 1 --order -1", "order -1" },
  { "eval elu 1 --order x", "--order" },
  { "eval elu 1 --precision half", "There is no precision" },
  { "eval elu 1 --precision single --order 2", "no second derivative" },
  { "eval elu 1 --nonsense", "--nonsense" },
};

static void
test_eval_failures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    assert_fails (failures[i].arguments, 2, "elu-lab eval: ", failures[i].says);
}

/* What every command prints first is lost on a disk without room, and that is said, with the reason. */
static const char *const prints[] = {
  "--help",
  "-h",
  "--version",
  "eval --help",
  "plot --help",
  "train --help",
  "sweep --help",
  "data --help",
  "runs -h",
  "bench --help",
  "eval elu 1",
  "eval elu 1 2 3 4 5",
  "data list",
  "data list --json",
  "data verify",
  "runs list",
  "train --contestant elu --model dense10 --subset 100 --epochs 1",
  "train --contestant elu --model dense10 --subset 100 --epochs 1 --json",
  "sweep --alphas 1 --model dense10 --subset 100 --epochs 1 --seeds 1",
  "sweep --alphas 1 --model dense10 --subset 100 --epochs 1 --seeds 1 --json",
};

static void
assert_loses (const char *arguments, const char *place, const char *reason)
{
  g_autofree char *line
      = g_strdup_printf ("\"%s\" %s 2>&1 >%s", g_getenv ("ELU_LAB"), arguments, place);
  const char *argv[] = { "sh", "-c", line, NULL };
  g_autofree char *said = NULL, *sentence = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said,
                               NULL, &status, NULL));
  sentence = g_strdup_printf (": The result could not be written: %s. Check", reason);
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 1 || strstr (said, sentence) == NULL)
    g_error ("elu-lab %s: ended with %d and said “%s”", arguments, status, said);
}

static void
test_full_disk (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prints); i++)
    assert_loses (prints[i], "/dev/full", g_strerror (ENOSPC));
  assert_loses ("--help", "&-", g_strerror (EBADF));
}

/* A stream without an end is read up to where the disk is full. */
static void
test_full_disk_in_a_stream (void)
{
  const char *line = "yes 1 | \"$ELU_LAB\" eval elu - 2>&1 >/dev/full";
  const char *argv[] = { "sh", "-c", line, NULL };
  g_autofree char *said = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said,
                               NULL, NULL, NULL));
  g_assert_nonnull (strstr (said, g_strerror (ENOSPC)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/command/help", test_help);
  g_test_add_func ("/lab/command/version", test_version);
  g_test_add_func ("/lab/command/no-display", test_no_display);
  g_test_add_func ("/lab/command/unknown", test_unknown);
  g_test_add_func ("/lab/command/full-disk", test_full_disk);
  g_test_add_func ("/lab/command/full-disk/stream", test_full_disk_in_a_stream);
  g_test_add_func ("/lab/command/eval/values", test_eval_values);
  g_test_add_func ("/lab/command/eval/spelling", test_eval_spelling);
  g_test_add_func ("/lab/command/eval/single", test_eval_single);
  g_test_add_func ("/lab/command/eval/stream", test_eval_stream);
  g_test_add_func ("/lab/command/eval/long-stream", test_eval_long_stream);
  g_test_add_func ("/lab/command/eval/failures", test_eval_failures);
  return g_test_run ();
}
