/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-graphics.h - how GTK is started: with the language that is set, and without OpenGL on no processor
 *
 * GTK draws by OpenGL where it can. Without a graphics processor that means a software driver, which
 * on the reference system maps a whole compiler (58 MB of memory at rest) and draws this program's
 * plots slower than cairo does, who draws them in the first place.
 */

#pragma once

#include <glib.h>

/* Whether a graphics processor's device is among those in `devices`, the folder of device files. */
gboolean lab_graphics_has_processor (const char *devices);

/* Where there is no graphics processor, has GTK draw by cairo and leave OpenGL alone. To be called
 * before GTK is started, while the process has one thread (it sets environment variables). What the
 * person has asked for by GTK's own variables stands.                                            */
void lab_graphics_init (void);

/* Starts GTK, which leaves the language and the form of numbers as they are. FALSE if there is no
 * display.                                                                                      */
gboolean lab_graphics_start (void);
