/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-actions.h"

#include <glib/gi18n.h>
#include "lab-save-dialog.h"
#include "lab-setup-words.h"
#include "lab-sweep-file.h"
#include "lab-sweep-session.h"
#include "lab-sweep-window.h"

/* Lives as long as the main window; the Sweep window is made when it is first wanted. */
typedef struct {
  LabWindow *window;
  LabSweepWindow *sweep_window;
  LabSweepModel *model;
  LabSweepSession *session;
  GSimpleAction *toggle, *save, *earlier, *later;
  LabSweepBase base;
  gpointer data;
} Context;

/* What the main window measured of its own contestants, which may be more than one. */
static double
image_seconds (Context *context, const LabTrainingSetup *setup, const LabData *data)
{
  LabTrainingPage *page = lab_window_get_training_page (context->window);
  double seconds = lab_training_model_get_facts (lab_training_page_get_model (page))->epoch_seconds;
  double n = setup->subset > 0 ? setup->subset : data != NULL ? (double) data->train.n_images : 0;

  return seconds > 0 && n > 0 ? seconds / (n * setup->n_contestants) : NAN;
}

/* The words of the base; and its settings, until a sweep has been run with others. */
static void
refresh_base (Context *context, gboolean take_settings)
{
  LabTrainingSetup setup;
  g_autoptr (LabData) data = context->base (&setup, context->data);
  LabSweepSetup sweep = *lab_sweep_model_get_setup (context->model);
  g_autofree char *words = lab_setup_describe (&setup);

  if (lab_sweep_model_is_busy (context->model))
    return;
  sweep.first_seed = MIN (setup.seed, G_MAXUINT64 - LAB_SWEEP_MOST_ROWS);
  if (take_settings)
    {
      sweep.epochs = CLAMP (setup.epochs, 1, 1000);
      sweep.images = setup.subset;
    }
  if (data != NULL)
    lab_sweep_model_set_n_images (context->model, (guint) data->train.n_images);
  lab_sweep_model_set_setup (context->model, &sweep);
  lab_sweep_model_set_image_seconds (context->model, image_seconds (context, &setup, data));
  lab_sweep_model_set_base (context->model, words);
}

static void
toggle_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;
  LabTrainingSetup setup;
  LabData *training_data;

  if (lab_sweep_model_is_busy (context->model))
    {
      lab_sweep_session_cancel (context->session);
      return;
    }
  refresh_base (context, FALSE);
  training_data = context->base (&setup, context->data);
  lab_sweep_session_start (context->session, &setup, training_data);
}

static void
save (GObject *window, const char *path, const char *problem, gpointer data)
{
  Context *context = data;
  LabCanvasLook look = lab_sweep_window_get_look (context->sweep_window);
  const LabSweepFile file = { .model = context->model,
                              .setup = lab_sweep_model_get_training (context->model),
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
  lab_sweep_window_toast (context->sweep_window, message != NULL ? message
                                                 : error != NULL ? error->message
                                                                 : problem);
}

static void
save_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;

  lab_save_dialog_run (GTK_WINDOW (context->sweep_window),
                       _("Save the sweep (.png, .svg or .pdf; .csv for the numbers)"), "sweep.png",
                       save, G_OBJECT (context->sweep_window), context, NULL);
}

static void
earlier_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;

  lab_sweep_model_show (context->model, lab_sweep_model_get_position (context->model) - 1);
}

static void
later_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;

  lab_sweep_model_show (context->model, lab_sweep_model_get_position (context->model) + 1);
}

/* Nothing to save before there is a result, nothing to start with a problem. */
static void
update_actions (Context *context)
{
  LabSweepState state = lab_sweep_model_get_state (context->model);
  gboolean busy = lab_sweep_model_is_busy (context->model);
  int position = lab_sweep_model_get_position (context->model);

  g_simple_action_set_enabled (context->toggle,
                               busy ? state != LAB_SWEEP_STOPPING
                                    : lab_sweep_model_get_problem (context->model) == NULL);
  g_simple_action_set_enabled (context->save, lab_sweep_model_get_n_ended (context->model) > 0);
  g_simple_action_set_enabled (context->earlier, !busy && position > 0);
  g_simple_action_set_enabled (context->later,
                               !busy && position + 1 < lab_sweep_model_get_n_kept (context->model));
}

