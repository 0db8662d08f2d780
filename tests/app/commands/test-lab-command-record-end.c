/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-command-record-end.c - elu-lab train --record killed around its end, and on full disks
 *
 * What is gone on with, or says that it is finished, must have left behind what a run does that nothing
 * interrupted: weights, moments and curves to the last bit. -m slow: 200 kills.
 */

#include "recorded-commands.h"
#include "small-disk.h"

enum { FEW_KILLS = 10, MANY_KILLS = 200, N_MEASURED = 5, N_SIZES = 8, ROOM = 64 << 20 };

/* Short, but early stopping puts back weights of an epoch before. */
#define N_EPOCHS "6"
#define TRAINING(n_epochs)                                                                         \
  "train --record --json --subset 500 --epochs " n_epochs " --early-stopping 40 --model "          \
  "dense64\tdrop.3\tdense10 --learn-alpha --learning-rate 0.02 "                                   \
  "--contestant elu:1 --contestant relu"

static const char training[] = TRAINING (N_EPOCHS);

/* Long enough that there is a checkpoint before the last one. */
static const char longer_training[] = TRAINING ("40");

static gboolean has_small_disk;

/* --- Killed ---------------------------------------------------------------------------------- */

/* Where the end is near: after the last epoch, before the test; and after all is printed, while the last
 * checkpoint is written. Kills begin from either in turn.                                       */
static const char *const marks[]
    = { "{\"event\":\"epoch\",\"epoch\":" N_EPOCHS, "{\"event\":\"end\",\"contestant\":\"relu\"" };

static GSubprocess *
start_and_wait_for (const char *mark)
{
  GSubprocess *child = start_command (training);
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  gboolean found = FALSE;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (out), FALSE);
  while (!found)
    {
      g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, NULL);

      g_assert_nonnull (line);
      found = g_str_has_prefix (line, mark);
    }
  return child;
}

/* Microseconds from the mark to the end of the program. */
static gulong
measure_tail (const char *mark)
{
  gint64 sum = 0;

  for (int i = 0; i < N_MEASURED; i++)
    {
      g_autoptr (GSubprocess) child = start_and_wait_for (mark);
      gint64 start = g_get_monotonic_time ();

      g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
      sum += g_get_monotonic_time () - start;
      remove_runs ();
    }
  return (gulong) (sum / N_MEASURED);
}

static void
test_killed_around_its_end (void)
{
  const int n_kills = g_test_slow () ? MANY_KILLS : FEW_KILLS;
  g_auto (Whole) whole = run_whole (training);
  const gulong tail[] = { measure_tail (marks[0]), measure_tail (marks[1]) };
  int n_of[N_FATES] = { 0 };

  for (int i = 0; i < n_kills; i++)
    {
      g_autoptr (GSubprocess) child = start_and_wait_for (marks[i % 2]);

      g_usleep ((gulong) (tail[i % 2] * g_test_rand_double ()));
      g_subprocess_force_exit (child);
      g_assert_true (g_subprocess_wait (child, NULL, NULL));
      n_of[assert_comes_out (&whole)]++;
      remove_runs ();
    }
  g_test_message (
      "%d kills within %.1f ms after the last epoch or %.1f ms after the test: %d gone on "
      "with, %d finished before; all left behind what the uninterrupted run does",
      n_kills, tail[0] / 1e3, tail[1] / 1e3, n_of[RESUMED], n_of[FINISHED]);
  g_assert_cmpint (n_of[TOO_EARLY], ==, 0);
  g_assert_cmpint (n_of[RESUMED], >, 0);
}

/* --- Disks that are too small ---------------------------------------------------------------- */

static gsize
size_of_files (const char *folder)
{
  g_autoptr (GPtrArray) names = names_in (folder);
  gsize size = 0;

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      GStatBuf status;

      if (g_lstat (path, &status) == 0)
        size += S_ISDIR (status.st_mode) ? size_of_files (path) : (gsize) status.st_size;
    }
  return size;
}

/* What a run takes at most: while the last checkpoint is written, the one before is there too. */
static gsize
measure_need (void)
{
  g_auto (Ran) ran = run_command (longer_training, NULL);
  g_autofree char *id = find_run (), *folder = g_build_filename (runs, id, NULL);
  g_autoptr (GPtrArray) names = names_in (folder);
  g_autofree char *checkpoint = g_build_filename (folder, names->pdata[0], NULL);
  gsize need = size_of_files (folder) + size_of_files (checkpoint);

  g_assert_cmpint (ran.status, ==, 0);
  remove_runs ();
  return need;
}

static void
assert_says_what_helps (const Ran *ran)
{
  g_assert_cmpint (ran->status, ==, 1);
  g_assert_nonnull (strstr (ran->err, "No space left on device. Make room on that disk."));
  g_assert_nonnull (strstr (ran->err, "When there is room, “elu-lab train --resume"));
}

/* Where there is no room at the end, that is said, and what helps: then that does help. */
static Fate
check_size (gsize size, const Whole *whole)
{
  g_autofree char *ends = NULL;
  Fate fate;
  g_auto (Ran) ran = { 0 };

  small_disk_set (data_home, size, FALSE);
  ran = run_command (longer_training, NULL);
  ends = ends_of (ran.out);
  g_assert_cmpstr (ends, ==, whole->ends); /* the training is not disturbed */
  if (ran.status != 0)
    assert_says_what_helps (&ran);
  small_disk_set (data_home, ROOM, TRUE);
  fate = assert_comes_out (whole);
  g_assert_cmpint (fate, ==, ran.status != 0 ? RESUMED : FINISHED);
  small_disk_remove (data_home);
  return fate;
}

static void
test_full_disk (void)
{
  g_auto (Whole) whole = run_whole (longer_training);
  gsize need = measure_need ();
  int n_of[N_FATES] = { 0 };

  if (!has_small_disk)
    {
      g_test_skip ("this system does not let a test have a disk of its own");
      return;
    }
  for (int i = 1; i <= N_SIZES; i++)
    {
      gsize size = need * (gsize) i / (N_SIZES + 1);
      Fate fate = check_size (size, &whole);

      g_test_message ("room for %zu bytes of %zu: %s", size, need,
                      fate == RESUMED ? "gone on with when there was more" : "enough");
      n_of[fate]++;
    }
  g_assert_cmpint (n_of[RESUMED], >=, N_SIZES / 2);
}

int
main (int argc, char **argv)
{
  has_small_disk = small_disk_init ();
  g_test_init (&argc, &argv, NULL);
  use_own_data_home (g_dir_make_tmp ("elu-lab-XXXXXX", NULL));
  g_test_add_func ("/lab/command/record-end/killed-around-its-end", test_killed_around_its_end);
  g_test_add_func ("/lab/command/record-end/full-disk", test_full_disk);
  return run_command_tests ();
}
