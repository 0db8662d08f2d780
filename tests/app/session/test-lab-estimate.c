/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-estimate.c - how long a training will take: what comes out, and that no thread is left behind */

#include <string.h>
#include "lab-estimate.h"
#include "lab-paths.h"
#include "lab-session.h"

typedef struct {
  LabData *data;
  LabTrainingConfig made;
  GCancellable *cancellable;
  LabEstimate estimate;
  gboolean called, made_one;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  const LabTrainingSetup setup = lab_training_setup_default ();
  g_autoptr (GError) error = NULL;

  fixture->data = lab_data_load (LAB_DATA_SAMPLE, &error);
  g_assert_no_error (error);
  lab_training_config_make (&setup, fixture->data, &fixture->made, &error);
  g_assert_no_error (error);
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_object_unref (fixture->cancellable);
  lab_data_unref (fixture->data);
}

/* Of this process, by the name that they were given; those that they start have it from them. */
static guint
count_threads (const char *name)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;
  guint n = 0;

  while ((id = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", id, "comm", NULL);
      g_autofree char *found = NULL;

      n += g_file_get_contents (path, &found, NULL, NULL) && g_str_equal (g_strchomp (found), name);
    }
  return n;
}

static void
estimated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->called = TRUE;
  fixture->made_one = lab_estimate_finish (result, &fixture->estimate);
}

static void
start (Fixture *fixture)
{
  fixture->called = FALSE;
  lab_estimate_start (&fixture->made, fixture->data, fixture->cancellable, estimated_cb, fixture);
}

static void
wait (Fixture *fixture)
{
  while (!fixture->called)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_estimate (Fixture *fixture, gconstpointer unused)
{
  start (fixture);
  wait (fixture);
  g_assert_cmpuint (count_threads ("estimate"), ==, 0);
  g_assert_true (fixture->made_one);
  g_assert_cmpfloat (fixture->estimate.step_seconds, >, 0);
  g_assert_cmpfloat (fixture->estimate.epoch_seconds, >, fixture->estimate.step_seconds);
}

/* The process could end now: no thread computes. Whoever had asked hears that there is no estimate. */
static void
test_end_all (Fixture *fixture, gconstpointer unused)
{
  for (int i = 0; i < 3; i++)
    {
      start (fixture);
      g_usleep ((gulong) i * 5000);
      lab_estimate_end_all ();
      g_assert_cmpuint (count_threads ("estimate"), ==, 0);
      wait (fixture);
      g_assert_false (fixture->made_one);
      g_cancellable_reset (fixture->cancellable);
    }
  lab_estimate_end_all ();
}

/* With the session, whose set-up is tried out by itself after a while. */
static void
test_session_ends (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  LabSession *session = lab_session_new (model);
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  lab_session_prepare (session);
  while (count_threads ("estimate") == 0 && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (200);
    }
  g_assert_cmpuint (count_threads ("estimate"), >=, 1);
  g_assert_finalize_object (session);
  g_assert_cmpuint (count_threads ("estimate"), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/lab/estimate/estimate", test_estimate },
    { "/lab/estimate/end-all", test_end_all },
    { "/lab/estimate/session-ends", test_session_ends },
  };

  lab_paths_init (); /* where the sample lies */
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
