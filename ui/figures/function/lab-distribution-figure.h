/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-distribution-figure.h - a normal distribution before and after each function goes over it
 *
 * Left the density of z, right a histogram of f (z) for each curve with its mean. Probabilities are
 * exact up to the width of a bin: no samples are drawn. Needs no display; main thread only.
 */

#pragma once

#include "lab-function-layout.h"
#include "lab-text.h"

enum { LAB_HISTOGRAM_BINS = 64 };

/* The probability of each of the bins that low .. high is cut into; what lies outside is left out.
 * sigma > 0, low < high.                                                                        */
void lab_distribution_histogram   (nn_activation f, double mu, double sigma, double low,
                                   double high, double probability[LAB_HISTOGRAM_BINS]);

void lab_distribution_figure_draw (cairo_t *cr, const LabFunctionScene *scene, double mu,
                                   double sigma, double width, double height, double scale,
                                   gboolean dark);

/* The means in words, translated. Free with g_free (). */
char *lab_distribution_describe   (const LabFunctionScene *scene, double mu, double sigma);
