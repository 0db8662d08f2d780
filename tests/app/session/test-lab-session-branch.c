/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-session-branch.c - a branch on disk: its past is the other run's, and it can be repeated
 *
 * A run is changed, gone back in behind the change, changed once more and trained to its end. All that
 * the branch's own folder says is then done again by hand.
 */

#include <errno.h>
#include <string.h>
#include <glib/gstdio.h>
#include "idx-files.h"
#include "lab-checkpoint.h"
#include "lab-disk.h"
#include "lab-number.h"
#include "lab-paths.h"
#include "lab-run-folder.h"
#include "lab-run-recorder.h"
#include "lab-training-config.h"
#include "remove-tree.h"
#include "sessions.h"

enum { BRANCH_STEP = 40, N_BLOCKED = 300000 };

static char *data_folder;
static int is_full;

static int
fault_cb (const char *path, gpointer data)
{
  return g_atomic_int_get (&is_full) ? ENOSPC : 0;
}

static void
write_data (const char *folder)
{
  for (int i = 0; i < IDX_N_FILES; i++)
    {
      g_autoptr (GByteArray) bytes = idx_file_new (i < 2 ? IDX_N_TRAIN : IDX_N_TEST, i % 2 == 0);
      g_autofree char *path = g_build_filename (folder, idx_file_names[i], NULL);

      g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
    }
}

static void
run_changed (const char *id, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup (id);
}

static void
use_small_data (Fixture *fixture)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);

  g_strlcpy (setup.data, data_folder, sizeof setup.data);
  strcpy (setup.model, "784-8-10");
  setup.batch = 10;
  setup.epochs = 40;
  lab_training_model_set_setup (fixture->model, &setup);
}

static void
edit_alpha (Fixture *fixture, double alpha)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);

  setup.contestant[0].parameter[0] = alpha;
  lab_training_model_set_setup (fixture->model, &setup);
}

static void
drain_until_still (Fixture *fixture)
{
  while (lab_session_drain (fixture->session))
    g_usleep (1000);
}

static void
pause_at (Fixture *fixture, guint64 step)
{
  set_pace (fixture, 200);
  lab_session_start (fixture->session);
  wait_for_step (fixture, step);
  lab_session_pause (fixture->session);
  drain_until_still (fixture);
}

