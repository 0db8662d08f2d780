/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-samples.h - a curve over a range of x, evaluated once and kept
 *
 * Whoever draws a curve, finds its extent, its distance to another or room for its name asks here,
 * so that a function is evaluated once for its parameters, order, range and number of steps, and
 * not with every frame. The 256 that were asked for last are kept. Main thread only.
 */

#pragma once

#include "lab-axis.h"
#include "nn-activation.h"

typedef struct {
  double x, left, right; /* both one-sided values */
} LabKinkSample;

typedef struct {
  nn_activation f;
  int order;
  double low, high;      /* of x                                                               */
  int n;                 /* steps                                                              */
  double *y;             /* n + 1 values, y[i] at low + (high - low) i / n; at a kink the left */
  int n_kinks;           /* from low to high, rising                                           */
  LabKinkSample kink[NN_MAX_KINKS];
  double y_low, y_high;  /* of all finite values; y_low > y_high if there is none              */
} LabFunctionSamples;

enum { LAB_MOST_STEPS = 2048 };

/* low < high, 1 <= n <= LAB_MOST_STEPS. Borrowed: good until 256 others have been asked for. */
const LabFunctionSamples *lab_function_samples_get (nn_activation f, int order, double low,
                                                    double high, int n);

/* The same over an axis, a step being two pixels. */
const LabFunctionSamples *lab_function_samples_on (nn_activation f, int order, const LabAxis *axis);

/* The value of the sample nearest to x. */
double lab_function_samples_at (const LabFunctionSamples *samples, double x);

/* The curve as points of a line, with the kinks exactly, and a NaN between the two values of a jump.
 * x and y hold LAB_MOST_POINTS; returns how many there are.                                     */
enum { LAB_MOST_POINTS = LAB_MOST_STEPS + 1 + 3 * NN_MAX_KINKS };
int lab_function_samples_trace (const LabFunctionSamples *samples, double *x, double *y);

/* How many curves have been evaluated since the program started. */
guint64 lab_function_samples_count (void);
