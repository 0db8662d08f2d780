/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-session-record.c - a live training on disk: at its end, on a full disk, and taken up again
 *
 * The disk is full by a fault of lab-disk.h that a flag turns on and off.
 */

#include <errno.h>
#include <string.h>
#include <glib/gstdio.h>
#include "lab-checkpoint.h"
#include "lab-disk.h"
#include "lab-paths.h"
#include "lab-run-folder.h"
#include "remove-tree.h"
#include "sessions.h"

static int is_full;

static int
fault_cb (const char *path, gpointer data)
{
  return g_atomic_int_get (&is_full) ? ENOSPC : 0;
}

static void
run_changed (const char *id, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup (id);
}

/* As the window's main loop does, without draining: an ended run is looked after all the same. */
static void
wait_until (Fixture *fixture, gboolean (*is_so) (Fixture *fixture))
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  while (!is_so (fixture) && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
  g_assert_true (is_so (fixture));
}

static const char *
get_notice (Fixture *fixture)
{
  return lab_training_model_get_facts (fixture->model)->notice;
}

static gboolean
has_notice (Fixture *fixture)
{
  return get_notice (fixture) != NULL;
}

static gboolean
is_written (Fixture *fixture)
{
  return lab_session_is_written (fixture->session);
}

static char *
path_in (const char *id, const char *name)
{
  g_autofree char *folder = lab_run_folder_path (id);

  return g_build_filename (folder, name, NULL);
}

static void
train_to_end (Fixture *fixture)
{
  set_pace (fixture, 0);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
}

static void
pause_at (Fixture *fixture, guint64 step)
{
  set_pace (fixture, 300);
  lab_session_start (fixture->session);
  wait_for_step (fixture, step);
  lab_session_finish (fixture->session);
  while (lab_session_drain (fixture->session))
    g_usleep (2000);
  wait_until (fixture, is_written);
}

static void
assert_finished (const char *id)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);
  g_autofree char *folder = lab_run_folder_path (id);
  guint64 step = 0;

  g_assert_cmpint (record->state, ==, LAB_RUN_FINISHED);
  g_assert_true (lab_checkpoint_find (folder, &step));
  g_assert_cmpuint (step, ==, record->step);
}

/* The room that was missing when the run ended comes later: nothing is lost, and the notice goes. */
static void
test_full_at_its_end (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (LabRunRecord) record = NULL;
  g_autofree char *id = NULL;

  lab_session_set_recording (fixture->session, run_changed, &id);
  pause_at (fixture, 30);
  g_assert_null (get_notice (fixture));
  g_atomic_int_set (&is_full, TRUE);
  train_to_end (fixture);
  wait_until (fixture, has_notice);
  g_assert_nonnull (strstr (get_notice (fixture), "No space left on device"));
  g_assert_false (is_written (fixture));
  record = lab_run_record_load (id);
  g_assert_cmpint (record->state, !=, LAB_RUN_FINISHED);

  g_atomic_int_set (&is_full, FALSE);
  wait_until (fixture, is_written);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  g_assert_null (get_notice (fixture));
  assert_finished (id);
}

/* Each to the same end. */
static void
assert_same_files (const char *first, const char *second)
{
  static const char *const names[] = { "1-elu-1.safetensors", "2-relu.safetensors" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (first, names[i], NULL), *a = NULL, *b = NULL;
      g_autofree char *other = g_build_filename (second, names[i], NULL);
      gsize n_a, n_b;

      g_assert_true (g_file_get_contents (path, &a, &n_a, NULL));
      g_assert_true (g_file_get_contents (other, &b, &n_b, NULL));
      g_assert_cmpmem (a, n_a, b, n_b);
    }
}

static void
anew (Fixture *fixture, char **id)
{
  g_object_unref (fixture->session);
  fixture->session = lab_session_new (fixture->model);
  lab_session_set_recording (fixture->session, run_changed, id);
}

static void
resume (Fixture *fixture, const char *id, LabRunState state, guint64 step)
{
  g_autoptr (LabRunRecord) record = lab_run_record_load (id);

  g_assert_cmpint (record->state, ==, state);
  lab_session_resume (fixture->session, record);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), ==, step);
  g_assert_false (lab_training_model_get_curves (fixture->model, 0)->test_accuracy >= 0);
}

/* The only one that there is. */
static char *
checkpoint_of (const char *id)
{
  g_autofree char *folder = lab_run_folder_path (id);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  char *found = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "checkpoint-"))
      {
        g_assert_null (found);
        found = path_in (id, name);
      }
  g_assert_nonnull (found);
  return found;
}

/* The record says that it is finished, the checkpoint is of a step before: as versions left it that
 * were killed between the two.                                                                  */
static void
test_finishes_what_says_it_is (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = NULL, *early = NULL, *aside = NULL, *last = NULL, *first = NULL;
  g_autofree char *second = NULL;
  double accuracy;
  guint64 step;

  lab_session_set_recording (fixture->session, run_changed, &id);
  pause_at (fixture, 30);
  step = lab_training_model_get_step (fixture->model);
  early = checkpoint_of (id);
  aside = path_in (id, "aside");
  g_assert_cmpint (g_rename (early, aside), ==, 0);
  train_to_end (fixture);
  accuracy = lab_training_model_get_curves (fixture->model, 0)->test_accuracy;
  wait_until (fixture, is_written);
  assert_finished (id);
  anew (fixture, &id);
  last = checkpoint_of (id);
  first = path_in (id, "first");
  g_assert_cmpint (g_rename (last, first), ==, 0);
  g_assert_cmpint (g_rename (aside, early), ==, 0);

  resume (fixture, id, LAB_RUN_RUNNING, step);
  train_to_end (fixture);
  wait_until (fixture, is_written);
  g_assert_cmpfloat (lab_training_model_get_curves (fixture->model, 0)->test_accuracy, ==,
                     accuracy);
  assert_finished (id);
  second = checkpoint_of (id);
  assert_same_files (first, second);
}

/* Cut off before its first checkpoint: it begins anew, and ends with the same bits. */
static void
test_begins_anew (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *whole = NULL, *id = NULL, *first = NULL, *second = NULL, *early = NULL;

  lab_session_set_recording (fixture->session, run_changed, &whole);
  train_to_end (fixture);
  anew (fixture, &id);
  lab_session_reset (fixture->session);
  pause_at (fixture, 3);
  anew (fixture, &id);
  early = checkpoint_of (id);
  lab_disk_remove (early);

  resume (fixture, id, LAB_RUN_PAUSED, 0);
  train_to_end (fixture);
  wait_until (fixture, is_written);
  assert_finished (id);
  first = checkpoint_of (whole);
  second = checkpoint_of (id);
  g_assert_cmpstr (whole, !=, id);
  assert_same_files (first, second);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  lab_paths_init (); /* where the sample lies */
  lab_disk_set_fault (fault_cb, NULL);
  g_test_init (&argc, &argv, NULL);
  ADD ("/lab/session/record/full-at-its-end", test_full_at_its_end);
  ADD ("/lab/session/record/finishes-what-says-it-is", test_finishes_what_says_it_is);
  ADD ("/lab/session/record/begins-anew", test_begins_anew);
  status = g_test_run ();
  remove_tree (home);
  return status;
}
