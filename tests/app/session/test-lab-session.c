/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-session.c - a live training without a window: start, pause, step, reset, failures */

#include <glib.h>
#include <math.h>
#include <string.h>
#include "lab-paths.h"
#include "remove-tree.h"
#include "sessions.h"

static void
test_runs_to_the_end (Fixture *fixture, gconstpointer unused)
{
  lab_session_start (fixture->session);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_LOADING);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), ==, 142);
  for (int i = 0; i < lab_training_model_get_n_contestants (fixture->model); i++)
    {
      const LabContestantCurves *curves = lab_training_model_get_curves (fixture->model, i);

      g_assert_cmpuint (lab_series_length (&curves->loss), ==, 142);
      g_assert_cmpuint (lab_series_length (&curves->validation_accuracy), ==, 2);
      g_assert_cmpfloat (lab_series_y (&curves->validation_accuracy, 1), >, 0.88);
      g_assert_cmpfloat (curves->test_accuracy, >, 0.88);
    }
}

static void
test_pauses_and_resumes (Fixture *fixture, gconstpointer unused)
{
  guint64 step;

  set_pace (fixture, 200);
  lab_session_start (fixture->session);
  wait_for_step (fixture, 5);
  lab_session_pause (fixture->session);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_PAUSED);
  /* A step under way may still arrive, and no more. */
  g_usleep (100000);
  lab_session_drain (fixture->session);
  step = lab_training_model_get_step (fixture->model);
  g_usleep (100000);
  lab_session_drain (fixture->session);
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), ==, step);
  lab_session_start (fixture->session);
  wait_for_step (fixture, step + 5);
}

static void
test_single_steps (Fixture *fixture, gconstpointer unused)
{
  for (guint64 step = 1; step <= 3; step++)
    {
      lab_session_step (fixture->session);
      wait_for_step (fixture, step);
      wait_for_state (fixture, LAB_TRAINING_PAUSED);
      g_usleep (20000);
      lab_session_drain (fixture->session);
      g_assert_cmpuint (lab_training_model_get_step (fixture->model), ==, step);
    }
}

/* A run that was paused, stepped and resumed is the run that was left alone. */
static void
test_interruptions_change_nothing (Fixture *fixture, gconstpointer unused)
{
  double undisturbed[142];
  const LabSeries *loss = &lab_training_model_get_curves (fixture->model, 0)->loss;

  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  for (guint i = 0; i < 142; i++)
    undisturbed[i] = lab_series_y (loss, i);

  lab_session_reset (fixture->session);
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), ==, 0);
  lab_session_step (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  set_pace (fixture, 300);
  lab_session_start (fixture->session);
  wait_for_step (fixture, 20);
  lab_session_pause (fixture->session);
  set_pace (fixture, 0);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  g_assert_cmpuint (lab_series_length (loss), ==, 142);
  for (guint i = 0; i < 142; i++)
    g_assert_cmpfloat (lab_series_y (loss, i), ==, undisturbed[i]);
}

static void
test_another_seed_is_another_run (Fixture *fixture, gconstpointer unused)
{
  LabTrainingSetup setup;
  double first;

  lab_session_step (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  first = lab_series_y (&lab_training_model_get_curves (fixture->model, 0)->loss, 0);
  lab_session_reset (fixture->session);
  setup = *lab_training_model_get_setup (fixture->model);
  setup.seed++;
  lab_training_model_set_setup (fixture->model, &setup);
  lab_session_step (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  g_assert_cmpfloat (lab_series_y (&lab_training_model_get_curves (fixture->model, 0)->loss, 0), !=,
                     first);
}

/* Plain gradient descent with a rate of 1e6 is over in a few steps, and says so. */
static void
test_divergence_is_told (Fixture *fixture, gconstpointer unused)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);

  setup.optimizer = NN_SGD;
  setup.learning_rate = 1e6;
  lab_training_model_set_setup (fixture->model, &setup);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  for (int i = 0; i < lab_training_model_get_n_contestants (fixture->model); i++)
    {
      g_assert_true (lab_training_model_get_curves (fixture->model, i)->diverged);
      g_assert_true (isnan (lab_training_model_get_curves (fixture->model, i)->test_accuracy));
    }
}

static void
test_equal_contestants_do_not_start (Fixture *fixture, gconstpointer unused)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);

  setup.contestant[1] = setup.contestant[0];
  lab_training_model_set_setup (fixture->model, &setup);
  lab_session_start (fixture->session);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_READY);
}

static void
note_state (LabSession *session, GParamSpec *pspec, GString *seen)
{
  static const char letters[LAB_SESSION_N_STATES] = "YLMRSEBPFX";

  g_assert_cmpint (lab_session_get_state (session), <, LAB_SESSION_N_STATES);
  g_string_append_c (seen, letters[lab_session_get_state (session)]);
}

