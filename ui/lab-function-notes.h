/* lab-function-notes.h - the words in the Function picture: formulas, curve names, kink, asymptote
 *
 * Private to lab-function-figure.c. Everything is placed by measuring, so that a longer language
 * or larger type moves things rather than overlapping them; what has no room is left out.
 */

#pragma once

#include "lab-function-figure.h"

/* All words of panel number panel, added to words. Called with nothing but text left to draw. */
void lab_function_notes_draw (LabPainter *painter, const LabFunctionScene *scene,
                              const LabFunctionLayout *layout, int panel, LabFunctionWords *words);
