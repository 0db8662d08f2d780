/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-figure.h - paints the Function picture: panels, curves, names, notes, and the cursor
 *
 * The base (all but the cursor) is costly and changes with the scene; the cursor is cheap and
 * follows the pointer, so a widget keeps the two apart. Needs no display. Main thread only.
 */

#pragma once

#include "lab-function-layout.h"
#include "lab-text.h"

enum { LAB_MAX_WORDS = 160 };

/* Where the base's words stand, so that the cursor's can avoid them. */
typedef struct {
  int n;
  LabRect place[LAB_MAX_WORDS];
} LabFunctionWords;

/* For a window, on a ground that is there: quickly. words is filled; may be NULL. */
void lab_function_figure_draw        (cairo_t *cr, const LabFunctionScene *scene,
                                      const LabFunctionLayout *layout, gboolean dark,
                                      LabFunctionWords *words);

/* The dashed line at x, a dot and a value on every curve, and x itself in a pill. words: as the
 * last base left them; may be NULL.                                                             */
void lab_function_figure_draw_cursor (cairo_t *cr, const LabFunctionScene *scene,
                                      const LabFunctionLayout *layout, gboolean dark,
                                      const LabFunctionWords *words, double x);

/* The tangent, the secants of the difference quotients, if the scene has them; then the tangent's
 * slope, clear of the words. Parts of the cursor.                                               */
void lab_function_tangent_draw       (LabPainter *painter, const LabFunctionScene *scene,
                                      const LabFunctionLayout *layout, double x);
void lab_function_tangent_write      (LabPainter *painter, const LabFunctionScene *scene,
                                      const LabFunctionLayout *layout,
                                      const LabFunctionWords *words, double x);

/* A picture for a file, with its ground; scale: of text and lines. A cursor of NaN is none. */
void lab_function_figure_draw_export (cairo_t *cr, double width, double height,
                                      const LabFunctionScene *scene, double cursor, gboolean dark,
                                      double scale);
