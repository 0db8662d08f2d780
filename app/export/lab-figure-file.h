/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-figure-file.h - a drawing as a PNG, SVG or PDF file
 *
 * The picture is made in memory and then written in one piece that replaces what was there: a file
 * of that name is at any moment the old one or the new one, never a part.
 */

#pragma once

#include <cairo.h>
#include <glib.h>

typedef void (*LabDrawFunc) (cairo_t *cr, double width, double height, gpointer data);

enum { LAB_FIGURE_MIN_SIDE = 64, LAB_FIGURE_MAX_SIDE = 16384 };

/* Calls draw once and writes to path, whose extension (.png, .svg or .pdf) decides the format.
 * Width and height are units of the design, both within the limits above: pixels of an SVG, points of
 * a PDF; a PNG has density pixels for each. settings, ASCII, goes into the file's metadata: as
 * "Description" of a PNG, <desc> of an SVG, subject of a PDF.                                   */
gboolean lab_figure_file_write   (const char *path, int width, int height, double density,
                                  const char *settings, LabDrawFunc draw, gpointer data,
                                  GError **error);

/* The same in memory; the extension alone, as ".png". NULL and error if it could not be drawn. */
GBytes  *lab_figure_file_render  (const char *extension, int width, int height, double density,
                                  const char *settings, LabDrawFunc draw, gpointer data,
                                  GError **error);
