/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-initialization.h - how large the first weights of a layer are
 *
 * A row of a table per rule: the standard deviation of the normal distribution that a layer's
 * weights are drawn from. Biases start at 0. It draws nothing itself: whoever initialises takes the
 * same normal numbers (nn-rng.h) for every network and scales them, so that contestants with the
 * same rule share their weights to the last bit. Not so with NN_INITIALIZATION_GAIN, by design:
 * there the scale, and it alone, depends on the activation.
 */

#pragma once

#include <stddef.h>
#include "nn-activation.h"

typedef enum {
  NN_INITIALIZATION_HE,      /* variance 2 / fan_in                 He et al. 2015, eq. 10        */
  NN_INITIALIZATION_GLOROT,  /* 2 / (fan_in + fan_out), normal      Glorot, Bengio 2010, eq. 12   */
  NN_INITIALIZATION_LECUN,   /* 1 / fan_in                          LeCun et al. 1998, eq. 16     */
  NN_INITIALIZATION_GAIN,    /* g^2 / fan_in, g = nn_activation_gain (f): for any f what He's rule is
                                for ReLU; the signal keeps its variance on its way forward         */
  NN_N_INITIALIZATIONS
} nn_initialization;

typedef struct {
  nn_initialization id;
  const char *name;   /* as a command takes it: "glorot"                                          */
  const char *title;  /* "Glorot"; for "gain" an English word, for the application to translate   */
} nn_initialization_info;

const nn_initialization_info *nn_initialization_get_info (nn_initialization id);

/* The standard deviation of the weights of a layer, fan_in and fan_out above 0, in a network whose
 * activation is the valid f. Only "gain" looks at f, and computes a quadrature (some 0.1 ms).    */
double nn_initialization_deviation (nn_initialization id, size_t fan_in, size_t fan_out,
                                    nn_activation f);