/* What others bind: each state once, in its order, and what is looked at, from either side. */
static void
test_says_its_state (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  guint state;
  gint64 looked_at;

  g_signal_connect (fixture->session, "notify::state", G_CALLBACK (note_state), seen);
  set_pace (fixture, 200);
  lab_session_start (fixture->session);
  wait_for_step (fixture, 12);
  lab_session_pause (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  while (lab_session_drain (fixture->session))
    g_usleep (1000);
  lab_training_model_set_scrub (fixture->model, 10);
  g_object_get (fixture->session, "looked-at", &looked_at, NULL);
  g_assert_cmpint (looked_at, ==, 10);
  g_object_set (fixture->session, "looked-at", (gint64) 5, NULL);
  g_assert_cmpint (lab_training_model_get_scrub (fixture->model), ==, 5);
  lab_session_start (fixture->session);
  g_assert_cmpint (lab_training_model_get_scrub (fixture->model), ==, -1);
  lab_session_stop (fixture->session);
  g_object_get (fixture->session, "state", &state, NULL);
  g_assert_cmpuint (state, ==, LAB_SESSION_ENDING);
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, LAB_TRAINING_RUNNING);
  wait_for_state (fixture, LAB_TRAINING_FINISHED);
  lab_session_reset (fixture->session);
  g_assert_cmpstr (seen->str, ==, "LRSPREFY");
}

static void
test_says_why_it_failed (Fixture *fixture, gconstpointer unused)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);
  g_autofree char *message = NULL;

  g_strlcpy (setup.data, "/nowhere/at/all", sizeof setup.data);
  lab_training_model_set_setup (fixture->model, &setup);
  lab_session_start (fixture->session);
  wait_for_state (fixture, LAB_TRAINING_FAILED);
  g_object_get (fixture->session, "message", &message, NULL);
  g_assert_nonnull (strstr (message, "/nowhere/at/all"));
  g_assert_cmpstr (lab_training_model_get_message (fixture->model), ==, message);
  lab_session_reset (fixture->session);
  g_assert_null (lab_session_get_message (fixture->session));
  g_assert_null (lab_training_model_get_message (fixture->model));
}

static void
run_changed (const char *id, gpointer data)
{
  char **kept = data;

  g_free (*kept);
  *kept = g_strdup (id);
}

/* Freed at every moment: while it loads, while it runs, while it waits. */
static void
test_can_be_left_at_any_time (Fixture *fixture, gconstpointer unused)
{
  static const guint64 moments[] = { 0, 1, 30 };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      lab_session_start (fixture->session);
      wait_for_step (fixture, moments[i]);
      if (i == 2)
        lab_session_pause (fixture->session);
      g_object_unref (fixture->session);
      lab_training_model_clear (fixture->model);
      lab_training_model_set_state (fixture->model, LAB_TRAINING_READY, NULL);
      fixture->session = lab_session_new (fixture->model);
    }
}

/* Left in the middle and taken up again from disk: the curves and the diagnostics are there. */
static void
test_resumed_run_has_its_diagnostics (Fixture *fixture, gconstpointer unused)
{
  const LabRunCurves *run = lab_training_model_get_run (fixture->model);
  g_autoptr (LabRunRecord) record = NULL;
  g_autofree char *id = NULL;
  guint n;

  lab_session_set_recording (fixture->session, run_changed, &id);
  set_pace (fixture, 300);
  lab_session_start (fixture->session);
  wait_for_step (fixture, 60);
  lab_session_finish (fixture->session);
  while (lab_session_drain (fixture->session))
    g_usleep (2000);
  g_object_unref (fixture->session);
  n = lab_series_length (&run->median[1]);
  g_assert_cmpuint (n, >, 0);

  fixture->session = lab_session_new (fixture->model);
  lab_session_set_recording (fixture->session, run_changed, &id);
  record = lab_run_record_load (id);
  lab_session_resume (fixture->session, record);
  wait_for_state (fixture, LAB_TRAINING_PAUSED);
  run = lab_training_model_get_run (fixture->model);
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), >=, 60);
  g_assert_cmpuint (lab_series_length (&run->curves[1].loss), >=, 60);
  g_assert_cmpuint (lab_series_length (&run->median[1]), >=, n);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  lab_paths_init (); /* where the sample lies */
  g_test_init (&argc, &argv, NULL);
  ADD ("/lab/session/end", test_runs_to_the_end);
  ADD ("/lab/session/pause", test_pauses_and_resumes);
  ADD ("/lab/session/step", test_single_steps);
  ADD ("/lab/session/interruptions", test_interruptions_change_nothing);
  ADD ("/lab/session/seed", test_another_seed_is_another_run);
  ADD ("/lab/session/divergence", test_divergence_is_told);
  ADD ("/lab/session/equal-contestants", test_equal_contestants_do_not_start);
  ADD ("/lab/session/properties/state", test_says_its_state);
  ADD ("/lab/session/properties/message", test_says_why_it_failed);
  ADD ("/lab/session/leave", test_can_be_left_at_any_time);
  ADD ("/lab/session/resume", test_resumed_run_has_its_diagnostics);
  status = g_test_run ();
  remove_tree (home);
  return status;
}
