/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-label.h"

#include "lab-printable.h"

void
lab_label_say (GtkLabel *label, const char *text)
{
  g_autofree char *shown = lab_printable_label (text != NULL ? text : "");

  g_return_if_fail (GTK_IS_LABEL (label));

  if (g_strcmp0 (gtk_label_get_label (label), shown) != 0)
    gtk_label_set_label (label, shown);
}
