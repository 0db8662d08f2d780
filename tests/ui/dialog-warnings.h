/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dialog-warnings.h - lets tests see a question of libadwaita's without stopping at its warnings
 *
 * Since GTK warns of it, each AdwMessageDialog of libadwaita 1.7 is warned of: it measures its own
 * heading for widths below its least. A program of twenty lines shows the same. Nothing else is let pass.
 */

#pragma once

#include <string.h>
#include <glib.h>

static GLogWriterOutput
dialog_warnings_writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")
        && g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel"))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* Once, at the start of main (). */
static inline void
dialog_warnings_let_pass (void)
{
  g_log_set_writer_func (dialog_warnings_writer, NULL, NULL);
}
