/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-notes.h - the words in the Function picture: formulas, curve names, kink, asymptote
 *
 * Private to lab-function-figure.c. Everything is placed by measuring, so that a longer language
 * or larger type moves things rather than overlapping them; what has no room is left out.
 */

#pragma once

#include "lab-function-figure.h"
#include "nn-activation-gap.h"

/* The suprema of the scene's pair, over the layout's x and over all x. */
typedef struct {
  nn_gap in_view, everywhere;
} LabFunctionGap;

/* All words of panel number panel, added to words; gap is of a scene that has one. Called with
 * nothing but text left to draw.                                                                */
void lab_function_notes_draw (LabPainter *painter, const LabFunctionScene *scene,
                              const LabFunctionLayout *layout, int panel, const LabFunctionGap *gap,
                              LabFunctionWords *words);
