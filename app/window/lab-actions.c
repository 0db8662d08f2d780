/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-actions.h"

#include <glib/gi18n.h>
#include "lab-function-export.h"
#include "lab-preset.h"

struct LabActions {
  LabWindow *window;
  LabSession *session; /* NULL once it has ended */
  LabTrainingModel *model;
  guint tick; /* the callback that drains the session, 0 while nothing runs */
  gint64 last_drain;
};

enum { DRAIN_INTERVAL_US = G_TIME_SPAN_SECOND / 30 - 4000 };

/* 30 times a second of the 60 that the window draws: enough for a curve, half the work. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LabActions *self = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - self->last_drain < DRAIN_INTERVAL_US)
    return G_SOURCE_CONTINUE;
  self->last_drain = now;
  if (lab_session_drain (self->session))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (LabActions *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->window), tick_cb, self, NULL);
}

/* They are offered where the session allows them. */
static const struct {
  const char *name;
  LabSessionAction action;
} offers[] = {
  { "training-step", LAB_SESSION_STEP },
  { "training-stop", LAB_SESSION_STOP },
  { "training-branch", LAB_SESSION_BRANCH },
};

static void
state_changed_cb (LabActions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->window), offers[i].name)),
        lab_session_allows (self->session, offers[i].action));
  if (lab_session_state_is_busy (lab_session_get_state (self->session)))
    start_ticking (self);
}

/* The panel shows the message too, but in a narrow window it may be closed. */
static void
message_changed_cb (LabActions *self)
{
  const char *message = lab_session_get_message (self->session);

  if (message != NULL)
    lab_window_toast (self->window, message);
}

static void
toggle_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabActions *self = data;
  g_autofree char *problem = lab_training_model_check_setup (self->model);

  if (lab_session_allows (self->session, LAB_SESSION_PAUSE))
    lab_session_pause (self->session);
  else if (lab_session_allows (self->session, LAB_SESSION_START) && problem)
    lab_window_toast (self->window, problem);
  else
    lab_session_start (self->session);
}

static void
step_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabActions *self = data;
  lab_session_step (self->session);
}

static void
stop_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_stop (((LabActions *) data)->session);
}

/* From where the person looks back at. */
static void
branch_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabActions *self = data;
  gint64 step = lab_session_get_looked_at (self->session);

  if (step >= 0)
    lab_session_branch (self->session, (guint64) step);
}

static void
reset_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_reset (((LabActions *) data)->session);
}

static void
new_seed_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_new_seed (((LabActions *) data)->session, (guint64) g_random_int_range (0, 100000));
}

static void
preset_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_choose_preset (((LabActions *) data)->session,
                             g_variant_get_string (parameter, NULL));
}

static void
view_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_window_show_page (((LabActions *) data)->window, g_variant_get_string (parameter, NULL));
}

static void
fullscreen_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = GTK_WINDOW (((LabActions *) data)->window);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static const GActionEntry entries[] = {
  { .name = "training-toggle", .activate = toggle_activated },
  { .name = "training-step", .activate = step_activated },
  { .name = "training-stop", .activate = stop_activated },
  { .name = "training-branch", .activate = branch_activated },
  { .name = "training-reset", .activate = reset_activated },
  { .name = "training-new-seed", .activate = new_seed_activated },
  { .name = "training-preset", .activate = preset_activated, .parameter_type = "s" },
  { .name = "view", .activate = view_activated, .parameter_type = "s" },
  { .name = "fullscreen", .activate = fullscreen_activated },
};

static const struct {
  const char *action, *keys[3];
} accelerators[] = {
  { "win.training-toggle", { "<Control>space", NULL } },
  { "win.training-step", { "<Control>Right", NULL } },
  { "win.training-reset", { "<Control>r", NULL } },
  { "win.training-new-seed", { "<Control>n", NULL } },
  { "win.view('function')", { "<Alt>1", NULL } },
  { "win.view('training')", { "<Alt>2", NULL } },
  { "win.runs", { "<Control>h", NULL } },
  { "win.data-sets", { "<Control>d", NULL } },
  { "win.show-panel", { "F9", NULL } },
  { "win.function-save-picture", { "<Control>s", NULL } },
  { "win.function-copy", { "<Control><Shift>c", NULL } },
  { "win.fullscreen", { "F11", NULL } },
  { "win.show-help-overlay", { "<Control>question", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

static void
offer_presets (LabTrainingPage *page)
{
  int n;
  const LabPreset *presets = lab_preset_list (&n);
  g_autofree LabModelChoice *choices = g_new (LabModelChoice, n);

  for (int i = 0; i < n; i++)
    choices[i] = (LabModelChoice){ presets[i].name, _(presets[i].title) };
  lab_training_page_set_choices (page, n, choices);
}

LabActions *
lab_actions_new (LabWindow *window, LabSession *session)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  LabActions *self = g_new0 (LabActions, 1);

  self->window = window;
  g_set_weak_pointer (&self->session, session);
  self->model = g_object_ref (lab_training_page_get_model (lab_window_get_training_page (window)));
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  lab_function_export_install (window);
  offer_presets (lab_window_get_training_page (window));
  state_changed_cb (self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_changed_cb), self);
  g_signal_connect_swapped (session, "notify::message", G_CALLBACK (message_changed_cb), self);
  return self;
}

void
lab_actions_free (LabActions *self)
{
  if (self == NULL)
    return;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->window), self->tick);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_weak_pointer (&self->session);
  g_object_unref (self->model);
  g_free (self);
}
