/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-export.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-figure.h"
#include "lab-printable.h"
#include "lab-save-dialog.h"

/* Pixels of a PNG for each of the window: sharp on paper and on any screen. */
static const double png_density = 2;

static LabFigure
current_figure (LabWindow *window)
{
  LabFunctionPage *page = lab_window_get_function_page (window);
  LabFunctionModel *model = lab_function_page_get_model (page);
  LabCanvasLook look = lab_function_plot_get_look (lab_function_page_get_plot (page));

  return (LabFigure){
    .scene = *lab_function_model_get_scene (model),
    .cursor = lab_function_model_get_cursor (model),
    .dark = look.dark,
    .width = CLAMP (look.width, LAB_FIGURE_MIN_SIDE, LAB_FIGURE_MAX_SIDE),
    .height = CLAMP (look.height, LAB_FIGURE_MIN_SIDE, LAB_FIGURE_MAX_SIDE),
    .text_scale = look.scale,
    .density = png_density,
  };
}

/* FALSE, and said, where there is nothing to save. */
static gboolean
has_curves (LabWindow *window)
{
  LabFigure figure = current_figure (window);

  if (figure.scene.n_curves > 0)
    return TRUE;
  lab_window_toast (window, _("There is no curve to save. Switch one on first."));
  return FALSE;
}

static void
complaint_answered_cb (AdwMessageDialog *dialog, const char *answer, GtkWidget *window)
{
  const char *action = g_object_get_data (G_OBJECT (dialog), "action");

  if (g_str_equal (answer, "again"))
    gtk_widget_activate_action (window, action, NULL);
}

/* Stays until it is read, and leads to another try. action: what was being done, a literal. */
static void
complain (LabWindow *window, const char *message, const char *action)
{
  g_autofree char *shown = lab_printable_label (message);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("Nothing was saved"), shown);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"), "again",
                                    _("Choose _Another Name…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "again",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "again");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_object_set_data (G_OBJECT (dialog), "action", (gpointer) action);
  g_signal_connect_object (dialog, "response", G_CALLBACK (complaint_answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save (LabWindow *window, const char *path, const char *action)
{
  LabFigure figure = current_figure (window);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *message = NULL;

  if (!lab_figure_write (&figure, path, &error))
    {
      complain (window, error->message, action);
      return;
    }
  /* Translators: %s is the name of a file */
  message = g_strdup_printf (_("Saved as “%s”"), name);
  lab_window_toast (window, message);
}

static void
save_cb (GObject *window, const char *path, const char *problem, gpointer data)
{
  const char *action = data;

  if (path != NULL)
    save (LAB_WINDOW (window), path, action);
  else
    complain (LAB_WINDOW (window), problem, action);
}

static void
ask_for_file (LabWindow *window, const char *action, const char *title, const char *name)
{
  if (has_curves (window))
    lab_save_dialog_run (GTK_WINDOW (window), title, name, save_cb, G_OBJECT (window),
                         (gpointer) action, NULL);
}

static void
save_picture_activated (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ask_for_file (window, "win.function-save-picture", _("Save the picture (.png, .svg or .pdf)"),
                "elu.png");
}

static void
save_numbers_activated (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ask_for_file (window, "win.function-save-numbers", _("Save the numbers (.csv)"), "elu.csv");
}

static void
copy_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LabWindow *window = data;
  LabFigure figure = current_figure (window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (!has_curves (window))
    return;
  png = lab_figure_to_png (&figure, &error);
  texture = png != NULL ? gdk_texture_new_from_bytes (png, &error) : NULL;
  if (texture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (window)), texture);
  lab_window_toast (window, texture != NULL ? _("Picture copied") : error->message);
}

static const GActionEntry entries[] = {
  { .name = "function-save-picture", .activate = save_picture_activated },
  { .name = "function-save-numbers", .activate = save_numbers_activated },
  { .name = "function-copy", .activate = copy_activated },
};

void
lab_function_export_install (LabWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
