/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-tiles.h - a picture that changes in places, so that only those are sent to the screen
 *
 * GTK sends anew what lies under a node that is not the same as in the frame before. A live plot changes
 * thirty times a second at the end of its curves and stays elsewhere: cut into tiles, all but a few
 * of its nodes stay too. Main thread only.
 */

#pragma once

#include <gtk/gtk.h>

typedef struct LabTiles LabTiles;

LabTiles *lab_tiles_new      (void);
void      lab_tiles_free     (LabTiles *tiles);

/* Appends the picture, an ARGB32 image of factor pixels for each logical one. It may be painted over
 * afterwards: what is kept is a copy. changed: where it may differ from the last one, in logical
 * pixels; NULL: anywhere.                                                                        */
void      lab_tiles_snapshot (LabTiles *tiles, GtkSnapshot *snapshot, cairo_surface_t *picture,
                              int factor, const cairo_region_t *changed);
