/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-controller.c - windows that close while something is under way leave nothing behind
 *
 * Each situation is begun in a window with all that stands behind it, which is then destroyed, as the
 * window manager does it who asks nobody. A warning of GTK's or GLib's ends the test.
 */

#include <adwaita.h>
#include "lab-controller.h"
#include "lab-paths.h"
#include "lab-run-store.h"
#include "remove-tree.h"
#include "run-fixtures.h"

#define APP_ID   "io.github.elu_lab.EluLab"
#define RECORDED "20261124-101500-a"

enum { PATIENCE_US = 60 * G_TIME_SPAN_SECOND, N_ROUNDS = 2 };

typedef struct {
  GSettings *settings;
  LabWindow *window;
  LabController *controller;
  LabTrainingModel *model;
} Fixture;

static char *home;
static GtkApplication *application; /* one for the program, as GTK has it */

/* --- The network ----------------------------------------------------------------------------- */

/* Looks for every name until it is told not to: a download that gets nowhere, and no further than this
 * program.                                                                                       */
typedef GResolver Nowhere;
typedef GResolverClass NowhereClass;

GType nowhere_get_type (void);
G_DEFINE_TYPE (Nowhere, nowhere, G_TYPE_RESOLVER)

static int n_lookups; /* under way */

static GList *
nowhere_lookup (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  g_atomic_int_inc (&n_lookups);
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_usleep (1000);
  g_atomic_int_add (&n_lookups, -1);
  return NULL;
}

static void
nowhere_class_init (NowhereClass *klass)
{
  klass->lookup_by_name = nowhere_lookup;
}

static void
nowhere_init (Nowhere *self)
{
}

/* --- The window ------------------------------------------------------------------------------ */

/* As the application does it. */
static void
window_removed_cb (GtkApplication *unused, GtkWindow *window, Fixture *fixture)
{
  if (window == GTK_WINDOW (fixture->window))
    g_clear_pointer (&fixture->controller, lab_controller_free);
}

static void
open_window (Fixture *fixture)
{
  LabTrainingSetup setup;

  fixture->window = lab_window_new (application);
  fixture->controller = lab_controller_new (fixture->window, fixture->settings);
  fixture->model
      = g_object_ref (lab_training_page_get_model (lab_window_get_training_page (fixture->window)));
  setup = lab_training_setup_default ();
  setup.epochs = 1000;
  lab_training_model_set_setup (fixture->model, &setup);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lab_controller_prepare (fixture->controller);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  run_fixtures_copy (home);
  fixture->settings = g_settings_new (APP_ID);
  g_signal_connect (application, "window-removed", G_CALLBACK (window_removed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_signal_handlers_disconnect_by_data (application, fixture);
  g_assert_finalize_object (fixture->settings);
}

/* --- What is under way ----------------------------------------------------------------------- */

static void
ask (Fixture *fixture, const char *action, const char *text)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action,
                                  text != NULL ? g_variant_new_string (text) : NULL);
}

/* Another window than the main one. */
static GtkWidget *
get_other_window (Fixture *fixture)
{
  GList *windows = gtk_application_get_windows (application);

  while (windows != NULL && windows->data == fixture->window)
    windows = windows->next;
  return windows != NULL ? windows->data : NULL;
}

static void
begin_nothing (Fixture *fixture)
{
}

