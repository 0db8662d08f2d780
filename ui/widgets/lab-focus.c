/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-focus.h"

GtkWidget *
lab_focus_take (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
    return NULL;
  g_object_ref (focus);
  gtk_root_set_focus (root, NULL);
  return focus;
}

void
lab_focus_give_back (GtkWidget *part, GtkWidget *otherwise)
{
  if (part == NULL)
    return;
  if (gtk_widget_get_mapped (part))
    gtk_widget_grab_focus (part);
  else
    gtk_widget_child_focus (otherwise, GTK_DIR_TAB_FORWARD);
  g_object_unref (part);
}
