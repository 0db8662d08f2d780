/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-save-dialog.h"

#include <glib/gi18n.h>

typedef struct {
  LabSaveFunc save;
  GObject *owner;
  gpointer data;
  GDestroyNotify free_data;
} Request;

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Request *request = data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    request->save (request->owner, path, NULL, request->data);
  else if (file != NULL)
    request->save (request->owner, NULL,
                   _("That place is not on this computer. Choose a folder that is."),
                   request->data);
  g_object_unref (dialog);
}

static void
free_request (gpointer data, GClosure *closure)
{
  Request *request = data;

  if (request->free_data != NULL)
    request->free_data (request->data);
  g_free (request);
}

void
lab_save_dialog_run (GtkWindow *parent, const char *title, const char *name, LabSaveFunc save,
                     GObject *owner, gpointer data, GDestroyNotify free_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  Request *request = g_new (Request, 1);
  GClosure *closure = g_cclosure_new (G_CALLBACK (response_cb), request, free_request);

  *request = (Request){ save, owner, data, free_data };
  g_object_watch_closure (owner, closure);
  g_signal_connect_closure (dialog, "response", closure, FALSE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
