/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-text.h - text on a cairo context: placed by anchor, measured, with a halo if it crosses lines
 *
 * Markup is Pango's. Sizes are logical pixels at scale 1; a painter multiplies them by the text
 * scale that the person chose. Works without a display. The texts used last stay laid out, so that
 * words which do not change cost next to nothing in the next picture. Main thread only.
 */

#pragma once

#include <pango/pangocairo.h>
#include "lab-palette.h"

typedef struct {
  double x, y, width, height;
} LabRect;

typedef struct {
  cairo_t *cr;             /* borrowed                                       */
  PangoContext *context;   /* owned: cr's fonts                              */
  const LabTheme *theme;
  gboolean dark;
  double scale;            /* of text and line widths                        */
} LabPainter;

/* They share more than an edge. */
gboolean lab_rect_overlaps (const LabRect *a, const LabRect *b);

/* The family of all text from now on; NULL: those that the design is drawn for.
 * A desktop's font is a preference, and a picture made under it says so.                         */
void    lab_text_set_family (const char *family);
const char *lab_text_get_family (void);

/* Whether a family of that list, as "Cantarell,Noto Sans", is installed. */
gboolean lab_text_has_family (const char *families);

/* Counts the changes of the family, so that a kept picture can tell whether it is of the last. */
guint   lab_text_get_family_serial (void);

void    lab_painter_init  (LabPainter *painter, cairo_t *cr, gboolean dark, double scale);
void    lab_painter_clear (LabPainter *painter);

/* Draws markup in color, size px high, with its point (xalign, yalign) at (x, y): 0, 0 is the left
 * upper corner, 1, 1 the right lower. Returns the rectangle that it took.                       */
LabRect lab_text_draw     (LabPainter *painter, double x, double y, double xalign, double yalign,
                           double size, LabColor color, const char *markup);

/* The same over a soft edge of the ground's colour, for labels that stand on lines. */
LabRect lab_text_draw_halo (LabPainter *painter, double x, double y, double xalign, double yalign,
                            double size, LabColor color, const char *markup);

/* The rectangle that lab_text_draw () would take; draws nothing. */
LabRect lab_text_measure  (LabPainter *painter, double x, double y, double xalign, double yalign,
                           double size, const char *markup);

/* The scale of text in a picture that needs width and height at scale 1: as the person wants it, but
 * not so large that the picture loses its room to it.                                           */
double  lab_text_fit_scale (double wanted, double width, double needed_width, double height,
                            double needed_height);

/* text in an opaque color, as markup; text is escaped. Free with g_free (). */
char   *lab_text_colored  (LabColor color, const char *text);

/* Pushes n labels of the given heights, sorted by their wanted centres y[], apart until none
 * overlaps and all lie within low .. high as far as there is room. Geometry only.              */
void    lab_text_spread   (double *y, const double *height, int n, double low, double high);
