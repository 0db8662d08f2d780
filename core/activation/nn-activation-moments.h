/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-moments.h - what an activation makes of a normal distribution, by quadrature
 *
 * Mean and second moment of the output say what the next layer sees; those of the slope, what is
 * left of a gradient on its way back. No allocation, no state, no random numbers.
 */

#pragma once

#include "nn-activation.h"

typedef struct {
  double mean;           /* E f(z)                                                              */
  double square;         /* E f(z)^2                                                            */
  double slope;          /* E f'(z)                                                             */
  double slope_square;   /* E f'(z)^2                                                           */
  double gain;           /* sigma / sqrt (E f(z)^2): with weights of variance gain^2 / fan_in the
                            next layer's z has variance sigma^2 again; infinite if f is 0       */
} nn_moments;

/* For z ~ N(mu, sigma^2), mu finite, sigma > 0. To about 10 digits, kinks included. */
nn_moments nn_activation_moments (nn_activation f, double mu, double sigma);

/* The probability that z ~ N(mu, sigma^2) lies below x. */
double nn_normal_cdf (double mu, double sigma, double x);
