/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-palette.h - the colours and dashes of everything that is drawn
 *
 * A function keeps its colour, dash and name in every view and export. The hues are Okabe and Ito's
 * (readable with any kind of colour blindness), lightened for a dark ground; a dash tells curves
 * apart where colour can't. Knows no widget, so exports without a display use it too.
 */

#pragma once

#include <cairo.h>
#include <glib.h>
#include "nn-activation.h"

typedef struct {
  guint8 red, green, blue;
} LabColor;

/* Everything that is not a curve. */
typedef struct {
  LabColor ground, text, dim, grid, zero_axis, separator, cursor;
  LabColor gap;                   /* ground of the area between two curves      */
  LabColor ghost, ghost_label;    /* thin curves beside ELU's own               */
} LabTheme;

enum { LAB_MAX_DASHES = 6 };

typedef struct {
  LabColor line;
  LabColor label;                 /* the same hue, dark enough for text         */
  LabColor raw;                   /* the same hue, pale: each batch's own value */
  int n_dashes;                   /* 0: solid                                   */
  double dash[LAB_MAX_DASHES];    /* px on, off at line width 3.5               */
} LabStyle;

const LabTheme *lab_palette_theme (gboolean dark);

/* Until this is called again: grid, axes and secondary text nearly as strong as text itself, for
 * people who ask their desktop for it. Main thread only.                                        */
void            lab_palette_set_high_contrast (gboolean high_contrast);
gboolean        lab_palette_get_high_contrast (void);

/* No two functions share a dash, nor a colour and a solid line. */
LabStyle        lab_palette_style (nn_activation_id id, gboolean dark);

/* The style of the n-th curve that shows the same function as an earlier one (n >= 1), so that two
 * ELUs with different alphas can be told apart.                                                */
LabStyle        lab_palette_variant (nn_activation_id id, int n, gboolean dark);

LabColor        lab_color_mix (LabColor a, LabColor b, double share_of_b);
void            lab_color_set_source (LabColor color, cairo_t *cr);
void            lab_color_to_hex (LabColor color, char hex[8]); /* "#0072b2" */