static gboolean
close_request_cb (Context *context)
{
  lab_sweep_session_cancel (context->session);
  return FALSE; /* it hides */
}

static void
is_active_cb (Context *context)
{
  if (gtk_window_is_active (GTK_WINDOW (context->sweep_window)))
    refresh_base (context, FALSE);
}

static void
add_actions (Context *context)
{
  static const GActionEntry entries[] = {
    { .name = "toggle", .activate = toggle_activated },
    { .name = "save", .activate = save_activated },
    { .name = "earlier", .activate = earlier_activated },
    { .name = "later", .activate = later_activated },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), context);
  context->toggle = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "toggle"));
  context->save = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "save"));
  context->earlier = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "earlier"));
  context->later = G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), "later"));
  gtk_widget_insert_action_group (GTK_WIDGET (context->sweep_window), "sweep",
                                  G_ACTION_GROUP (group));
}

static void
make_window (Context *context)
{
  static const char *const changes[] = { "setup-changed", "state-changed", "data-changed" };
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (context->window));

  context->model = lab_sweep_model_new ();
  context->session = lab_sweep_session_new (context->model);
  refresh_base (context, TRUE);
  context->sweep_window = lab_sweep_window_new (application, context->model);
  add_actions (context);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_swapped (context->model, changes[i], G_CALLBACK (update_actions), context);
  g_signal_connect_swapped (context->sweep_window, "close-request", G_CALLBACK (close_request_cb),
                            context);
  g_signal_connect_swapped (context->sweep_window, "notify::is-active", G_CALLBACK (is_active_cb),
                            context);
  update_actions (context);
}

/* The focus goes to Start: not earlier, since before it has its action a button can't have it, and a
 * window that is given a focus before it is shown has no role for a screen reader.              */
static void
sweep_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Context *context = data;
  gboolean first = context->sweep_window == NULL;

  if (first)
    make_window (context);
  gtk_window_present (GTK_WINDOW (context->sweep_window));
  if (first)
    gtk_window_set_focus (GTK_WINDOW (context->sweep_window),
                          gtk_window_get_default_widget (GTK_WINDOW (context->sweep_window)));
}

/* The main window is hidden by now: who waits for the last step is the process, not a person. */
static void
destroy_cb (Context *context)
{
  if (context->sweep_window == NULL)
    return;
  g_signal_handlers_disconnect_by_data (context->model, context);
  g_signal_handlers_disconnect_by_data (context->sweep_window, context);
  gtk_window_destroy (GTK_WINDOW (context->sweep_window));
  context->sweep_window = NULL;
  g_clear_pointer (&context->session, lab_sweep_session_free);
  g_clear_object (&context->model);
}

static const GActionEntry entry = { .name = "sweep", .activate = sweep_activated };

static const struct {
  const char *action, *keys[2];
} accelerators[] = {
  { "win.sweep", { "<Control>e", NULL } },       { "sweep.toggle", { "<Control>space", NULL } },
  { "sweep.save", { "<Control>s", NULL } },      { "sweep.earlier", { "<Alt>Page_Up", NULL } },
  { "sweep.later", { "<Alt>Page_Down", NULL } },
};

void
lab_sweep_install (LabWindow *window, LabSweepBase base, gpointer data)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  Context *context = g_new0 (Context, 1);

  context->window = window;
  context->base = base;
  context->data = data;
  g_object_set_data_full (G_OBJECT (window), "lab-sweep", context, g_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), &entry, 1, context);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *) accelerators[i].keys);
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (destroy_cb), context);
}
