/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-notes-private.h - what the files of the Function picture's words share
 *
 * lab-function-notes.c has titles, formulas and names; lab-function-kink.c what happens at 0;
 * lab-function-ghosts.c the thin ELUs; lab-function-gap.c the gap.
 */

#pragma once

#include "lab-function-notes.h"
#include "lab-label-placer.h"

typedef struct {
  LabPainter *painter;
  const LabFunctionScene *scene;
  const LabFunctionLayout *layout;
  int panel, order;
  LabLabelPlacer placer;
} LabFunctionNotes;

/* Pixels at the person's text scale. */
static inline double
scaled (const LabFunctionNotes *notes, double pixels)
{
  return pixels * notes->layout->scale;
}

static inline LabColor
label_color (const LabFunctionNotes *notes, nn_activation_id id)
{
  return lab_palette_style (id, notes->painter->dark).label;
}

/* Bold, in the curve's own colour; text is markup. Free with g_free (). */
static inline char *
bold_in (const LabFunctionNotes *notes, nn_activation_id id, const char *text)
{
  char hex[8];

  lab_color_to_hex (label_color (notes, id), hex);
  return g_strdup_printf ("<b><span color=\"%s\">%s</span></b>", hex, text);
}

/* ELU's asymptote and kink in the panel of f, its jump in that of f'; order 0 or 1. */
void     lab_function_kink_draw    (LabFunctionNotes *notes, const nn_activation *elu);

/* Where curves jump: a filled dot at the value taken, a hollow one at the limit. */
void     lab_function_kink_draw_dots (LabFunctionNotes *notes);

/* The thin curves of one panel, within lab_plot_begin () and _end (); then their names. */
void     lab_function_ghosts_draw  (const LabFunctionScene *scene, const LabFunctionLayout *layout,
                                    int panel, gboolean dark);
void     lab_function_ghosts_name  (LabFunctionNotes *notes);
