/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-gap.h - the gap between two functions: shaded, as a panel of its own, and in words
 *
 * Private to the Function picture. Its supremum is marked where it lies; where it is only approached
 * at infinity, that is said. Suprema are computed once for each picture.
 */

#pragma once

#include "lab-function-notes-private.h"

/* The scene has a gap. */
LabFunctionGap lab_function_gap_measure  (const LabFunctionScene *scene, double x_low,
                                          double x_high);

/* Shades the area between the two curves in f's panel. */
void           lab_function_gap_fill     (cairo_t *cr, const LabFunctionScene *scene,
                                          const LabFunctionLayout *layout, gboolean dark);

/* The curves f - g and |f - g| of the gap's panel; within lab_plot_begin () and _end (). */
void           lab_function_gap_curves   (const LabFunctionScene *scene,
                                          const LabFunctionLayout *layout, int panel, gboolean dark);

/* The arrow and the note in f's panel, with the words placed so far in the placer. */
void           lab_function_gap_note     (LabFunctionNotes *notes, const LabFunctionGap *gap);

/* Title, suprema and marks of the gap's panel. */
void           lab_function_gap_panel    (LabFunctionNotes *notes, const LabFunctionGap *gap);

/* Both suprema as a plain sentence, translated. Free with g_free (). */
char          *lab_function_gap_sentence (const LabFunctionScene *scene);
