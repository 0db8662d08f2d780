/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-actions.h"

#include <glib/gi18n.h>
#include "lab-save-dialog.h"
#include "lab-setup-words.h"
#include "lab-sweep-file.h"
#include "lab-sweep-session.h"
#include "lab-sweep-window.h"

/* The Sweep window, its model and its session are made when it is first wanted. */
struct LabSweepActions {
  LabWindow *window;
  LabSweepWindow *sweep_window;
  LabSweepModel *model;
  LabSweepSession *session;
  GSimpleAction *toggle, *save, *earlier, *later;
  LabSweepBase base;
  gpointer data;
};

/* What the main window measured of its own contestants, which may be more than one. */
static double
image_seconds (LabSweepActions *self, const LabTrainingSetup *setup, const LabData *data)
{
  LabTrainingPage *page = lab_window_get_training_page (self->window);
  double seconds = lab_training_model_get_facts (lab_training_page_get_model (page))->epoch_seconds;
  double n = setup->subset > 0 ? setup->subset : data != NULL ? (double) data->train.n_images : 0;

  return seconds > 0 && n > 0 ? seconds / (n * setup->n_contestants) : NAN;
}

/* The words of the base; and its settings, until a sweep has been run with others. */
static void
refresh_base (LabSweepActions *self, gboolean take_settings)
{
  LabTrainingSetup setup;
  g_autoptr (LabData) data = self->base (&setup, self->data);
  LabSweepSetup sweep = *lab_sweep_model_get_setup (self->model);
  g_autofree char *words = lab_setup_describe (&setup);

  if (lab_sweep_model_is_busy (self->model))
    return;
  sweep.first_seed = MIN (setup.seed, G_MAXUINT64 - LAB_SWEEP_MOST_ROWS);
  if (take_settings)
    {
      sweep.epochs = CLAMP (setup.epochs, 1, 1000);
      sweep.images = setup.subset;
    }
  if (data != NULL)
    lab_sweep_model_set_n_images (self->model, (guint) data->train.n_images);
  lab_sweep_model_set_setup (self->model, &sweep);
  lab_sweep_model_set_image_seconds (self->model, image_seconds (self, &setup, data));
  lab_sweep_model_set_base (self->model, words);
}

static void
toggle_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabSweepActions *self = data;
  LabTrainingSetup setup;
  LabData *training_data;

  if (lab_sweep_model_is_busy (self->model))
    {
      lab_sweep_session_cancel (self->session);
      return;
    }
  refresh_base (self, FALSE);
  training_data = self->base (&setup, self->data);
  lab_sweep_session_start (self->session, &setup, training_data);
}

static void
save (GObject *window, const char *path, const char *problem, gpointer data)
{
  LabSweepActions *self = data;
  LabCanvasLook look = lab_sweep_window_get_look (self->sweep_window);
  const LabSweepFile file = { .model = self->model,
                              .setup = lab_sweep_model_get_training (self->model),
                              .width = look.width,
                              .height = look.height,
                              .text_scale = look.scale,
                              .dark = look.dark };
  g_autoptr (GError) error = NULL;
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *message = NULL;

  if (path != NULL && lab_sweep_file_write (&file, path, &error))
    /* Translators: %s is the name of a file */
    message = g_strdup_printf (_("Saved as “%s”"), name);
  lab_sweep_window_toast (self->sweep_window, message != NULL ? message
                                              : error != NULL ? error->message
                                                              : problem);
}

static void
save_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabSweepActions *self = data;

  lab_save_dialog_run (GTK_WINDOW (self->sweep_window),
                       _("Save the sweep (.png, .svg or .pdf; .csv for the numbers)"), "sweep.png",
                       save, G_OBJECT (self->sweep_window), self, NULL);
}

static void
earlier_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabSweepActions *self = data;

  lab_sweep_model_show (self->model, lab_sweep_model_get_position (self->model) - 1);
}

static void
later_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabSweepActions *self = data;

  lab_sweep_model_show (self->model, lab_sweep_model_get_position (self->model) + 1);
}

