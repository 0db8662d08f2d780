/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-label-placer.h - finds for each curve a place for its name: near it, on nothing, unambiguous
 *
 * Tries positions along the curve, above and below, and takes the cheapest. Cost: other curves
 * under the label, other labels, another curve so near that one couldn't tell whose name it is,
 * and distance from the left end, where curves of this kind are apart. Geometry only.
 */

#pragma once

#include "lab-text.h"

enum { LAB_PLACER_SAMPLES = 128, LAB_PLACER_CURVES = 32, LAB_PLACER_OBSTACLES = 48 };

typedef struct {
  LabRect area;                                          /* the panel                            */
  int n_curves;
  double y[LAB_PLACER_CURVES][LAB_PLACER_SAMPLES];       /* pixels, at equal steps over the area */
  int n_obstacles;
  LabRect obstacle[LAB_PLACER_OBSTACLES];                /* notes and labels already placed      */
  gboolean bare[LAB_PLACER_OBSTACLES];                   /* kept free of words, but none is there */
} LabLabelPlacer;

void    lab_label_placer_init  (LabLabelPlacer *placer, LabRect area);

/* The x pixel of sample i. */
double  lab_label_placer_x     (const LabLabelPlacer *placer, int i);

/* Words or a note stand there. */
gboolean lab_label_placer_is_taken (const LabLabelPlacer *placer, const LabRect *place);

/* Some curve runs through the place. */
gboolean lab_label_placer_hides (const LabLabelPlacer *placer, const LabRect *place);

/* Words are there; or no more shall come there. */
void    lab_label_placer_avoid (LabLabelPlacer *placer, LabRect obstacle);
void    lab_label_placer_reserve (LabLabelPlacer *placer, LabRect obstacle);

/* The left upper corner for a label of the given size that names curve; the place becomes an
 * obstacle for the next. Within the area, or of width 0 if there is no room.                  */
LabRect lab_label_placer_place (LabLabelPlacer *placer, int curve, double width, double height);
