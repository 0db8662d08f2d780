/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-canvas.h - a widget for a picture in two layers: a costly base and a cheap overlay
 *
 * A view gives it two drawing functions. The base is redrawn when it changes, the overlay as often
 * as the pointer moves, over the base's pixels, which are kept. To a screen reader it is one image
 * with a name and a description.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LAB_TYPE_CANVAS (lab_canvas_get_type ())
G_DECLARE_FINAL_TYPE (LabCanvas, lab_canvas, LAB, CANVAS, GtkWidget)

/* dark: the ground is dark; scale: of text, 1 for an interface font of 11 points. */
typedef void (*LabCanvasDraw) (cairo_t *cr, int width, int height, gboolean dark, double scale,
                               gpointer owner);

/* owner is borrowed and must outlive the canvas or call this again with NULLs; overlay may be NULL. */
void   lab_canvas_set_draw           (LabCanvas *self, LabCanvasDraw base, LabCanvasDraw overlay,
                                      gpointer owner);
/* For a base that changes often and little, instead of the function above: it draws over its last
 * picture if that was kept, or everything, and returns where it drew, in logical pixels, or NULL for
 * everywhere. Only what has changed goes to the screen.                                         */
typedef cairo_region_t *(*LabCanvasUpdate) (cairo_t *cr, int width, int height, gboolean dark,
                                            double scale, gboolean kept, gpointer owner);
void   lab_canvas_set_update         (LabCanvas *self, LabCanvasUpdate update);

/* The base is drawn anew, and with it the overlay; that of a live base only if all of the base was. */
void   lab_canvas_queue_base         (LabCanvas *self);
void   lab_canvas_queue_overlay      (LabCanvas *self);
double lab_canvas_get_text_scale     (LabCanvas *self);

/* How the picture looks in the window, for a file that is to look the same. */
typedef struct {
  int width, height;     /* logical pixels */
  double scale;          /* of text        */
  gboolean dark;
} LabCanvasLook;

LabCanvasLook lab_canvas_get_look    (LabCanvas *self);

/* The same of any widget, for what must grow with its text. */
double lab_widget_get_text_scale     (GtkWidget *widget);

/* The words for a screen reader. The description follows at most five times a second. */
typedef char *(*LabCanvasDescribe) (gpointer owner);
void   lab_canvas_set_describe       (LabCanvas *self, const char *label, LabCanvasDescribe describe);
void   lab_canvas_queue_description  (LabCanvas *self);

G_END_DECLS
