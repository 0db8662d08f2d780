/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-controller.h"

#include "lab-actions.h"
#include "lab-data-actions.h"
#include "lab-desktop.h"
#include "lab-run-actions.h"
#include "lab-sweep-actions.h"
#include "lab-training-requests.h"

struct LabController {
  LabWindow *window;
  LabSession *session;
  LabActions *actions;
  LabTrainingRequests *requests;
  LabRunActions *runs;
  LabDataActions *data;
  LabSweepActions *sweep;
  LabDesktop *desktop;
};

static LabTrainingModel *
get_model (LabController *self)
{
  return lab_training_page_get_model (lab_window_get_training_page (self->window));
}

/* A sweep begins with what would be trained. */
static LabData *
get_sweep_base (LabTrainingSetup *setup, gpointer data)
{
  LabController *self = data;

  *setup = *lab_training_model_get_setup (get_model (self));
  return lab_session_ref_data (self->session);
}

LabController *
lab_controller_new (LabWindow *window, GSettings *settings)
{
  LabController *self = g_new0 (LabController, 1);

  self->window = window;
  self->session = lab_session_new (get_model (self));
  self->actions = lab_actions_new (window, self->session);
  self->sweep = lab_sweep_actions_new (window, get_sweep_base, self);
  self->requests = lab_training_requests_new (window, self->session);
  self->runs = lab_run_actions_new (window, &lab_training_requests_for_runs, self->requests);
  self->data = lab_data_actions_new (window, lab_training_requests_choose_data, self->requests);
  self->desktop = lab_desktop_new (window, self->session, settings, self->runs);
  lab_desktop_restore_setup (self->desktop);
  return self;
}

void
lab_controller_prepare (LabController *self)
{
  lab_session_prepare (self->session);
  lab_desktop_restore_run (self->desktop);
}

static void
remove_actions (LabWindow *window)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (window));

  for (int i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (window), names[i]);
}

void
lab_controller_free (LabController *self)
{
  if (self == NULL)
    return;
  remove_actions (self->window);
  lab_desktop_free (self->desktop);
  g_clear_object (&self->session);
  lab_run_actions_free (self->runs);
  lab_sweep_actions_free (self->sweep);
  lab_data_actions_free (self->data);
  lab_training_requests_free (self->requests);
  lab_actions_free (self->actions);
  g_free (self);
}
