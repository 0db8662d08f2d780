/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sessions.h - a live training without a window, as several tests drive it */

#pragma once

#include <glib.h>
#include "lab-session.h"

typedef struct {
  LabTrainingModel *model;
  LabSession *session;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer unused)
{
  LabTrainingSetup setup;

  fixture->model = lab_training_model_new ();
  fixture->session = lab_session_new (fixture->model);
  setup = *lab_training_model_get_setup (fixture->model);
  setup.pace = 0;
  setup.epochs = 2;
  lab_training_model_set_setup (fixture->model, &setup);
}

static inline void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->model);
}

/* As the window does it: drain once a frame, until the state is reached or four minutes are over: ThreadSanitizer is slow. */
static inline void
wait_for_state (Fixture *fixture, LabTrainingState state)
{
  gint64 end = g_get_monotonic_time () + 240 * G_TIME_SPAN_SECOND;

  while (lab_training_model_get_state (fixture->model) != state && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      lab_session_drain (fixture->session);
      g_usleep (2000);
    }
  g_assert_cmpint (lab_training_model_get_state (fixture->model), ==, state);
}

static inline void
wait_for_step (Fixture *fixture, guint64 step)
{
  gint64 end = g_get_monotonic_time () + 240 * G_TIME_SPAN_SECOND;

  while (lab_training_model_get_step (fixture->model) < step && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      lab_session_drain (fixture->session);
      g_usleep (2000);
    }
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), >=, step);
}

static inline void
set_pace (Fixture *fixture, double pace)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (fixture->model);

  setup.pace = pace;
  lab_training_model_set_setup (fixture->model, &setup);

}

