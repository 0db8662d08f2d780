/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-settings.h - settings that follow a property whose values the schema need not allow
 *
 * GLib checks what is written against the schema's range and calls a value outside a mistake of the
 * programmer. A window is as wide as its user or its desktop makes it, so what is kept of it is the
 * nearest value that the schema allows. Numbers of type "i" only.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Keeps property, an int of object, and key of settings the same in both directions while object
 * lives; object takes the setting first. A value outside the range of the schema stays in object
 * and is written as the nearest bound. key has a range and outlives the call.                    */
void lab_settings_bind_in_range (GSettings *settings, const char *key, GObject *object,
                                 const char *property);

G_END_DECLS