static void
wait_until_written (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  while (!lab_session_is_written (fixture->session) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (lab_session_is_written (fixture->session));
}

static char *
read_file (const char *id, const char *name)
{
  g_autofree char *folder = lab_run_folder_path (id);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* --- What the files say ------------------------------------------------------------------------ */

/* Both begin with the same bytes, down to the last line of the step. */
static void
assert_same_past (const char *parent, const char *branch, const char *file, guint64 step)
{
  g_autofree char *a = read_file (parent, file), *b = read_file (branch, file);
  gsize same = 0, n_lines = 0;

  while (a[same] != '\0' && a[same] == b[same])
    n_lines += a[same++] == '\n';
  while (same > 0 && a[same - 1] != '\n')
    same--;
  g_assert_cmpuint (n_lines, >, 5);
  /* Where they part the parent is behind the step, or at its end. */
  g_assert_true (a[same] == '\0' || g_ascii_strtoull (a + same, NULL, 10) > step);
}

/* "12,6,0.1,train,0,elu:1,2.30,0.1" */
static char **
find_row (char **lines, guint64 step, int contestant)
{
  for (int i = 1; lines[i] != NULL; i++)
    {
      char **field = g_strsplit (lines[i], ",", -1);

      if (g_strv_length (field) == 8 && g_ascii_strtoull (field[0], NULL, 10) == step
          && g_str_equal (field[3], "train") && atoi (field[4]) == contestant)
        return field;
      g_strfreev (field);
    }
  g_error ("no row for step %d of contestant %d", (int) step, contestant);
}

static void
assert_function (char **lines, guint64 step, const char *function)
{
  g_auto (GStrv) row = find_row (lines, step, 0);

  g_assert_cmpstr (row[5], ==, function);
}

static const LabRunEvent *
get_event (const LabRunRecord *record, guint i)
{
  g_assert_cmpuint (i, <, record->events->len);
  return &g_array_index (record->events, LabRunEvent, i);
}

/* --- Once more, from the record ---------------------------------------------------------------- */

static void
apply_events (nn_trainer *trainer, const LabRunRecord *record, nn_activation *f)
{
  for (guint i = 0; i < record->events->len; i++)
    {
      const LabRunEvent *event = get_event (record, i);

      if (event->step != nn_trainer_get_step (trainer) || !g_str_equal (event->kind, "alpha"))
        continue;
      f[event->contestant].parameter[0] = event->to;
      g_assert_cmpint (nn_trainer_set_activation (trainer, event->contestant, f[event->contestant]),
                       ==, NN_OK);
    }
}

static void
assert_loss (char **lines, guint64 step, int contestant, double loss)
{
  g_auto (GStrv) row = find_row (lines, step, contestant);
  char number[LAB_NUMBER_SIZE];

  g_assert_cmpstr (row[6], ==, lab_number_format (number, 9, loss));
}

static void
assert_weights (nn_trainer *trainer, const LabTrainingConfig *made, const char *id)
{
  g_autofree char *folder = lab_run_folder_path (id);
  nn_snapshot *snapshot = lab_checkpoint_load (folder, &made->config, NULL);
  nn_status status;
  nn_trainer *other = nn_trainer_new (&made->config, &made->train, &status);

  g_assert_nonnull (snapshot);
  g_assert_cmpuint (nn_snapshot_step (snapshot), ==, nn_trainer_get_step (trainer));
  g_assert_cmpint (nn_snapshot_restore (snapshot, other), ==, NN_OK);
  for (int i = 0; i < made->config.n_contestants; i++)
    {
      const nn_network *a = nn_trainer_get_network (trainer, i);
      const nn_network *b = nn_trainer_get_network (other, i);
      gsize n = nn_network_n_parameters (a) * sizeof (float);

      g_assert_cmpmem (nn_network_peek_parameters (a), n, nn_network_peek_parameters (b), n);
    }
  nn_trainer_free (other);
  nn_snapshot_free (snapshot);
}

static void
repeat (const LabRunRecord *record, char **lines)
{
  LabData *data = lab_data_load (record->setup.data, NULL);
  nn_activation f[LAB_MAX_CONTESTANTS];
  LabTrainingConfig made;
  nn_trainer *trainer;
  nn_status status;

  g_assert_true (lab_training_config_make (&record->setup, data, &made, NULL));
  trainer = nn_trainer_new (&made.config, &made.train, &status);
  g_assert_cmpint (nn_trainer_set_dropout (trainer, made.dropout), ==, NN_OK);
  memcpy (f, record->setup.contestant, sizeof f);
  while (nn_trainer_get_step (trainer) < made.n_steps)
    {
      nn_metrics metrics[NN_MAX_CONTESTANTS];

      apply_events (trainer, record, f);
      g_assert_cmpint (nn_trainer_step (trainer, metrics), ==, NN_OK);
      for (int i = 0; i < made.config.n_contestants; i++)
        assert_loss (lines, nn_trainer_get_step (trainer), i, metrics[i].loss);
    }
  assert_weights (trainer, &made, record->id);
  nn_trainer_free (trainer);
  lab_data_unref (data);
}

/* --- Tests ------------------------------------------------------------------------------------- */

static void
test_repeats_from_its_record (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = NULL, *parent = NULL, *text = NULL;
  g_autoptr (LabRunRecord) record = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 changed, kept;

  use_small_data (fixture);
  lab_session_set_recording (fixture->session, run_changed, &id);
  pause_at (fixture, 20);
  edit_alpha (fixture, 0.3);
  changed = lab_training_model_get_step (fixture->model);
  pause_at (fixture, BRANCH_STEP + 10);
  parent = g_strdup (id);
  kept = lab_training_facts_nearest (lab_training_model_get_facts (fixture->model), BRANCH_STEP);
  g_assert_cmpuint (kept, >, changed);
  lab_session_branch (fixture->session, kept);
  drain_until_still (fixture);
  g_assert_cmpstr (id, !=, parent);
  edit_alpha (fixture, 0.7);
  set_pace (fixture, 0);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  wait_until_written (fixture);

  record = lab_run_record_load (id);
  g_assert_null (record->problem);
  g_assert_cmpint (record->state, ==, LAB_RUN_FINISHED);
  g_assert_cmpstr (record->branched_from, ==, parent);
  g_assert_cmpfloat (record->setup.contestant[0].parameter[0], ==, 1);
  g_assert_cmpuint (record->events->len, ==, 3);
  g_assert_cmpuint (get_event (record, 0)->step, ==, changed);
  g_assert_cmpfloat (get_event (record, 0)->to, ==, 0.3);
  g_assert_cmpstr (get_event (record, 1)->kind, ==, "branch");
  g_assert_cmpuint (get_event (record, 2)->step, ==, kept);
  g_assert_cmpfloat (get_event (record, 2)->to, ==, 0.7);
  assert_same_past (parent, id, "metrics.csv", kept);
  assert_same_past (parent, id, "diagnostics.csv", kept);
  text = read_file (id, "metrics.csv");
  lines = g_strsplit (text, "\n", -1);
  assert_function (lines, changed, "elu:1");
  assert_function (lines, changed + 1, "elu:0.3");
  assert_function (lines, kept, "elu:0.3");
  assert_function (lines, kept + 1, "elu:0.7");
  repeat (record, lines);
}

/* What is gone back to is of a run that was taken up from disk: its change is known from there. */
static void
test_of_a_resumed_run (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = NULL, *parent = NULL, *text = NULL;
  g_autoptr (LabRunRecord) record = NULL, before = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 at;

  use_small_data (fixture);
  lab_session_set_recording (fixture->session, run_changed, &id);
  pause_at (fixture, 10);
  edit_alpha (fixture, 0.3);
  pause_at (fixture, 20);
  wait_until_written (fixture);
  lab_session_finish (fixture->session);
  drain_until_still (fixture);
  wait_until_written (fixture);
  g_assert_finalize_object (fixture->session);
  fixture->session = lab_session_new (fixture->model);
  lab_session_set_recording (fixture->session, run_changed, &id);
  before = lab_run_record_load (id);
  lab_session_resume (fixture->session, before);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  at = lab_training_model_get_step (fixture->model);
  parent = g_strdup (id);
  pause_at (fixture, at + 15);
  lab_session_branch (fixture->session, at);
  drain_until_still (fixture);
  set_pace (fixture, 0);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  wait_until_written (fixture);

  record = lab_run_record_load (id);
  g_assert_cmpstr (record->branched_from, ==, parent);
  g_assert_cmpfloat (record->setup.contestant[0].parameter[0], ==, 1);
  g_assert_cmpfloat (get_event (record, 0)->to, ==, 0.3);
  assert_same_past (parent, id, "metrics.csv", at);
  text = read_file (id, "metrics.csv");
  lines = g_strsplit (text, "\n", -1);
  repeat (record, lines);
}

/* So long that the curves have forgotten single values: a peak among them is still one. */
static void
test_long_past (Fixture *fixture, gconstpointer unused)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (fixture->model);
  LabRunFacts facts = { .data_name = "mnist-sample" };
  LabRunRecorder *parent = lab_run_recorder_new (setup, &facts, NULL), *branch;
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (parent)), *branched = NULL;
  g_autofree char *a = NULL, *b = NULL;

  for (guint64 step = 1; step <= N_BLOCKED; step++)
    lab_run_recorder_add_step (parent, 0, step, 1, 1, step == 1234 ? 50 : 0.25, 0.5);
  lab_run_recorder_add_validation (parent, 0, N_BLOCKED - 20, 1, 1, 0.125, 0.75);
  facts.branched_from = id;
  facts.branched_at = N_BLOCKED - 10;
  branch = lab_run_recorder_branch (setup, &facts, parent, NULL);
  branched = g_strdup (lab_run_recorder_get_id (branch));
  lab_run_recorder_add_step (branch, 0, N_BLOCKED - 9, 1, 1, 0.5, 0.5);
  g_assert_true (lab_run_recorder_close (branch, NULL));
  a = read_file (id, "metrics.csv");
  b = read_file (branched, "metrics.csv");
  g_assert_nonnull (strstr (b, "\n1234,1,1,train,0,elu:1,50,0.5\n"));
  g_assert_true (g_str_has_suffix (b, "\n299990,1,1,train,0,elu:1,0.25,0.5\n"
                                      "299991,1,1,train,0,elu:1,0.5,0.5\n"));
  g_assert_cmpint (memcmp (a, b, strlen (b) - 40), ==, 0);
}

