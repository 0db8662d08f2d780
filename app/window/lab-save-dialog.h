/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-save-dialog.h - asks where a file is to be saved */

#pragma once

#include <gtk/gtk.h>

/* path, or why there is none, translated. Not called if the person thinks better of it. */
typedef void (*LabSaveFunc) (GObject *owner, const char *path, const char *problem, gpointer data);

/* name is what the file would be called. Nothing is called any more once owner is gone. data is
 * freed by free_data, if that is not NULL, in any case.                                         */
void lab_save_dialog_run (GtkWindow *parent, const char *title, const char *name, LabSaveFunc save,
                          GObject *owner, gpointer data, GDestroyNotify free_data);