/* Nothing to save before there is a result, nothing to start with a problem. */
static void
update_actions (LabSweepActions *self)
{
  LabSweepState state = lab_sweep_model_get_state (self->model);
  gboolean busy = lab_sweep_model_is_busy (self->model);
  int position = lab_sweep_model_get_position (self->model);

  g_simple_action_set_enabled (self->toggle,
                               busy ? state != LAB_SWEEP_STOPPING
                                    : lab_sweep_model_get_problem (self->model) == NULL);
  g_simple_action_set_enabled (self->save, lab_sweep_model_get_n_ended (self->model) > 0);
  g_simple_action_set_enabled (self->earlier, !busy && position > 0);
  g_simple_action_set_enabled (self->later,
                               !busy && position + 1 < lab_sweep_model_get_n_kept (self->model));
}

static gboolean
close_request_cb (LabSweepActions *self)
{
  lab_sweep_session_cancel (self->session);
  return FALSE; /* it hides */
}

static void
is_active_cb (LabSweepActions *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self->sweep_window)))
    refresh_base (self, FALSE);
}

static void
add_actions (LabSweepActions *self)
{
  static const GActionEntry entries[] = {
    { .name = "toggle", .activate = toggle_activated },
    { .name = "save", .activate = save_activated },
    { .name = "earlier", .activate = earlier_activated },
    { .name = "later", .activate = later_activated },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  self->toggle = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "toggle"));
  self->save = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "save"));
  self->earlier = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "earlier"));
  self->later = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "later"));
  gtk_widget_insert_action_group (GTK_WIDGET (self->sweep_window), "sweep", G_ACTION_GROUP (group));
}

static void
make_window (LabSweepActions *self)
{
  static const char *const changes[] = { "setup-changed", "state-changed", "data-changed" };
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self->window));

  self->model = lab_sweep_model_new ();
  self->session = lab_sweep_session_new (self->model);
  refresh_base (self, TRUE);
  self->sweep_window = lab_sweep_window_new (application, self->model);
  add_actions (self);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_swapped (self->model, changes[i], G_CALLBACK (update_actions), self);
  g_signal_connect_swapped (self->sweep_window, "close-request", G_CALLBACK (close_request_cb),
                            self);
  g_signal_connect_swapped (self->sweep_window, "notify::is-active", G_CALLBACK (is_active_cb),
                            self);
  update_actions (self);
}

/* The focus goes to Start: not earlier, since before it has its action a button can't have it, and a
 * window that is given a focus before it is shown has no role for a screen reader.              */
static void
sweep_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabSweepActions *self = data;
  gboolean first = self->sweep_window == NULL;

  if (first)
    make_window (self);
  gtk_window_present (GTK_WINDOW (self->sweep_window));
  if (first)
    gtk_window_set_focus (GTK_WINDOW (self->sweep_window),
                          gtk_window_get_default_widget (GTK_WINDOW (self->sweep_window)));
}

static const GActionEntry entry = { .name = "sweep", .activate = sweep_activated };

static const struct {
  const char *action, *keys[2];
} accelerators[] = {
  { "win.sweep", { "<Control>e", NULL } },       { "sweep.toggle", { "<Control>space", NULL } },
  { "sweep.save", { "<Control>s", NULL } },      { "sweep.earlier", { "<Alt>Page_Up", NULL } },
  { "sweep.later", { "<Alt>Page_Down", NULL } },
};

LabSweepActions *
lab_sweep_actions_new (LabWindow *window, LabSweepBase base, gpointer data)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  LabSweepActions *self = g_new0 (LabSweepActions, 1);

  self->window = window;
  self->base = base;
  self->data = data;
  g_action_map_add_action_entries (G_ACTION_MAP (window), &entry, 1, self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
  return self;
}

/* An event under way may hold the window beyond this: it then finds no action in it. */
static void
close_window (LabSweepActions *self)
{
  if (self->sweep_window == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_signal_handlers_disconnect_by_data (self->sweep_window, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->sweep_window), "sweep", NULL);
  gtk_window_destroy (GTK_WINDOW (self->sweep_window));
}

void
lab_sweep_actions_free (LabSweepActions *self)
{
  if (self == NULL)
    return;
  close_window (self);
  lab_sweep_session_free (self->session);
  g_clear_object (&self->model);
  g_free (self);
}
