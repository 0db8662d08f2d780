/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-toast.h - the one place where toasts are made
 *
 * libadwaita takes a toast's title for Pango markup, and no version before 1.4 can be told otherwise:
 * a name with & in it would leave the toast empty. All of ours are text.
 */

#pragma once

#include <adwaita.h>

/* A toast that says lab_printable_label (text), letter by letter. To be shown with
 * adw_toast_overlay_add_toast (), which takes it over.                                          */
AdwToast *lab_toast_new (const char *text);
