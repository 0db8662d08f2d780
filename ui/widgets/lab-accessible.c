/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-accessible.h"

void
lab_accessible_set_label (GtkWidget *widget, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* Such a relation goes before any label. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
lab_accessible_set_part_label (GtkWidget *widget, GType type, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  for (GtkWidget *part = gtk_widget_get_first_child (widget); part != NULL;
       part = gtk_widget_get_next_sibling (part))
    if (g_type_is_a (G_OBJECT_TYPE (part), type))
      {
        lab_accessible_set_label (part, label);
        return;
      }
}
