/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-shape.h - the shape of one image, or of what a layer makes of it
 *
 * Numbers lie channel by channel, in each row by row: all red, then all green, then all blue. What
 * a dense layer gives is n channels of 1 x 1.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  int channels, height, width;
} nn_shape;

/* How many numbers that is. */
static inline size_t
nn_shape_size (nn_shape s)
{
  return (size_t) s.channels * s.height * s.width;
}

static inline bool
nn_shape_equal (nn_shape a, nn_shape b)
{
  return a.channels == b.channels && a.height == b.height && a.width == b.width;
}
