/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-keys.h - the Function picture by keyboard
 *
 * What each key does is told in lab-function-plot.h.
 */

#pragma once

#include "lab-function-plot.h"

/* From now on the plot listens to the keys that reach it or a part of it. */
void lab_function_keys_attach (LabFunctionPlot *plot);
