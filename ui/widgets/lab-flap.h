/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-flap.h - the panel beside a plot, shown and hidden
 *
 * AdwFlap divides by its panel's width to start the animation. Asked in the moment between being shown
 * and being given a place, it moves by no number, and lays itself out as wide as the smallest integer.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* With its animation, or at once where the flap has no place yet. */
void lab_flap_set_reveal (AdwFlap *flap, gboolean reveal);

G_END_DECLS
