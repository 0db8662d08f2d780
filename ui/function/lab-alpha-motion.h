/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-alpha-motion.h - where alpha is at a moment of its way back and forth over the slider
 *
 * From 0 to 3 and back in the slider's own scale, so that small alphas get their time, and slower
 * towards both ends. For people who asked for less motion alpha rests at each mark instead. Time in,
 * alpha out; no clock and no widget.
 */

#pragma once

#include <glib.h>

/* Seconds for the way there and back at speed 1. */
#define LAB_ALPHA_MOTION_PERIOD 12.0

/* alpha in hundredths. seconds >= 0; speed > 0 multiplies them. */
double lab_alpha_motion_at (double seconds, double speed, gboolean steps);

/* The time at which alpha has this value on its way up, to go on from there. */
double lab_alpha_motion_start (double alpha, double speed, gboolean steps);
