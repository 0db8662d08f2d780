/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main-loop.h - lets a window live for a while */

#pragma once

#include <glib.h>

static inline void
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
}

static inline void
run_for (guint ms)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add_once (ms, quit_cb, loop);
  g_main_loop_run (loop);
}
