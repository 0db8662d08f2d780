/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-alpha-scale.h - a slider for alpha with room for the small values and labelled marks
 *
 * Alphas of 0.1, 0.3 and 0.5 matter more than 2 and 3, so a position is
 * u = asinh (alpha / 0.15) / asinh (20). Only the picture and the pointer know of it: the
 * adjustment, the keyboard and a screen reader have alpha itself. Near a mark the pointer snaps to it.
 * An adjustment that reaches beyond 3 gets marks up to 100.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LAB_TYPE_ALPHA_SCALE (lab_alpha_scale_get_type ())
G_DECLARE_FINAL_TYPE (LabAlphaScale, lab_alpha_scale, LAB, ALPHA_SCALE, GtkScale)

/* The mapping, for 0 <= alpha <= 3 and 0 <= u <= 1; geometry only. */
double lab_alpha_scale_position (double alpha);
double lab_alpha_scale_value    (double position);

/* The mark that lies within reach (a share of the scale) of position, or alpha rounded to 0.01. */
double lab_alpha_scale_snap     (double position, double reach);

/* The pointer holds the knob: its range must not change under it. */
gboolean lab_alpha_scale_is_dragged (LabAlphaScale *self);

G_END_DECLS
