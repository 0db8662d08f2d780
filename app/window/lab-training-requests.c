/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-training-requests.h"

#include <glib/gi18n.h>

struct LabTrainingRequests {
  LabWindow *window;
  LabSession *session;
  LabTrainingModel *model;
};

/* Why the training's place is not free, or NULL if it is. */
static char *
explain_busy (LabTrainingRequests *self)
{
  if (lab_session_allows (self->session, LAB_SESSION_REPLACE))
    return NULL;
  return g_strdup (_("A training is under way. Stop it first."));
}

/* Whether it is free; if it is not, says so. */
static gboolean
is_free (LabTrainingRequests *self)
{
  g_autofree char *problem = explain_busy (self);

  if (problem != NULL)
    lab_window_toast (self->window, problem);
  return problem == NULL;
}

/* The dialog, which lies over the window, says why not. */
char *
lab_training_requests_choose_data (const char *spec, gpointer data)
{
  LabTrainingRequests *self = data;
  char *problem = explain_busy (self);

  if (problem != NULL)
    return problem;
  lab_session_reset (self->session);
  lab_session_choose_data (self->session, spec);
  lab_window_show_page (self->window, "training");
  return NULL;
}

static void
open_cb (const LabRunRecord *record, LabRunCurves *curves, gpointer data)
{
  LabTrainingRequests *self = data;

  if (!is_free (self))
    return;
  lab_session_show_run (self->session, record, curves);
  lab_window_show_page (self->window, "training");
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
compare_cb (LabRunCurves *const *curves, guint n, gpointer data)
{
  LabTrainingRequests *self = data;

  lab_training_model_clear_overlays (self->model);
  for (guint i = 0; i < n; i++)
    lab_training_model_add_overlay (self->model, curves[i]);
  lab_training_model_data_changed (self->model);
  lab_window_show_page (self->window, "training");
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
resume_cb (const LabRunRecord *record, gpointer data)
{
  LabTrainingRequests *self = data;

  if (!is_free (self))
    return;
  lab_session_resume (self->session, record);
  lab_window_show_page (self->window, "training");
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
renamed_cb (const char *id, const char *name, gpointer data)
{
  lab_session_rename_run (((LabTrainingRequests *) data)->session, name);
}

const LabRunCallbacks lab_training_requests_for_runs
    = { .open = open_cb, .compare = compare_cb, .resume = resume_cb, .renamed = renamed_cb };

LabTrainingRequests *
lab_training_requests_new (LabWindow *window, LabSession *session)
{
  LabTrainingRequests *self = g_new0 (LabTrainingRequests, 1);

  self->window = window;
  self->session = session;
  self->model = g_object_ref (lab_training_page_get_model (lab_window_get_training_page (window)));
  return self;
}

void
lab_training_requests_free (LabTrainingRequests *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->model);
  g_free (self);
}
