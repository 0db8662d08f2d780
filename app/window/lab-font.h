/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-font.h - the program's font, where neither the desktop nor the person has chosen one
 *
 * GTK then takes "Sans 10". The design is drawn for the font of GNOME at its size, and Chinese needs a
 * second one in simplified forms. A font that was chosen stays, whatever it is called. Main thread.
 */

#pragma once

#include <gtk/gtk.h>

/* From now on the settings of the default display have it, and the plots' text follows them. */
void lab_font_choose (void);
