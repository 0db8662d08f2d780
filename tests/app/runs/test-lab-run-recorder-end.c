/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-run-recorder-end.c - what a crash near the end of a run, or before, leaves on disk
 *
 * Records and checkpoints of two moments, as versions of the program left them when they were killed:
 * they end as the run that nothing interrupted, and are listed as what they are.
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "lab-run-log.h"
#include "lab-run-metrics.h"
#include "lab-run-store.h"
#include "recorded-runs.h"

/* --- Killed while it ended ------------------------------------------------------------------- */

static void
train_until (Run *run, guint64 step)
{
  while (nn_trainer_get_step (run->trainer) < step)
    {
      record_step (run);
      after_step (run);
    }
  assert_flushed (run->recorder);
}

static void
assert_ends_as_whole (const char *id)
{
  Run run;

  g_assert_true (resume (&run, id));
  train_to_end (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  assert_whole (id);
}

static void
replace_in_record (const char *id, const char *old, const char *new)
{
  g_autofree char *path = file_of (id, "run.json"), *text = read_of (id, "run.json");
  g_autoptr (GString) replaced = g_string_new (text);

  g_assert_cmpuint (g_string_replace (replaced, old, new, 0), ==, 1);
  g_assert_true (g_file_set_contents (path, replaced->str, -1, NULL));
}

/* Versions before wrote that it is finished, and then its last checkpoint. */
static void
test_finished_with_an_early_checkpoint (void)
{
  g_autofree char *id = NULL, *early = NULL, *aside = NULL, *last = NULL;
  g_autoptr (LabRunRecord) record = NULL;
  Run run;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_until (&run, 3);
  early = file_of (id, "checkpoint-3");
  aside = file_of (id, "aside");
  g_assert_cmpint (g_rename (early, aside), ==, 0);
  train_to_end (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  last = file_of (id, "checkpoint-6.1");
  g_assert_true (g_file_test (last, G_FILE_TEST_IS_DIR));
  lab_disk_remove (last);
  g_assert_cmpint (g_rename (aside, early), ==, 0);

  record = lab_run_record_load (id);
  g_assert_cmpint (record->state, ==, LAB_RUN_RUNNING);
  g_assert_cmpuint (record->step, ==, 3);
  g_assert_cmpfloat (record->seconds, ==, 3);
  g_assert_true (isnan (record->result[0].validation_loss));
  assert_ends_as_whole (id);
  remove_run (id);
}

/* The checkpoint is of the last step, but its weights are not those of the lowest validation loss. */
static void
test_finished_without_its_best (void)
{
  g_autofree char *id = NULL;
  Run run;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_until (&run, N_STEPS);
  lab_run_recorder_set_state (run.recorder, LAB_RUN_FINISHED);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  assert_ends_as_whole (id);
  remove_run (id);
}

/* Its last checkpoint is there, and the test is in the curves; the record does not say so yet. */
static void
test_cut_off_before_the_last_record (void)
{
  g_autofree char *id = NULL;
  Run run;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_to_end (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  replace_in_record (id, "\"finished\"", "\"running\"");
  assert_ends_as_whole (id);
  remove_run (id);
}

/* A run without its checkpoint, however far it came. */
static char *
make_without_checkpoint (guint64 steps)
{
  g_autofree char *folder = NULL, *name = NULL;
  char *id;
  Run run;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_until (&run, steps);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  name = g_strdup_printf ("checkpoint-%llu", (unsigned long long) steps);
  folder = file_of (id, name);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  lab_disk_remove (folder);
  return id;
}

/* Of short runs that is all: they begin anew, and end with the same bits. */
static void
test_cut_off_before_the_first_checkpoint (void)
{
  for (guint64 steps = 1; steps <= N_STEPS; steps++)
    {
      g_autofree char *id = make_without_checkpoint (steps);

      assert_ends_as_whole (id);
      remove_run (id);
    }
}

static void
assert_lacks_weights (const char *id, gboolean lacks)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);

  g_assert_cmpint (record->state, ==, LAB_RUN_FINISHED);
  g_assert_cmpint (record->lacks_weights, ==, lacks);
}

static void
assert_not_resumed (const char *id, LabError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  nn_snapshot *snapshot = NULL;

  g_assert_null (lab_run_resume (id, &config, "ab", &snapshot, &error));
  g_assert_null (snapshot);
  g_assert_error (error, LAB_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, says));
}

/* The set-up does not lead there: it began in another run, or a person changed alpha on the way. One
 * that is finished, and was changed by nobody, is made again.                                   */
static void
test_cannot_begin_anew (void)
{
  g_autofree char *branch = make_without_checkpoint (1), *changed = make_without_checkpoint (2);
  g_autofree char *unchanged = make_without_checkpoint (1);

  replace_in_record (branch, "\"branched_from\":null",
                     "\"branched_from\":{\"run\":\"a\",\"step\":1}");
  assert_not_resumed (branch, LAB_ERROR_DATA, "no checkpoint to go on from");
  replace_in_record (changed, "\"running\"", "\"finished\"");
  assert_lacks_weights (changed, FALSE);
  assert_not_resumed (changed, LAB_ERROR_USAGE, "This run is finished");
  replace_in_record (unchanged, "\"running\"", "\"finished\"");
  assert_lacks_weights (unchanged, TRUE);
  assert_ends_as_whole (unchanged);
  assert_lacks_weights (unchanged, FALSE);
  remove_run (branch);
  remove_run (changed);
  remove_run (unchanged);
}

