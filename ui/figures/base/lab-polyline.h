/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-polyline.h - lines through many points, before they are drawn
 *
 * Geometry only: no display, no PLplot.
 */

#pragma once

#include <glib.h>

/* Keeps of n pixel points those that a polyline needs to stay within tolerance of all of them;
 * works in place and returns how many. No NaN. */
int lab_polyline_simplify (double *x, double *y, int n, double tolerance);