static void
begin_training (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  ask (fixture, "training-toggle", NULL);
  while (lab_training_model_get_step (fixture->model) < 5 && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (lab_training_model_get_step (fixture->model), >=, 5);
}

/* The data is still being read. */
static void
begin_start (Fixture *fixture)
{
  ask (fixture, "training-toggle", NULL);
}

static void
begin_reading (Fixture *fixture)
{
  ask (fixture, "runs", NULL);
  ask (fixture, "run-open", RECORDED);
  g_assert_nonnull (get_other_window (fixture));
}

static void
begin_resuming (Fixture *fixture)
{
  ask (fixture, "runs", NULL);
  ask (fixture, "run-resume", RECORDED);
  g_assert_null (get_other_window (fixture)); /* it has given way to the training */
}

static void
begin_sweep (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 4;

  ask (fixture, "sweep", NULL);
  g_assert_true (gtk_widget_activate_action (get_other_window (fixture), "sweep.toggle", NULL));
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* A scan for all sets, and one that is read to be imported. */
static void
begin_data (Fixture *fixture)
{
  ask (fixture, "data-sets", NULL);
  ask (fixture, "data-import", g_getenv ("ELU_LAB_SAMPLE"));
  g_assert_nonnull (get_other_window (fixture));
}

static void
begin_download (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  ask (fixture, "data-sets", NULL);
  ask (fixture, "data-download", "cifar10");
  while (g_atomic_int_get (&n_lookups) == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (g_atomic_int_get (&n_lookups), >, 0);
}

static void
begin_all (Fixture *fixture)
{
  begin_download (fixture);
  begin_training (fixture);
  begin_sweep (fixture);
  begin_data (fixture);
  begin_reading (fixture);
}

static const struct {
  const char *name;
  void (*begin) (Fixture *fixture);
} situations[] = {
  { "download", begin_download }, { "nothing", begin_nothing }, { "start", begin_start },
  { "training", begin_training }, { "reading", begin_reading }, { "resuming", begin_resuming },
  { "sweep", begin_sweep },       { "data", begin_data },       { "all", begin_all },
};

/* --- The end --------------------------------------------------------------------------------- */

/* The model is held by the session and by most parts, the other windows by the application alone. */
static void
assert_nothing_is_left (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  g_assert_null (fixture->window);
  g_assert_null (fixture->controller);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 0);
  g_assert_null (gtk_application_get_windows (application));
  g_assert_finalize_object (fixture->model);
}

/* What threads have to say to a part that is gone comes while this waits. */
static void
run_for_a_while (void)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
test_closes (Fixture *fixture, gconstpointer row)
{
  for (int i = 0; i < N_ROUNDS; i++)
    {
      open_window (fixture);
      situations[GPOINTER_TO_INT (row)].begin (fixture);
      g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      g_assert_cmpint (g_atomic_int_get (&n_lookups), ==, 0);
      run_for_a_while ();
      assert_nothing_is_left (fixture);
    }
}

/* An event under way holds the window beyond its end: nothing can be asked for in it. */
static void
test_asked_afterwards (Fixture *fixture, gconstpointer unused)
{
  static const char *const actions[] = { "training-toggle", "sweep", "runs", "data-sets" };
  g_autoptr (LabWindow) held = NULL;

  open_window (fixture);
  begin_sweep (fixture);
  held = g_object_ref (fixture->window);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_nonnull (g_action_map_lookup_action (G_ACTION_MAP (held), actions[i]));
  gtk_window_destroy (GTK_WINDOW (held));
  g_assert_null (fixture->controller);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_null (g_action_map_lookup_action (G_ACTION_MAP (held), actions[i]));
  run_for_a_while ();
  g_object_add_weak_pointer (G_OBJECT (held), (gpointer *) &fixture->window);
  g_clear_object (&held);
  assert_nothing_is_left (fixture);
}

int
main (int argc, char **argv)
{
  g_autoptr (GResolver) resolver = g_object_new (nowhere_get_type (), NULL);
  int status;

  home = g_dir_make_tmp ("elu-lab-controller-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  lab_paths_init ();
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < (int) G_N_ELEMENTS (situations); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/controller/closes/", situations[i].name, NULL);

      g_test_add (path, Fixture, GINT_TO_POINTER (i), set_up, test_closes, tear_down);
    }
  g_test_add ("/lab/controller/asked-afterwards", Fixture, NULL, set_up, test_asked_afterwards,
              tear_down);
  g_resolver_set_default (resolver);
  application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  status = g_test_run ();
  g_object_unref (application);
  remove_tree (home);
  g_free (home);
  return status;
}
