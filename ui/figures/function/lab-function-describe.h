/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-describe.h - the Function picture in words, for those who can't see it
 *
 * Private to the Function view; needs no widget, so that an export can carry the same words.
 */

#pragma once

#include "lab-function-layout.h"

/* Translated sentences: what is drawn over which range, the values at x, what the options add, and
 * what happens to ELU at 0. Free with g_free ().                                                */
char *lab_function_describe (const LabFunctionScene *scene, double x);