/* The disk is full as the branch begins: nothing of the other run is lost, and once there is room the
 * branch has all of it.                                                                         */
static void
test_full_disk (Fixture *fixture, gconstpointer unused)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (fixture->model);
  LabRunFacts facts = { .data_name = "mnist-sample" };
  LabRunRecorder *parent = lab_run_recorder_new (setup, &facts, NULL), *branch;
  g_autofree char *id = g_strdup (lab_run_recorder_get_id (parent)), *branched = NULL;
  g_autofree char *problem = NULL, *a = NULL, *b = NULL;

  for (guint64 step = 1; step <= 100; step++)
    lab_run_recorder_add_step (parent, 0, step, 1, 1, 0.25, 0.5);
  facts.branched_from = id;
  facts.branched_at = 100;
  g_atomic_int_set (&is_full, TRUE);
  branch = lab_run_recorder_branch (setup, &facts, parent, NULL);
  branched = g_strdup (lab_run_recorder_get_id (branch));
  lab_run_recorder_add_step (branch, 0, 101, 1, 1, 0.5, 0.5);
  g_assert_false (lab_run_recorder_flush (branch, NULL));
  problem = lab_run_recorder_get_problem (branch);
  g_assert_nonnull (strstr (problem, "No space left on device"));
  g_atomic_int_set (&is_full, FALSE);
  g_assert_true (lab_run_recorder_close (branch, NULL));
  a = read_file (id, "metrics.csv");
  b = read_file (branched, "metrics.csv");
  g_assert_true (g_str_has_suffix (a, "\n100,1,1,train,0,elu:1,0.25,0.5\n"));
  g_assert_true (g_str_has_prefix (b, a));
  g_assert_cmpstr (b + strlen (a), ==, "101,1,1,train,0,elu:1,0.5,0.5\n");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  lab_paths_init ();
  lab_disk_set_fault (fault_cb, NULL);
  g_test_init (&argc, &argv, NULL);
  data_folder = g_build_filename (home, "data", NULL);
  g_assert_cmpint (g_mkdir (data_folder, 0777), ==, 0);
  write_data (data_folder);
  ADD ("/lab/session/branch/repeats-from-its-record", test_repeats_from_its_record);
  ADD ("/lab/session/branch/of-a-resumed-run", test_of_a_resumed_run);
  ADD ("/lab/session/branch/long-past", test_long_past);
  ADD ("/lab/session/branch/full-disk", test_full_disk);
  status = g_test_run ();
  remove_tree (home);
  g_free (data_folder);
  return status;
}
