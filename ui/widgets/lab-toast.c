/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-toast.h"

#include "lab-printable.h"

AdwToast *
lab_toast_new (const char *text)
{
  g_autofree char *shown = lab_printable_label (text);
  g_autofree char *markup = g_markup_escape_text (shown, -1);

  return adw_toast_new (markup);
}
