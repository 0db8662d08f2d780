/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-record.c - elu-lab train --record and --resume from outside: killed, then gone on with
 *
 * The weights at the end are known by their SHA-256, which must be that of a training that nothing
 * interrupted. -m slow: 100 kills.
 */

#include "recorded-commands.h"

/* Enough epochs that most of a training's time is spent in steps, not in starting. */
enum { FEW_KILLS = 4, MANY_KILLS = 100, N_CONTESTANTS = 3, N_EPOCHS = 60, STEPS_PER_EPOCH = 12 };

/* The rows of the curves: each step and each epoch's validation for each contestant, and the tests;
 * then the line of names and the end of the file.                                               */
#define N_LINES (N_CONTESTANTS * (N_EPOCHS * (STEPS_PER_EPOCH + 1) + 1) + 2)

/* With all that a state has: moments, early stopping's best weights, learned alphas, dropout, and a
 * learning rate that follows from the step. A tab parts the layers.                             */
#define TRAINING                                                                                   \
  "--json --subset 1500 --epochs 60 --early-stopping 60 --model "                                  \
  "dense64\tdrop.3\tdense32\tdense10 "                                                             \
  "--learn-alpha --optimizer adamw --schedule cosine "                                             \
  "--contestant elu:1 --contestant relu --contestant leaky-relu:0.1"

/* Until there is a checkpoint, new or old. */
static void
wait_for_checkpoint (void)
{
  gboolean there = FALSE;

  for (int i = 0; i < 10000 && !there; i++)
    {
      g_autofree char *id = find_run (), *folder = NULL;
      g_autoptr (GDir) dir = NULL;
      const char *name;

      g_usleep (1000);
      folder = g_build_filename (runs, id, NULL);
      dir = g_dir_open (folder, 0, NULL);
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        there |= g_str_has_prefix (name, "checkpoint-");
    }
  g_assert_true (there);
}

static void
test_recorded (void)
{
  g_auto (Ran) ran = run_command ("train --record " TRAINING, NULL);
  g_auto (Ran) plain = run_command ("train " TRAINING, NULL);
  g_autofree char *id = find_run (), *first = NULL, *metrics = NULL, *path = NULL;
  g_autofree char *ends = ends_of (ran.out), *plain_ends = ends_of (plain.out);
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (ran.status, ==, 0);
  g_assert_cmpstr (ran.err, ==, "");
  first = g_strdup_printf ("{\"event\":\"run\",\"id\":\"%s\",\"step\":0}\n", id);
  g_assert_true (g_str_has_prefix (ran.out, first));
  g_assert_cmpstr (ends, ==, plain_ends);

  path = g_build_filename (runs, id, "metrics.csv", NULL);
  g_assert_true (g_file_get_contents (path, &metrics, NULL, NULL));
  lines = g_strsplit (metrics, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_LINES);
  remove_runs ();
}

static Fate
kill_and_resume (gulong life, const Whole *whole)
{
  g_autoptr (GSubprocess) child = start_command ("train --record " TRAINING);
  Fate fate;

  g_usleep (life);
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  fate = assert_comes_out (whole);
  remove_runs ();
  return fate;
}

static void
test_killed_and_resumed (void)
{
  const int n_kills = g_test_slow () ? MANY_KILLS : FEW_KILLS;
  g_auto (Whole) whole = run_whole ("train --record " TRAINING);
  int n_of[N_FATES] = { 0 }, n_tries = 0;

  for (; n_of[RESUMED] < n_kills; n_tries++)
    {
      g_assert_cmpint (n_tries, <, 20 * n_kills);
      n_of[kill_and_resume ((gulong) (whole.life * g_test_rand_double ()), &whole)]++;
    }
  g_test_message (
      "%d kills during training, %d after its end, %d before there was a record; all of "
      "the %d left behind what the uninterrupted run does",
      n_of[RESUMED], n_of[FINISHED], n_of[TOO_EARLY], n_of[RESUMED] + n_of[FINISHED]);
}

/* The resumed one is killed too, and so on; the file of the curves is whole at the end. */
static void
test_killed_again_and_again (void)
{
  g_auto (Whole) whole = run_whole ("train --record " TRAINING);
  g_autofree char *command = g_strdup ("train --record " TRAINING);
  g_autofree char *id = NULL, *ends = NULL, *left = NULL;
  g_auto (Ran) last = { 0 };

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GSubprocess) child = start_command (command);

      wait_for_checkpoint ();
      g_usleep (whole.life
                / 10); /* of this machine's time, so that all three fall into the training */
      g_subprocess_force_exit (child);
      g_assert_true (g_subprocess_wait (child, NULL, NULL));
      g_free (id);
      id = find_run ();
      g_free (command);
      command = g_strconcat ("train --json --resume ", id, NULL);
    }
  last = run_command (command, NULL);
  g_assert_cmpstr (last.err, ==, "");
  g_assert_cmpint (last.status, ==, 0);
  ends = ends_of (last.out);
  g_assert_cmpstr (ends, ==, whole.ends);
  left = fingerprint (id);
  g_assert_cmpstr (left, ==, whole.fingerprint);
  remove_runs ();
}

static void
test_refusals (void)
{
  g_auto (Ran) ran = { 0 };
  g_autofree char *id = NULL, *command = NULL, *with_epochs = NULL;

  assert_fails ("train --resume nothing", 2, "elu-lab train: ", "nothing");
  assert_fails ("train --record --split article", 2, "elu-lab train: ", "--record");
  assert_fails ("train --record --schedule step:0.5:3", 2, "elu-lab train: ", "--record");
  ran = run_command ("train --record --json --subset 200 --epochs 1 --contestant relu", NULL);
  g_assert_cmpint (ran.status, ==, 0);
  id = find_run ();
  command = g_strconcat ("train --resume ", id, NULL);
  assert_fails (command, 2, "elu-lab train: ", "is finished");
  with_epochs = g_strconcat (command, " --epochs 5", NULL);
  assert_fails (with_epochs, 2, "elu-lab train: ", "“--epochs” cannot be given with --resume");
  remove_runs ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  use_own_data_home (own_folder_new ());
  g_test_add_func ("/lab/command/record/recorded", test_recorded);
  g_test_add_func ("/lab/command/record/killed-and-resumed", test_killed_and_resumed);
  g_test_add_func ("/lab/command/record/killed-again-and-again", test_killed_again_and_again);
  g_test_add_func ("/lab/command/record/refusals", test_refusals);
  return run_command_tests ();
}
