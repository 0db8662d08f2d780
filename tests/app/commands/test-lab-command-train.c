/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-train.c - elu-lab train from outside: the JSON contract, results, failures
 *
 * Trains on the sample for an epoch or two: long enough to learn, short enough to wait for.
 */

#include <signal.h>
#include <string.h>
#include "command-runner.h"

/* The contract to the letter: these keys, in this order, nothing between them. */
#define NUMBER "(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:e[-+]?[0-9]+)?|null)"

static const char epoch_line[]
    = "^{\"event\":\"epoch\",\"epoch\":([0-9]+),\"contestant\":\"([a-z0-9:.,-]+)\""
      ",\"train_loss\":" NUMBER ",\"train_accuracy\":" NUMBER ",\"validation_loss\":" NUMBER
      ",\"validation_accuracy\":" NUMBER ",\"seconds\":" NUMBER "}$";
static const char end_line[]
    = "^{\"event\":\"end\",\"contestant\":\"([a-z0-9:.,-]+)\",\"test_accuracy\":" NUMBER
      ",\"weights_sha256\":\"([0-9a-f]{64})\"}$";

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

static double
number (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  g_assert_true (end != text && *end == '\0'); /* null is none */
  return value;
}

static void
check_epoch (const char *line, const char *epoch, const char *contestant)
{
  g_auto (GStrv) value = take_apart (line, epoch_line);

  g_assert_cmpstr (value[1], ==, epoch);
  g_assert_cmpstr (value[2], ==, contestant);
  /* ln 10 is the loss of guessing: whoever learns is well below it. */
  g_assert_cmpfloat (number (value[3]), <, 1.5);
  g_assert_cmpfloat (number (value[3]), >, 0);
  g_assert_cmpfloat (number (value[4]), >, 0.6);
  g_assert_cmpfloat (number (value[5]), <, 1);
  g_assert_cmpfloat (number (value[6]), >, 0.8);
  g_assert_cmpfloat (number (value[6]), <=, 1);
  g_assert_cmpfloat (number (value[7]), >, 0);
}

static void
check_end (const char *line, const char *contestant)
{
  g_auto (GStrv) value = take_apart (line, end_line);

  g_assert_cmpstr (value[1], ==, contestant);
  g_assert_cmpfloat (number (value[2]), >, 0.85);
}

static void
test_json (void)
{
  g_auto (Ran) ran = run_command ("train --json --epochs 2 --data mnist-sample "
                                  "--model article-mlp --contestant elu:1 --contestant relu "
                                  "--batch 128 --seed 42",
                                  NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.err, ==, "");
  g_assert_cmpuint (g_strv_length (lines), ==, 7); /* the last is what follows the last newline */
  check_epoch (lines[0], "1", "elu:1");
  check_epoch (lines[1], "1", "relu");
  check_epoch (lines[2], "2", "elu:1");
  check_epoch (lines[3], "2", "relu");
  check_end (lines[4], "elu:1");
  check_end (lines[5], "relu");
}

/* The hash of the only contestant's weights after one epoch. */
static char *
train_and_hash (const char *options)
{
  g_autofree char *line
      = g_strconcat ("train --json --epochs 1 --contestant elu:0.3 ", options, NULL);
  g_auto (Ran) ran = run_command (line, NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);
  g_auto (GStrv) end = NULL;

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  end = take_apart (lines[1], end_line);
  return g_strdup (end[3]);
}

static void
test_reproducible (void)
{
  g_autofree char *one = train_and_hash ("--threads 1");
  g_autofree char *two = train_and_hash ("--threads 2");
  g_autofree char *three = train_and_hash ("--threads 3 --seed 42 --optimizer adam:0.001");
  g_autofree char *other = train_and_hash ("--threads 2 --seed 43");
  g_autofree char *sgd = train_and_hash ("--threads 2 --optimizer sgd --learning-rate 0.1");

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, ==, three);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpstr (one, !=, sgd);
}

