/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-dialog.h - the window in which a data set is chosen, downloaded or imported
 *
 * Asks before a download and for the place of an import; what is to be done it tells the window
 * that it belongs to, by the actions win.data-choose (name), -download (name), -cancel (name),
 * -import (path) and -keep (path, whether).
 */

#pragma once

#include <adwaita.h>
#include "lab-data-model.h"

G_BEGIN_DECLS

#define LAB_TYPE_DATA_DIALOG (lab_data_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LabDataDialog, lab_data_dialog, LAB, DATA_DIALOG, AdwWindow)

/* Modal over parent, whose actions it uses. */
LabDataDialog *lab_data_dialog_new   (GtkApplicationWindow *parent, LabDataModel *model);

/* A short message that goes away by itself. */
void           lab_data_dialog_toast (LabDataDialog *self, const char *message);

G_END_DECLS
