/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-progress-bar.h"

#include <unistd.h>
#include "lab-terminal.h"

enum { WIDTH = 30, INTERVAL = G_USEC_PER_SEC / 10 };

void
lab_progress_bar_init (LabProgressBar *bar)
{
  *bar = (LabProgressBar){ .shown = isatty (STDERR_FILENO) };
}

gboolean
lab_progress_bar_is_due (const LabProgressBar *bar)
{
  return bar->shown && g_get_monotonic_time () - bar->drawn >= INTERVAL;
}

void
lab_progress_bar_draw (LabProgressBar *bar, double fraction, const char *text)
{
  int filled = WIDTH * fraction;
  char line[WIDTH + 1] = "";

  if (!bar->shown)
    return;
  bar->drawn = g_get_monotonic_time ();
  for (int i = 0; i < WIDTH; i++)
    line[i] = i < filled ? '#' : '.';
  lab_terminal_clear_line ();
  g_printerr ("[%s] %3.0f %%, %s", line, 100 * fraction, text);
}

void
lab_progress_bar_clear (LabProgressBar *bar)
{
  if (bar->drawn != 0)
    lab_terminal_clear_line ();
  bar->drawn = 0;
}
