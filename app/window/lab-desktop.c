/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-desktop.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>
#include "lab-formula.h"
#include "lab-printable.h"
#include "lab-run-json.h"
#include "lab-run-load.h"

/* A run of less is watched to its end. */
enum { LONG_RUN_US = 20 * G_TIME_SPAN_SECOND, CLOSING_INTERVAL_MS = 20 };

struct LabDesktop {
  LabWindow *window;
  LabSession *session;
  LabTrainingModel *model;
  GSettings *settings;
  LabRunActions *runs;
  guint inhibition;
  gint64 running_since;
  guint closing;          /* the timeout that waits for the last checkpoint */
  gboolean closes_anyway; /* the person knows that it is not on disk */
  GCancellable *restoring;
};

static GtkApplication *
application_of (LabDesktop *self)
{
  return gtk_window_get_application (GTK_WINDOW (self->window));
}

/* --- Awake, and told ---------------------------------------------------------------------------- */

static void
set_inhibited (LabDesktop *self, gboolean inhibited)
{
  GtkApplication *application = application_of (self);

  if (application == NULL || inhibited == (self->inhibition != 0))
    return;
  if (!inhibited)
    gtk_application_uninhibit (application, self->inhibition);
  self->inhibition = inhibited ? gtk_application_inhibit (application, GTK_WINDOW (self->window),
                                                          GTK_APPLICATION_INHIBIT_SUSPEND,
                                                          _("A network is being trained"))
                               : 0;
}

/* "ELU 97.4 %, ReLU 97.9 %" */
static char *
describe_results (LabDesktop *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  GString *text = g_string_new (NULL);

  for (int i = 0; i < setup->n_contestants; i++)
    {
      const LabContestantCurves *curves = lab_training_model_get_curves (self->model, i);
      g_autofree char *name = lab_formula_name (setup->contestant[i]);

      if (i > 0)
        g_string_append (text, ", ");
      if (curves->diverged)
        /* Translators: %s is a function, "ELU α = 1.00" */
        g_string_append_printf (text, _("%s: diverged"), name);
      else
        /* Translators: a function and its accuracy on images that it never saw */
        g_string_append_printf (text, _("%s: %.1f %%"), name, 100 * curves->test_accuracy);
    }
  return g_string_free (text, FALSE);
}

static void
notify_end (LabDesktop *self)
{
  g_autoptr (GNotification) notification = g_notification_new (_("The training has ended"));
  g_autofree char *results = describe_results (self);

  if (gtk_window_is_active (GTK_WINDOW (self->window))
      || g_get_monotonic_time () - self->running_since < LONG_RUN_US)
    return;
  g_notification_set_body (notification, results);
  g_application_send_notification (G_APPLICATION (application_of (self)), "training-ended",
                                   notification);
}

/* --- Next time ---------------------------------------------------------------------------------- */

static void
save_setup (LabDesktop *self)
{
  g_autofree char *text = lab_run_json_format_setup (lab_training_model_get_setup (self->model));

  g_settings_set_string (self->settings, "training-setup", text);
}

void
lab_desktop_restore_setup (LabDesktop *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, "training-setup");
  g_autoptr (JsonNode) node = lab_json_parse (text, strlen (text), NULL);
  LabTrainingSetup setup;

  /* Of an older version, or edited by hand: the usual set-up is as good as any. */
  if (node != NULL && lab_run_json_read_setup (json_node_get_object (node), &setup, NULL))
    lab_training_model_set_setup (self->model, &setup);
}

typedef struct {
  char *id;
  LabRunRecord *record;
  LabRunCurves *curves;
} LastRun;

static void
last_run_free (gpointer data)
{
  LastRun *last = data;

  g_free (last->id);
  g_clear_pointer (&last->record, lab_run_record_free);
  g_clear_pointer (&last->curves, lab_run_curves_unref);
  g_free (last);
}

static void
read_last_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  LastRun *last = data;
  guint64 n_left_out;

  last->record = lab_run_record_load (last->id);
  if (last->record->problem == NULL)
    last->curves = lab_run_load_curves (last->record, &n_left_out, NULL);
  g_task_return_boolean (task, last->curves != NULL);
}

/* Only if nothing was begun in the meantime. A run that is gone is no matter. */
static void
last_run_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  LabDesktop *self = data;
  LastRun *last = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), NULL)
      && lab_session_get_state (self->session) == LAB_SESSION_READY)
    lab_session_show_run (self->session, last->record, last->curves);
}

void
lab_desktop_restore_run (LabDesktop *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "last-run");
  g_autoptr (GTask) task = NULL;
  LastRun *last;

  if (*id == '\0')
    return;
  last = g_new0 (LastRun, 1);
  last->id = g_steal_pointer (&id);
  self->restoring = g_cancellable_new ();
  task = g_task_new (NULL, self->restoring, last_run_read_cb, self);
  g_task_set_check_cancellable (task, TRUE);
  g_task_set_task_data (task, last, last_run_free);
  g_task_run_in_thread (task, read_last_run);
}

