/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-data-rows.h - the words that the list of data sets has for a set */

#pragma once

#include "lab-data-import.h"
#include "lab-data-model.h"

/* Puts it into the list, not looked for yet. */
void  lab_data_rows_put_known (LabDataModel *model, const LabKnownSet *set);
void  lab_data_rows_put_own   (LabDataModel *model, const char *path);

/* "24 training and 5 test images, 28 × 28". Free with g_free (), like the next. */
char *lab_data_rows_counts    (const LabDataFound *found);

/* path as a person writes it: "~/data". */
char *lab_data_rows_place     (const char *path);
