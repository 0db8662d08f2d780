/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-flap.c - a flap that is not shown is not animated: for as long as it has no place, it is hidden */

#include "lab-flap.h"

void
lab_flap_set_reveal (AdwFlap *flap, gboolean reveal)
{
  gboolean has_place;

  g_return_if_fail (ADW_IS_FLAP (flap));

  has_place = gtk_widget_get_width (GTK_WIDGET (flap)) > 0;
  if (!has_place)
    gtk_widget_set_child_visible (GTK_WIDGET (flap), FALSE);
  adw_flap_set_reveal_flap (flap, reveal);
  if (!has_place)
    gtk_widget_set_child_visible (GTK_WIDGET (flap), TRUE);
}
