/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-focus.h - the keyboard's focus of a widget that is given another parent
 *
 * A widget that has the focus when it is taken out of its window is entered anew into the tree of
 * accessibles while it goes, and GTK 4.8 then complains (CRITICAL) where it is put in again. And who
 * works by keyboard should not lose the place. So the focus is taken away before and given back after.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Takes the focus from widget or a part of it. The part that had it, with a reference, or NULL. */
GtkWidget *lab_focus_take      (GtkWidget *widget);

/* Gives it back to part; where that can't be seen now, to otherwise or its first part that takes it.
 * The reference to part is taken. Where part is NULL nothing is done.                             */
void       lab_focus_give_back (GtkWidget *part, GtkWidget *otherwise);

G_END_DECLS
