/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-dialog.h"

#include <glib/gi18n.h>
#include "lab-data-import-row.h"
#include "lab-data-row.h"
#include "lab-printable.h"
#include "lab-toast.h"

struct _LabDataDialog {
  AdwWindow parent_instance;

  LabDataModel *model;
  AdwToastOverlay *toasts;
  GtkListBox *list[LAB_SET_N_GROUPS];
  LabDataImportRow *import_row; /* the last one of the own files' list */
  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (LabDataDialog, lab_data_dialog, ADW_TYPE_WINDOW)

/* In widths of a digit: with large letters the buttons go below the text at a greater width. */
enum { COMPACT_BELOW = 62 };

/* --- The rows -------------------------------------------------------------------------------- */

static LabDataRow *
row_at (GtkListBox *list, int i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, i);

  return LAB_IS_DATA_ROW (row) ? LAB_DATA_ROW (row) : NULL;
}

static LabDataRow *
find_row (LabDataDialog *self, const char *name)
{
  for (int group = 0; group < LAB_SET_N_GROUPS; group++)
    for (int i = 0; row_at (self->list[group], i) != NULL; i++)
      if (g_str_equal (lab_data_row_get_name (row_at (self->list[group], i)), name))
        return row_at (self->list[group], i);
  return NULL;
}

static gboolean
is_chosen (LabDataDialog *self, const LabDataSet *set)
{
  return g_strcmp0 (lab_data_model_get_chosen (self->model), set->name) == 0;
}

static void
set_changed_cb (LabDataDialog *self, const char *name)
{
  const LabDataSet *set = lab_data_model_find (self->model, name);
  LabDataRow *row = find_row (self, name);

  if (set != NULL && row != NULL)
    lab_data_row_show (row, set, is_chosen (self, set));
}

/* Brings it into view, once it has its place. */
static gboolean
go_to (gpointer row)
{
  if (gtk_widget_get_mapped (row))
    gtk_widget_grab_focus (row);
  return G_SOURCE_REMOVE;
}

static void
go_to_later (LabDataRow *row)
{
  g_idle_add_full (G_PRIORITY_LOW, go_to, g_object_ref (row), g_object_unref);
}

static void
add_row (LabDataDialog *self, const LabDataSet *set)
{
  LabDataRow *row = lab_data_row_new (set, is_chosen (self, set));
  int n = 0;

  while (row_at (self->list[set->group], n) != NULL)
    n++;
  lab_data_row_set_compact (row, self->is_compact);
  gtk_list_box_insert (self->list[set->group], GTK_WIDGET (row), n);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    go_to_later (row);
}

static void
remove_gone (LabDataDialog *self, GtkListBox *list)
{
  for (int i = 0; row_at (list, i) != NULL;)
    if (lab_data_model_find (self->model, lab_data_row_get_name (row_at (list, i))) == NULL)
      gtk_list_box_remove (list, GTK_WIDGET (row_at (list, i)));
    else
      i++;
}

static void
sets_changed_cb (LabDataDialog *self)
{
  for (int group = 0; group < LAB_SET_N_GROUPS; group++)
    remove_gone (self, self->list[group]);
  for (guint i = 0; i < lab_data_model_get_n_sets (self->model); i++)
    {
      const LabDataSet *set = lab_data_model_get_set (self->model, i);

      if (find_row (self, set->name) == NULL)
        add_row (self, set);
    }
}

static void
chosen_changed_cb (LabDataDialog *self)
{
  const char *name = lab_data_model_get_chosen (self->model);
  LabDataRow *chosen = name != NULL ? find_row (self, name) : NULL;

  for (guint i = 0; i < lab_data_model_get_n_sets (self->model); i++)
    set_changed_cb (self, lab_data_model_get_set (self->model, i)->name);
  if (chosen != NULL)
    go_to_later (chosen);
}

/* From the end of one list into the next, as though they were one. */
static gboolean
keynav_failed_cb (LabDataDialog *self, GtkDirectionType direction, GtkListBox *list)
{
  int step = direction == GTK_DIR_UP ? -1 : direction == GTK_DIR_DOWN ? 1 : 0;
  int group = 0, last = 0;

  while (self->list[group] != list)
    group++;
  group += step;
  if (step == 0 || group < 0 || group >= LAB_SET_N_GROUPS)
    return FALSE;
  if (step > 0)
    return gtk_widget_child_focus (GTK_WIDGET (self->list[group]), GTK_DIR_TAB_FORWARD);
  while (row_at (self->list[group], last + 1) != NULL)
    last++;
  return gtk_widget_grab_focus (GTK_WIDGET (row_at (self->list[group], last)));
}

/* --- Asking before a download ---------------------------------------------------------------- */

