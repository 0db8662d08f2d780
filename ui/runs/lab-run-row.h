/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-row.h - a recorded run in a list: chosen or not, name, settings, results, menu
 *
 * Its menu names the window's actions (win.run-open, ...) with the run's id. The name is changed in
 * its place.
 */

#pragma once

#include <gtk/gtk.h>
#include "lab-run-item.h"

G_BEGIN_DECLS

#define LAB_TYPE_RUN_ROW (lab_run_row_get_type ())
G_DECLARE_FINAL_TYPE (LabRunRow, lab_run_row, LAB, RUN_ROW, GtkWidget)

GtkWidget  *lab_run_row_new        (void);

/* Takes a reference; NULL for none. */
void        lab_run_row_set_item   (LabRunRow *self, LabRunItem *item);
LabRunItem *lab_run_row_get_item   (LabRunRow *self);

/* Lets the person type another name. Not for a damaged run. */
void        lab_run_row_rename     (LabRunRow *self);

void        lab_run_row_popup_menu (LabRunRow *self);

G_END_DECLS
