/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-actions.h"

#include <glib/gi18n.h>
#include "lab-function-export.h"
#include "lab-preset.h"
#include "lab-sweep-actions.h"

/* Lives as long as the window that it is attached to. */
typedef struct {
  LabWindow *window;
  LabSession *session;
  LabTrainingModel *model;
  guint tick; /* the callback that drains the session, 0 while nothing runs */
  gint64 last_drain;
} Context;

enum { DRAIN_INTERVAL_US = G_TIME_SPAN_SECOND / 30 - 4000 };

/* 30 times a second of the 60 that the window draws: enough for a curve, half the work. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Context *context = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - context->last_drain < DRAIN_INTERVAL_US)
    return G_SOURCE_CONTINUE;
  context->last_drain = now;
  if (lab_session_drain (context->session))
    return G_SOURCE_CONTINUE;
  context->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (Context *context)
{
  if (context->tick == 0)
    context->tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (context->window), tick_cb, context, NULL);
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
state_changed_cb (Context *context)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (
                                     G_ACTION_MAP (context->window), offers[i].name)),
                                 lab_session_allows (context->session, offers[i].action));
  if (lab_session_state_is_busy (lab_session_get_state (context->session)))
    start_ticking (context);
}

/* The panel shows the message too, but in a narrow window it may be closed. */
static void
message_changed_cb (Context *context)
{
  const char *message = lab_session_get_message (context->session);

  if (message != NULL)
    lab_window_toast (context->window, message);
}

static void
toggle_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;
  g_autofree char *problem = lab_training_model_check_setup (context->model);

  if (lab_session_allows (context->session, LAB_SESSION_PAUSE))
    lab_session_pause (context->session);
  else if (lab_session_allows (context->session, LAB_SESSION_START) && problem)
    lab_window_toast (context->window, problem);
  else
    lab_session_start (context->session);
}

static void
step_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;
  lab_session_step (context->session);
}

static void
stop_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_stop (((Context *) data)->session);
}

/* From where the person looks back at. */
static void
branch_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;
  gint64 step = lab_session_get_looked_at (context->session);

  if (step >= 0)
    lab_session_branch (context->session, (guint64) step);
}

static void
reset_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_reset (((Context *) data)->session);
}

static void
new_seed_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_new_seed (((Context *) data)->session, (guint64) g_random_int_range (0, 100000));
}

static void
preset_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_session_choose_preset (((Context *) data)->session, g_variant_get_string (parameter, NULL));
}

static void
view_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lab_window_show_page (((Context *) data)->window, g_variant_get_string (parameter, NULL));
}

static void
fullscreen_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = GTK_WINDOW (((Context *) data)->window);

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

static LabData *
get_sweep_base (LabTrainingSetup *setup, gpointer data)
{
  Context *context = data;

  *setup = *lab_training_model_get_setup (context->model);
  return lab_session_ref_data (context->session);
}

static void
context_free (gpointer data)
{
  Context *context = data;

  if (context->session != NULL)
    g_signal_handlers_disconnect_by_data (context->session, context);
  g_clear_weak_pointer (&context->session);
  g_object_unref (context->model);
  g_free (context);
}

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

void
lab_actions_install (LabWindow *window, LabSession *session)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  Context *context = g_new0 (Context, 1);

  context->window = window;
  g_set_weak_pointer (&context->session, session);
  context->model
      = g_object_ref (lab_training_page_get_model (lab_window_get_training_page (window)));
  g_object_set_data_full (G_OBJECT (window), "lab-actions", context, context_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), context);
  lab_function_export_install (window);
  offer_presets (lab_window_get_training_page (window));
  state_changed_cb (context);
  lab_sweep_install (window, get_sweep_base, context);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (state_changed_cb), context);
  g_signal_connect_swapped (session, "notify::message", G_CALLBACK (message_changed_cb), context);
}
