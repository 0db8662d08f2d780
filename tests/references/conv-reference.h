/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conv-reference.h - convolution and pooling as their definitions say, to compare with
 *
 * Images lie pixel by pixel (height, width, channel), weights are filters x channels x kernel x
 * kernel, as in the engine. Slow, and nothing but loops, in double; and the convolution once more
 * by copying each window into the row of a matrix ("im2col") and one product in float, which is
 * fast enough for the layers of a real network.
 */

#pragma once

#include <stdbool.h>
#include "nn-shape.h"

typedef struct {
  int rows;             /* images                          */
  nn_shape in, out;
  int kernel, padding;
} conv_case;

/* kernel / 2 rows and columns of zeros around the image, or none. */
conv_case conv_case_of (int rows, nn_shape in, int filters, int kernel, bool valid);

/* z = conv (x, w) + bias. */
void conv_reference_forward  (const conv_case *c, const float *x, const float *w,
                              const float *bias, double *z);

/* The gradients by weights, bias and images, dz being the one by z. */
void conv_reference_backward (const conv_case *c, const float *x, const float *w, const double *dz,
                              double *dw, double *db, double *dx);

/* The same with im2col; what is not wanted of the gradients is NULL. */
void conv_im2col_forward  (const conv_case *c, const float *x, const float *w, const float *bias,
                           double *z);
void conv_im2col_backward (const conv_case *c, const float *x, const float *w, const double *dz,
                           double *dw, double *db, double *dx);

/* The maximum of each side x side window, NaN where one is in it, and where it lies: the first of
 * equal ones, the last of several NaN. place counts floats from the start of x.                 */
void pool_reference (int rows, nn_shape in, int side, const float *x, float *y, int *place);