static void
run_changed_cb (const char *id, gpointer data)
{
  LabDesktop *self = data;

  lab_run_actions_set_current (self->runs, id);
  g_settings_set_string (self->settings, "last-run", id);
}

/* --- The end ------------------------------------------------------------------------------------ */

static const char *
get_notice (LabDesktop *self)
{
  return lab_training_model_get_facts (self->model)->notice;
}

static void finish_and_close (LabDesktop *self);

typedef void (*Answered) (AdwMessageDialog *dialog, const char *response, gpointer data);

/* stay: the label of the button that does not close. */
static void
ask (LabDesktop *self, const char *heading, const char *body, const char *stay, Answered answered)
{
  g_autofree char *shown = lab_printable_label (body);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self->window), heading, shown);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", stay, "close", _("_Close"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect (dialog, "response", G_CALLBACK (answered), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
close_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  if (g_str_equal (response, "close"))
    finish_and_close (data);
}

static void
ask_while_it_trains (LabDesktop *self)
{
  ask (self, _("Close while it trains?"),
       _("The run is kept up to this step. “Runs” in the menu lets you go on with it later."),
       _("_Keep training"), close_answered_cb);
}

static void
close_anyway_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  LabDesktop *self = data;

  self->closes_anyway = g_str_equal (response, "close");
  if (self->closes_anyway)
    finish_and_close (self);
}

/* The disk has no room: closing would lose what the banner says waits in memory. */
static void
ask_although_unwritten (LabDesktop *self)
{
  g_autofree char *body = g_strdup_printf (
      _("%s\n\nIf you close now, what is not on the disk is lost."), get_notice (self));

  ask (self, _("Close without keeping the run?"), body, _("_Keep open"), close_anyway_answered_cb);
}

/* Until all is on disk, or it turns out that there is no room for it. */
static gboolean
closing_cb (gpointer data)
{
  LabDesktop *self = data;
  gboolean settled = !lab_session_drain (self->session);
  gboolean written = lab_session_is_written (self->session);

  if (!settled || (!written && !self->closes_anyway && get_notice (self) == NULL))
    return G_SOURCE_CONTINUE;
  self->closing = 0;
  if (written || self->closes_anyway)
    gtk_window_destroy (GTK_WINDOW (self->window));
  else
    ask_although_unwritten (self);
  return G_SOURCE_REMOVE;
}

/* The step under way, and the state after it. */
static void
finish_and_close (LabDesktop *self)
{
  lab_session_finish (self->session);
  if (self->closing == 0)
    self->closing = g_timeout_add (CLOSING_INTERVAL_MS, closing_cb, self);
}

static gboolean
close_request_cb (LabDesktop *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);
  gboolean written = lab_session_is_written (self->session);
  gboolean trained = state == LAB_TRAINING_RUNNING || state == LAB_TRAINING_PAUSED
                     || state == LAB_TRAINING_FINISHED;

  save_setup (self);
  if (self->closing != 0)
    return TRUE;
  if ((trained || !written) && get_notice (self) != NULL)
    ask_although_unwritten (self);
  else if (state == LAB_TRAINING_RUNNING)
    ask_while_it_trains (self);
  else if (state == LAB_TRAINING_PAUSED || !written)
    finish_and_close (self);
  else
    return FALSE;
  return TRUE;
}

static void
state_changed_cb (LabDesktop *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);

  set_inhibited (self, state == LAB_TRAINING_RUNNING);
  if (state == LAB_TRAINING_RUNNING && self->running_since == 0)
    {
      self->running_since = g_get_monotonic_time ();
      save_setup (self);
    }
  if (state == LAB_TRAINING_FINISHED && self->running_since != 0)
    notify_end (self);
  if (state != LAB_TRAINING_RUNNING && state != LAB_TRAINING_PAUSED)
    self->running_since = 0;
}

LabDesktop *
lab_desktop_new (LabWindow *window, LabSession *session, GSettings *settings, LabRunActions *runs)
{
  LabDesktop *self = g_new0 (LabDesktop, 1);

  self->window = window;
  self->session = session;
  self->settings = settings;
  self->runs = runs;
  self->model = g_object_ref (lab_training_page_get_model (lab_window_get_training_page (window)));
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_changed_cb), self);
  g_signal_connect_swapped (window, "close-request", G_CALLBACK (close_request_cb), self);
  lab_session_set_recording (session, run_changed_cb, self);
  return self;
}

void
lab_desktop_free (LabDesktop *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->closing, g_source_remove);
  if (self->restoring != NULL)
    g_cancellable_cancel (self->restoring);
  g_clear_object (&self->restoring);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->window, self);
  g_object_unref (self->model);
  g_free (self);
}
