/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-data-import-row.h"

#include <glib/gi18n.h>

struct _LabDataImportRow {
  GtkListBoxRow parent_instance;

  GtkBox *line;
  GtkFileChooserNative *chooser; /* NULL while none is open */
};

G_DEFINE_FINAL_TYPE (LabDataImportRow, lab_data_import_row, GTK_TYPE_LIST_BOX_ROW)

enum { REFUSED, N_SIGNALS };

static guint signals[N_SIGNALS];

void
lab_data_import_row_take (LabDataImportRow *self, GFile *place)
{
  g_autofree char *path = NULL;

  g_return_if_fail (LAB_IS_DATA_IMPORT_ROW (self));

  path = g_file_get_path (place);
  if (path == NULL)
    g_signal_emit (self, signals[REFUSED], 0,
                   _("That place is not on this computer. Copy the files to it first."));
  else if (!g_utf8_validate (path, -1, NULL))
    g_signal_emit (self, signals[REFUSED], 0,
                   _("The name of that place can't be read. Rename it first."));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.data-import", "s", path);
}

static void
chosen_file_cb (LabDataImportRow *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    lab_data_import_row_take (self, file);
}

static void
add_filters (GtkFileChooser *chooser)
{
  static const char *const patterns[] = { "*.tar.gz", "*.tgz", "*.npz" };
  g_autoptr (GtkFileFilter) archives = gtk_file_filter_new ();

  gtk_file_filter_set_name (archives, _("Archives of data sets (.tar.gz, .npz)"));
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (archives, patterns[i]);
  gtk_file_chooser_add_filter (chooser, archives);
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LabDataImportRow *self = LAB_DATA_IMPORT_ROW (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  gboolean folder = g_variant_get_boolean (parameter);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      folder ? _("Import a folder") : _("Import an archive"), window,
      folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"),
      _("_Cancel"));
  if (!folder)
    add_filters (GTK_FILE_CHOOSER (self->chooser));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_file_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
lab_data_import_row_set_compact (LabDataImportRow *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_DATA_IMPORT_ROW (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
lab_data_import_row_dispose (GObject *object)
{
  g_clear_object (&LAB_DATA_IMPORT_ROW (object)->chooser);
  G_OBJECT_CLASS (lab_data_import_row_parent_class)->dispose (object);
}

static void
lab_data_import_row_class_init (LabDataImportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_data_import_row_dispose;
  signals[REFUSED] = g_signal_new ("refused", LAB_TYPE_DATA_IMPORT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-data-import-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LabDataImportRow, line);
  gtk_widget_class_install_action (widget_class, "import.choose", "b", choose_activated);
}

static void
lab_data_import_row_init (LabDataImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
