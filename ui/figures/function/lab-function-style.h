/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-style.h - how the curves of the Function view look
 *
 * One place for all that is drawn or written in a curve's colour.
 */

#pragma once

#include "lab-function-model.h"
#include "lab-palette.h"

/* As the curve's function looks everywhere; but of two ELUs in one scene the second has another look. */
LabStyle lab_function_style (const LabFunctionScene *scene, int curve, gboolean dark);
