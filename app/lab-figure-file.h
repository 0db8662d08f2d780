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
 * Width and height are pixels, in PDF points; both within the limits above.                     */
gboolean lab_figure_file_write (const char *path, int width, int height, LabDrawFunc draw,
                                gpointer data, GError **error);
