/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-bench-plot.h - how long the Function plot takes from a change of alpha to its pixels
 *
 * The real widget, mapped in a window; so it needs a display. What is measured is all work of this
 * process from the change to the last pixel in memory. Waiting for a frame clock, and what the display
 * server does with the pixels, is left out.
 */

#pragma once

#include <glib.h>

/* Prints a line for each size with 1 and with 12 functions: the median and the 99th percentile in
 * milliseconds. json: an object a line with the keys name, width, height, functions, p50_ms, p99_ms. */
gboolean lab_bench_plot (gboolean json, GError **error);