/* AdamW without decay is Adam. In Adam the decay goes through the moments: with it they differ. */
static void
test_weight_decay (void)
{
  g_autofree char *adam = train_and_hash ("--threads 2");
  g_autofree char *adamw_without = train_and_hash ("--optimizer adamw --weight-decay 0");
  g_autofree char *adamw = train_and_hash ("--optimizer adamw");
  g_autofree char *adamw_usual = train_and_hash ("--optimizer adamw --weight-decay 0.01");
  g_autofree char *adam_with = train_and_hash ("--weight-decay 0.01");

  g_assert_cmpstr (adamw_without, ==, adam);
  g_assert_cmpstr (adamw_usual, ==, adamw);
  g_assert_cmpstr (adamw, !=, adam);
  g_assert_cmpstr (adam_with, !=, adam);
  g_assert_cmpstr (adam_with, !=, adamw);
}

static void
assert_introduced (const char *options, const char *words)
{
  g_autofree char *line
      = g_strconcat ("train --epochs 1 --contestant elu --batch 20000 ", options, NULL);
  g_auto (Ran) ran = run_command (line, NULL);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_nonnull (strstr (ran.out, words));
}

static void
test_optimizers (void)
{
  assert_introduced ("--optimizer sgd", ", SGD 0.01, LeCun, batch");
  assert_introduced ("--optimizer momentum:0.02", ", Momentum 0.02, LeCun, batch");
  assert_introduced ("--optimizer nesterov --weight-decay 1e-4",
                     ", Nesterov 0.01, weight decay 0.0001, LeCun, batch");
  assert_introduced ("--optimizer adamw", ", AdamW 0.001, weight decay 0.01, LeCun, batch");
  assert_introduced ("--optimizer rmsprop --learning-rate 0.002", ", RMSprop 0.002, LeCun, batch");
}

static void
test_text (void)
{
  g_auto (Ran) ran = run_command ("train --epochs 1 --contestant elu --batch 20000", NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.err, ==, ""); /* no bar where there is no terminal */
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_true (g_str_has_prefix (lines[0], "MNIST sample: 9000 images to train on, 1000 for"));
  g_assert_true (g_str_has_prefix (lines[3], "Epoch 1 of 1  elu:1 "));
  g_assert_true (g_str_has_prefix (lines[4], "Test "));
}

