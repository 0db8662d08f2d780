/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-screen.h - whether a widget lies where a monitor shows it
 *
 * A window can be moved over the screen's edge, and under X11 GTK 4.8 complains (CRITICAL) about a popup
 * that is to open at a widget outside of every monitor. Elsewhere a program doesn't know where its
 * windows are, and the compositor places what pops up.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* FALSE where it is known that no monitor shows any of widget, which is mapped. */
gboolean lab_widget_is_on_a_monitor (GtkWidget *widget);

G_END_DECLS
