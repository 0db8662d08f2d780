/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-row.h - a data set in the list: what it is, where it lies or how far it is, what can be
 * done
 *
 * Its button names an action of the dialog, which asks first (data.download, data.forget), or of
 * the window (win.data-download, win.data-cancel).
 */

#pragma once

#include <adwaita.h>
#include "lab-data-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_DATA_ROW (lab_data_row_get_type ())
G_DECLARE_FINAL_TYPE (LabDataRow, lab_data_row, LAB, DATA_ROW, GtkListBoxRow)

LabDataRow *lab_data_row_new         (const LabDataSet *set, gboolean is_chosen);

/* The name of its set. */
const char *lab_data_row_get_name    (LabDataRow *self);

/* Shows set, of the same name. */
void        lab_data_row_show        (LabDataRow *self, const LabDataSet *set, gboolean is_chosen);

/* Its button stands below the text instead of beside it. */
void        lab_data_row_set_compact (LabDataRow *self, gboolean compact);

G_END_DECLS
