/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-application.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <time.h>
#include "lab-controller.h"
#include "lab-font.h"
#include "lab-graphics.h"
#include "lab-plot.h"
#include "lab-settings.h"
#include "lab-window.h"

#define LAB_TYPE_APPLICATION (lab_application_get_type ())
G_DECLARE_FINAL_TYPE (LabApplication, lab_application, LAB, APPLICATION, AdwApplication)

struct _LabApplication {
  AdwApplication parent_instance;

  GSettings *settings;
  LabWindow *window;
  LabController *controller; /* while there is a window */
  gboolean exit_after_startup;
  double started; /* seconds of the monotonic clock */
};

G_DEFINE_FINAL_TYPE (LabApplication, lab_application, ADW_TYPE_APPLICATION)

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabApplication *self = data;

  adw_show_about_window (GTK_WINDOW (self->window), "application-name", "ELU Lab",
                         "application-icon", APPLICATION_ID, "version", PACKAGE_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "developer-name", DEVELOPER,
                         "website", HOMEPAGE, "comments",
                         _("Explore activation functions, and watch networks learn with them.\n\n"
                           "ELU: Clevert, Unterthiner, Hochreiter, “Fast and Accurate Deep "
                           "Network Learning by Exponential "
                           "Linear Units (ELUs)”, ICLR 2016.\n"
                           "MNIST: Yann LeCun and Corinna Cortes, CC BY-SA 3.0."),
                         NULL);
}

static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_close (GTK_WINDOW (((LabApplication *) data)->window));
}

static const GActionEntry entries[] = {
  { .name = "about", .activate = about_activated },
  { .name = "quit", .activate = quit_activated },
};

static const struct {
  const char *name;
  AdwColorScheme scheme;
} schemes[] = {
  { "default", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static void
color_scheme_changed_cb (LabApplication *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "color-scheme");

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (schemes[i].name, name))
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i].scheme);
}

static void
lab_application_startup (GApplication *application)
{
  LabApplication *self = LAB_APPLICATION (application);
  g_autoptr (GAction) color_scheme = NULL;

  G_APPLICATION_CLASS (lab_application_parent_class)->startup (application);
  self->settings = g_settings_new (APPLICATION_ID);
  color_scheme = g_settings_create_action (self->settings, "color-scheme");
  g_action_map_add_action (G_ACTION_MAP (self), color_scheme);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (color_scheme_changed_cb), self, G_CONNECT_SWAPPED);
  color_scheme_changed_cb (self);
  lab_font_choose ();
}

static void
first_frame_cb (GdkFrameClock *clock, LabApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
  if (self->exit_after_startup)
    {
      g_print ("%.3f\n", seconds (CLOCK_MONOTONIC) - self->started);
      gtk_window_close (GTK_WINDOW (self->window));
      return;
    }
  /* Only now, so that it doesn't delay the first frame. */
  lab_controller_prepare (self->controller);
}

static void
mapped_cb (GtkWidget *window, LabApplication *self)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (first_frame_cb),
                    self);
}

static void
bind_size (LabApplication *self)
{
  if (self->exit_after_startup)
    return;
  lab_settings_bind_in_range (self->settings, "window-width", G_OBJECT (self->window),
                              "default-width");
  lab_settings_bind_in_range (self->settings, "window-height", G_OBJECT (self->window),
                              "default-height");
  g_settings_bind (self->settings, "window-maximized", self->window, "maximized",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
lab_application_activate (GApplication *application)
{
  LabApplication *self = LAB_APPLICATION (application);

  if (!self->window)
    {
      g_set_weak_pointer (&self->window, lab_window_new (GTK_APPLICATION (self)));
      self->controller = lab_controller_new (self->window, self->settings);
      bind_size (self);
      g_signal_connect (self->window, "map", G_CALLBACK (mapped_cb), self);
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

/* The window is hidden by now: who waits for the last step is the process, not a person. */
static void
lab_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  LabApplication *self = LAB_APPLICATION (application);

  if (window == GTK_WINDOW (self->window))
    g_clear_pointer (&self->controller, lab_controller_free);
  GTK_APPLICATION_CLASS (lab_application_parent_class)->window_removed (application, window);
}

static int
lab_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  LabApplication *self = LAB_APPLICATION (application);

  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  if (self->exit_after_startup)
    g_application_set_flags (application, G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
lab_application_dispose (GObject *object)
{
  LabApplication *self = LAB_APPLICATION (object);

  g_clear_pointer (&self->controller, lab_controller_free);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (lab_application_parent_class)->dispose (object);
}

static void
lab_application_class_init (LabApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_application_dispose;
  application_class->startup = lab_application_startup;
  application_class->activate = lab_application_activate;
  application_class->handle_local_options = lab_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = lab_application_window_removed;
}

static void
lab_application_init (LabApplication *self)
{
  const GOptionEntry options[] = {
    { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Open the window, print the seconds to its first frame, and exit"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

int
lab_application_run (int argc, char **argv)
{
  /* The processor time so far is what loading the program took, before main () began. */
  double started = seconds (CLOCK_MONOTONIC) - seconds (CLOCK_PROCESS_CPUTIME_ID);
  g_autoptr (LabApplication) application = NULL;

  if (!lab_graphics_start ())
    return LAB_APPLICATION_NO_DISPLAY;
  if (!lab_plot_is_available ())
    {
      g_printerr (
          "%s\n",
          _("elu-lab: PLplot's cairo driver is missing, so nothing can be drawn. Install the "
            "package plplot-driver-cairo and start again."));
      return EXIT_FAILURE;
    }
  application = g_object_new (LAB_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                              "resource-base-path", "/io/github/elu_lab/EluLab", NULL);
  application->started = started;
  return g_application_run (G_APPLICATION (application), argc, argv);
}
