/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-import-row.h - the row from which a folder or an archive is imported
 *
 * Asks for the place and names it to the window (win.data-import); the application reads it.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LAB_TYPE_DATA_IMPORT_ROW (lab_data_import_row_get_type ())
G_DECLARE_FINAL_TYPE (LabDataImportRow, lab_data_import_row, LAB, DATA_IMPORT_ROW, GtkListBoxRow)

/* Signal: "refused", with a sentence, for a place that nothing can be imported from. */

/* As though the person had chosen that place. */
void lab_data_import_row_take        (LabDataImportRow *self, GFile *place);

/* Its buttons stand below the text instead of beside it. */
void lab_data_import_row_set_compact (LabDataImportRow *self, gboolean compact);

G_END_DECLS