/* Of a run that was stopped, tested and gone on with by a version that let the tests stay: they are
 * not its end.                                                                                  */
static void
test_earlier_tests_stay (void)
{
  static const char lines[] = "1,0.5,1,train,0,elu:1,2,0.5\n"
                              "1,0.5,1,test,0,elu:1,2,0.5\n"
                              "2,1,2,train,0,elu:1,2,0.5\n";
  static const char closing[] = "2,1,3,test,0,elu:1,2,0.5\n"
                                "2,1,3,test,1,relu,2,0.5\n";
  g_autofree char *path = g_build_filename (data_home, "lines.csv", NULL);
  g_autofree char *text = g_strconcat (lines, closing, NULL);
  double seconds;
  int fd;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  fd = g_open (path, O_RDONLY, 0);
  g_assert_cmpint (lab_run_log_find_end (fd, 2, "test", &seconds), ==, strlen (lines));
  g_assert_cmpfloat (seconds, ==, 2);
  g_assert_cmpint (lab_run_log_find_end (fd, 2, NULL, &seconds), ==, strlen (text));
  g_assert_cmpfloat (seconds, ==, 3);
  g_assert_cmpint (lab_run_log_find_end (fd, 1, "test", &seconds), ==, strlen (lines) / 3 + 1);
  close (fd);
  g_unlink (path);
}

/* --- How far it came --------------------------------------------------------------------------- */

static void
assert_same (double value, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat (value, ==, expected);
}

static void
assert_came_to (const char *id, guint64 step, double seconds, double validation_loss)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);

  g_assert_cmpint (record->state, ==, LAB_RUN_RUNNING);
  g_assert_cmpuint (record->step, ==, step);
  assert_same (record->seconds, seconds);
  assert_same (record->result[0].validation_loss, validation_loss);
}

/* The record was written when it began. With a checkpoint that is where it goes on; without one, the
 * last whole line.                                                                              */
static void
test_interrupted_says_what_is_on_disk (void)
{
  g_autofree char *id = NULL, *first = NULL, *path = NULL, *metrics = NULL, *folder = NULL;
  Run run;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  assert_flushed (run.recorder);
  first = read_of (id, "run.json");
  train_until (&run, 5);
  record_step (&run);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  path = file_of (id, "run.json");
  g_assert_true (g_file_set_contents (path, first, -1, NULL));
  assert_came_to (id, 5, 5, 1. / 5);

  folder = file_of (id, "checkpoint-5");
  lab_disk_remove (folder);
  assert_came_to (id, 6, 6, 1. / 5);
  metrics = file_of (id, "metrics.csv");
  g_assert_cmpint (truncate (metrics, (off_t) strlen (lab_run_metrics_header ()) + 3), ==, 0);
  assert_came_to (id, 0, NAN, NAN);
  remove_run (id);
}

/* --- What a crash has left -------------------------------------------------------------------- */

static void
make_leftovers (const char *id)
{
  g_autofree char *record = file_of (id, "run.json.part"), *glib = file_of (id, "run.json.A1b2C3");
  g_autofree char *checkpoint = file_of (id, "checkpoint.part");
  g_autofree char *inside = g_build_filename (checkpoint, "1-elu-1.safetensors", NULL);

  g_assert_true (g_file_set_contents (record, "{", -1, NULL));
  g_assert_true (g_file_set_contents (glib, "{", -1, NULL));
  g_assert_cmpint (g_mkdir (checkpoint, 0777), ==, 0);
  g_assert_true (g_file_set_contents (inside, "half", -1, NULL));
}

static guint
count_files (const char *id)
{
  g_autofree char *path = lab_run_folder_path (id);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_leftovers_are_removed (void)
{
  g_autofree char *id = NULL;
  guint n;
  Run run;

  begin (&run);
  id = g_strdup (lab_run_recorder_get_id (run.recorder));
  train_until (&run, 2);
  n = count_files (id);
  make_leftovers (id);
  lab_run_store_tidy ();
  g_assert_cmpuint (count_files (id), ==, n + 3); /* it is being trained */
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  lab_run_store_tidy ();
  g_assert_cmpuint (count_files (id), ==, n);
  make_leftovers (id);
  lab_run_store_purge ();
  g_assert_cmpuint (count_files (id), ==, n);
  make_leftovers (id);
  g_assert_true (resume (&run, id));
  g_assert_cmpuint (count_files (id), ==, n);
  assert_closed (run.recorder);
  nn_trainer_free (run.trainer);
  remove_run (id);
}

int
main (int argc, char **argv)
{
  use_own_folder ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/run-recorder/finished-with-an-early-checkpoint",
                   test_finished_with_an_early_checkpoint);
  g_test_add_func ("/lab/run-recorder/finished-without-its-best", test_finished_without_its_best);
  g_test_add_func ("/lab/run-recorder/cut-off-before-the-last-record",
                   test_cut_off_before_the_last_record);
  g_test_add_func ("/lab/run-recorder/cut-off-before-the-first-checkpoint",
                   test_cut_off_before_the_first_checkpoint);
  g_test_add_func ("/lab/run-recorder/cannot-begin-anew", test_cannot_begin_anew);
  g_test_add_func ("/lab/run-recorder/earlier-tests-stay", test_earlier_tests_stay);
  g_test_add_func ("/lab/run-recorder/interrupted-says-what-is-on-disk",
                   test_interrupted_says_what_is_on_disk);
  g_test_add_func ("/lab/run-recorder/leftovers-are-removed", test_leftovers_are_removed);
  return run_recorder_tests ();
}
