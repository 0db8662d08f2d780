/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-wrap-layout.h - children side by side like words, on as many lines as they need
 *
 * Each has its natural width; a line is as high as its highest child. Left to right, or right to
 * left where that is how people read.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LAB_TYPE_WRAP_LAYOUT (lab_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (LabWrapLayout, lab_wrap_layout, LAB, WRAP_LAYOUT, GtkLayoutManager)

/* Pixels between neighbours, and between lines. */
GtkLayoutManager *lab_wrap_layout_new (int column_spacing, int line_spacing);

G_END_DECLS
