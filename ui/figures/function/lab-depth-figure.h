/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-depth-figure.h - the product of slopes over many layers: how gradients vanish and explode
 *
 * |f'(z)|^l against the layer l on a logarithmic axis, for each curve, with the same z in every
 * layer and without the weights, which are the other half of the story. A slope of 0 has no
 * logarithm: such a curve drops out of the picture at once, and is said to be 0.
 */

#pragma once

#include "lab-function-layout.h"
#include "lab-text.h"

enum { LAB_MAX_LAYERS = 50 };

/* |f'(z)|^layers; underflows to 0 gracefully. */
double lab_depth_product     (nn_activation f, double z, int layers);

void   lab_depth_figure_draw (cairo_t *cr, const LabFunctionScene *scene, double z, int layers,
                              double width, double height, double scale, gboolean dark);

/* The products in words, translated. Free with g_free (). */
char  *lab_depth_describe    (const LabFunctionScene *scene, double z, int layers);
