/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-drop-down.h"

#include "lab-accessible.h"

static void
say (GtkDropDown *self, GParamSpec *pspec, const char *label)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self);
  g_autofree char *name
      = chosen ? g_strdup_printf ("%s: %s", label, gtk_string_object_get_string (chosen))
               : g_strdup (label);

  /* Newer versions of GTK give the name of the whole to the button, too. */
  lab_accessible_set_label (GTK_WIDGET (self), name);
  lab_accessible_set_part_label (GTK_WIDGET (self), GTK_TYPE_BUTTON, name);
}

static void
free_label (gpointer label, GClosure *closure)
{
  g_free (label);
}

void
lab_drop_down_set_name (GtkDropDown *self, const char *label)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (self));

  g_signal_connect_data (self, "notify::selected", G_CALLBACK (say), g_strdup (label), free_label,
                         0);
  say (self, NULL, label);
}
