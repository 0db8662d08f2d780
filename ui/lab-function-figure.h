/* lab-function-figure.h - paints the Function picture: panels, curves, names, notes, and the cursor
 *
 * The base (all but the cursor) is costly and changes with the scene; the cursor is cheap and
 * follows the pointer, so a widget keeps the two apart. Needs no display. Main thread only.
 */

#pragma once

#include "lab-function-layout.h"
#include "lab-text.h"

enum { LAB_MAX_WORDS = 64 };

/* Where the base's words stand, so that the cursor's can avoid them. */
typedef struct {
  int n;
  LabRect place[LAB_MAX_WORDS];
} LabFunctionWords;

/* How a curve of the scene looks: as its function does, but two ELUs differ. */
LabStyle lab_function_figure_style   (const LabFunctionScene *scene, int curve, gboolean dark);

/* words is filled; may be NULL. */
void lab_function_figure_draw        (cairo_t *cr, const LabFunctionScene *scene,
                                      const LabFunctionLayout *layout, gboolean dark,
                                      LabFunctionWords *words);

/* The dashed line at x, a dot and a value on every curve, and x itself in a pill. words: as the
 * last base left them; may be NULL.                                                             */
void lab_function_figure_draw_cursor (cairo_t *cr, const LabFunctionScene *scene,
                                      const LabFunctionLayout *layout, gboolean dark,
                                      const LabFunctionWords *words, double x);

/* A picture for a file, on a light ground: f above f' for an order of -1, else one panel with
 * that derivative. x_low < x_high, both finite; 1 to LAB_MAX_CURVES functions.                  */
void lab_function_figure_draw_export (cairo_t *cr, double width, double height,
                                      const nn_activation *f, int n_functions, int order,
                                      double x_low, double x_high);