static void
test_divergence (void)
{
  g_auto (Ran) ran = run_command ("train --json --epochs 2 --contestant relu --contestant elu "
                                  "--optimizer sgd --learning-rate 1e20",
                                  NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);

  g_assert_cmpint (ran.status, ==, 1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  for (int i = 0; i < 4; i++)
    {
      g_auto (GStrv) value = take_apart (lines[i], epoch_line);

      for (int k = 3; k <= 6; k++)
        g_assert_cmpstr (value[k], ==, "null");
    }
  for (int i = 4; i < 6; i++)
    {
      g_auto (GStrv) value = take_apart (lines[i], end_line);

      g_assert_cmpstr (value[2], ==, "null");
    }
  g_assert_nonnull (strstr (ran.err, "elu-lab train: relu stopped at step "));
  g_assert_nonnull (strstr (ran.err, "elu-lab train: elu:1 stopped at step "));
  g_assert_nonnull (strstr (ran.err, "Every contestant stopped"));
}

/* One contestant's end is not the other's: tanh, bounded, learns on where ELU 100 overflows. */
static void
test_survivor (void)
{
  g_auto (Ran) ran = run_command ("train --json --epochs 2 --contestant elu:100 --contestant tanh "
                                  "--optimizer sgd:0.1",
                                  NULL);
  g_auto (GStrv) lines = g_strsplit (ran.out, "\n", -1);
  g_auto (GStrv) dead = NULL;

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  dead = take_apart (lines[2], epoch_line);
  g_assert_cmpstr (dead[3], ==, "null");
  check_epoch (lines[3], "2", "tanh");
  check_end (lines[5], "tanh");
  g_assert_true (g_str_has_prefix (ran.err, "elu-lab train: elu:100 stopped at step "));
}

/* clang-format off */
static const struct {
  const char *arguments;
  int status;
  const char *says;
} failures[] = {
  { "--contestant elu --contestant elu:1.0", 2, "given twice" },
  { "--contestant nosuch", 2, "There is no function" },
  { "--contestant elu:0.1 --contestant elu:0.2 --contestant elu:0.3 --contestant elu:0.4 "
    "--contestant elu:0.5 --contestant elu:0.6 --contestant elu:0.7", 2, "At most 6" },
  { "--epochs 0", 2, "--epochs" },
  { "--epochs 1.5", 2, "--epochs" },
  { "--batch 0", 2, "from 1 to 65536" },
  { "--batch -1", 2, "--batch" },
  { "--seed -1", 2, "--seed" },
  { "--seed 18446744073709551616", 2, "--seed" },
  { "--threads 0", 2, "--threads" },
  { "--threads 257", 2, "from 1 to 256" },
  { "--model nosuch", 2, "article-mlp" },
  { "--optimizer adm", 2, "Did you mean “adam”?" },
  { "--optimizer sgd:0", 2, "must be above 0" },
  { "--optimizer sgd:nan", 2, "must be above 0" },
  { "--optimizer sgd:", 2, "A number is missing" },
  { "--learning-rate x", 2, "is not a number" },
  { "--optimizer sgd:0.1 --learning-rate 0.1", 2, "given twice" },
  { "--weight-decay -0.1", 2, "from 0 to 1000" },
  { "--weight-decay nan", 2, "A weight decay of “nan” is not possible" },
  { "--weight-decay inf", 2, "A weight decay of “inf” is not possible" },
  { "--weight-decay x", 2, "--weight-decay: " },
  { "--weight-decay=", 2, "A number is missing" },
  { "--optimizer sgd:0.5 --weight-decay 2.1", 2, "rate of 0.5 it must be from 0 to 2," },
  { "--optimizer adamw:200", 2, "A weight decay of “0.01” is not possible" },
  { "--optimizer adamw:0", 2, "must be above 0" },
  { "--optimizer rmsprob", 2, "Did you mean “rmsprop”?" },
  { "--data /no/such/folder", 1, "There is no data set" },
  { "elu", 2, "--contestant FUNCTION" },
};
/* clang-format on */

static void
test_failures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *line = g_strconcat ("train ", failures[i].arguments, NULL);

      assert_fails (line, failures[i].status, "elu-lab train: ", failures[i].says);
    }
}

static char *
read_line (GSubprocess *child)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (line);
  return line;
}

static void
test_interrupt (void)
{
  g_autoptr (GSubprocess) child = start_command ("train --json --epochs 100000");
  g_autofree char *line = read_line (child);
  gint64 sent = g_get_monotonic_time ();

  check_epoch (line, "1", "elu:1");
  g_subprocess_send_signal (child, SIGINT);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (child));
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 130);
  g_assert_cmpint (g_get_monotonic_time () - sent, <, G_USEC_PER_SEC);
}

/* The reader goes away after the first line: the command must follow, not train on for nobody. */
static void
test_broken_pipe (void)
{
  g_autoptr (GSubprocess) child = start_command ("train --json --epochs 100000");

  g_free (read_line (child));
  g_assert_true (g_input_stream_close (g_subprocess_get_stdout_pipe (child), NULL, NULL));
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGPIPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/command/train/json", test_json);
  g_test_add_func ("/lab/command/train/reproducible", test_reproducible);
  g_test_add_func ("/lab/command/train/weight-decay", test_weight_decay);
  g_test_add_func ("/lab/command/train/optimizers", test_optimizers);
  g_test_add_func ("/lab/command/train/text", test_text);
  g_test_add_func ("/lab/command/train/divergence", test_divergence);
  g_test_add_func ("/lab/command/train/survivor", test_survivor);
  g_test_add_func ("/lab/command/train/failures", test_failures);
  g_test_add_func ("/lab/command/train/interrupt", test_interrupt);
  g_test_add_func ("/lab/command/train/broken-pipe", test_broken_pipe);
  return g_test_run ();
}