static void
consent_cb (LabDataDialog *self, const char *response, GtkWidget *question)
{
  if (g_str_equal (response, "download"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.data-download", "s",
                                g_object_get_data (G_OBJECT (question), "name"));
}

static void
ask_consent (LabDataDialog *self, const LabDataSet *set)
{
  g_autofree char *title = lab_printable_label (set->title);
  g_autofree char *heading = g_strdup_printf (_("Download %s?"), title);
  /* Translators: megabytes, servers, a folder; then authors and licence */
  g_autofree char *body
      = g_strdup_printf (_("%.0f MB from %s, to be kept in %s.\n\n%s"), (double) set->size / 1e6,
                         set->hosts, set->target, set->credit);
  g_autofree char *shown = lab_printable_label (body);
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (self), heading, shown);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "download", _("_Download"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "download", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "download");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (question), "name", g_strdup (set->name), g_free);
  g_signal_connect_object (question, "response", G_CALLBACK (consent_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
download_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LabDataDialog *self = LAB_DATA_DIALOG (widget);
  const LabDataSet *set = lab_data_model_find (self->model, g_variant_get_string (parameter, NULL));

  if (set != NULL
      && (lab_data_set_offer (set) == LAB_OFFER_DOWNLOAD
          || lab_data_set_offer (set) == LAB_OFFER_ORIGINAL))
    ask_consent (self, set);
}

/* A click on a row chooses its set; where it is not here, it does what the button offers. */
static void
row_activated_cb (LabDataDialog *self, GtkListBoxRow *row)
{
  const LabDataSet *set
      = LAB_IS_DATA_ROW (row)
            ? lab_data_model_find (self->model, lab_data_row_get_name (LAB_DATA_ROW (row)))
            : NULL;

  if (set != NULL && lab_data_set_can_choose (set))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.data-choose", "s", set->name);
  else if (set != NULL && lab_data_set_offer (set) == LAB_OFFER_DOWNLOAD)
    ask_consent (self, set);
}

void
lab_data_dialog_toast (LabDataDialog *self, const char *message)
{
  g_return_if_fail (LAB_IS_DATA_DIALOG (self));

  adw_toast_overlay_add_toast (self->toasts, lab_toast_new (message));
}

/* --- Own files ------------------------------------------------------------------------------- */

static void
forget_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LabDataDialog *self = LAB_DATA_DIALOG (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  const LabDataSet *set = lab_data_model_find (self->model, name);
  gboolean was_here = set != NULL && set->state == LAB_SET_FOUND;
  AdwToast *toast = lab_toast_new (_("Off the list; the files stay where they are"));

  /* What could not even be read is not missed. */
  if (was_here)
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "win.data-keep");
      adw_toast_set_action_target (toast, "(sb)", name, TRUE);
      adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
    }
  g_object_unref (toast);
  gtk_widget_activate_action (widget, "win.data-keep", "(sb)", name, FALSE);
}

static gboolean
drop_cb (LabDataDialog *self, const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;
  lab_data_import_row_take (self->import_row, files->data);
  return TRUE;
}

/* --- The window ------------------------------------------------------------------------------ */

static gboolean
apply_compact (gpointer data)
{
  LabDataDialog *self = data;

  for (int group = 0; group < LAB_SET_N_GROUPS; group++)
    for (int i = 0; self->list[group] != NULL && row_at (self->list[group], i) != NULL; i++)
      lab_data_row_set_compact (row_at (self->list[group], i), self->is_compact);
  if (self->import_row != NULL)
    lab_data_import_row_set_compact (self->import_row, self->is_compact);
  return G_SOURCE_REMOVE;
}

static int
digit_width (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = PANGO_PIXELS (pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return width;
}

/* There are no breakpoints in this libadwaita. The rows are changed after this allocation. */
static void
lab_data_dialog_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LabDataDialog *self = LAB_DATA_DIALOG (widget);
  gboolean compact = width < COMPACT_BELOW * digit_width (widget);

  GTK_WIDGET_CLASS (lab_data_dialog_parent_class)->size_allocate (widget, width, height, baseline);
  if (compact == self->is_compact || width <= 0)
    return;
  self->is_compact = compact;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_compact, g_object_ref (self), g_object_unref);
}

static void
lab_data_dialog_dispose (GObject *object)
{
  LabDataDialog *self = LAB_DATA_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_DATA_DIALOG);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_data_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const char *const lists[] = { "samples", "whole", "own" };

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-data-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LabDataDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LabDataDialog, import_row);
  for (int group = 0; group < LAB_SET_N_GROUPS; group++)
    gtk_widget_class_bind_template_child_full (widget_class, lists[group], FALSE,
                                               G_STRUCT_OFFSET (LabDataDialog, list)
                                                   + group * sizeof (GtkListBox *));
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, lab_data_dialog_toast);
  gtk_widget_class_bind_template_callback (widget_class, keynav_failed_cb);
}

static void
lab_data_dialog_class_init (LabDataDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_data_dialog_dispose;
  widget_class->size_allocate = lab_data_dialog_size_allocate;
  g_type_ensure (LAB_TYPE_DATA_IMPORT_ROW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "data.download", "s", download_activated);
  gtk_widget_class_install_action (widget_class, "data.forget", "s", forget_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lab_data_dialog_init (LabDataDialog *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Until a width says otherwise: the other way the window could not open so narrow. */
  self->is_compact = TRUE;
  apply_compact (self);
  g_signal_connect_object (drop, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

LabDataDialog *
lab_data_dialog_new (GtkApplicationWindow *parent, LabDataModel *model)
{
  /* The application's keys hold in windows that it knows; a parent alone does not make it known. */
  LabDataDialog *self = g_object_new (LAB_TYPE_DATA_DIALOG, "transient-for", parent, "application",
                                      gtk_window_get_application (GTK_WINDOW (parent)), NULL);

  self->model = g_object_ref (model);
  /* "win." means the window's, also from here. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (parent));
  /* By this it holds its parent, which is not destroyed before: the dialog has to go when the parent
   * leaves the screen.                                                                          */
  g_signal_connect_object (parent, "unmap", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "sets-changed", G_CALLBACK (sets_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "set-changed", G_CALLBACK (set_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "chosen-changed", G_CALLBACK (chosen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sets_changed_cb (self);
  return self;
}
