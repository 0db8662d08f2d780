/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-window.h - the main window: header bar, views, side panel; actions come from the application */

#pragma once

#include <adwaita.h>
#include "lab-function-page.h"
#include "lab-training-page.h"

G_BEGIN_DECLS

#define LAB_TYPE_WINDOW (lab_window_get_type ())
G_DECLARE_FINAL_TYPE (LabWindow, lab_window, LAB, WINDOW, AdwApplicationWindow)

/* Property: "show-panel", also the action win.show-panel. */
LabWindow       *lab_window_new               (GtkApplication *application);

LabFunctionPage *lab_window_get_function_page (LabWindow *self);
LabTrainingPage *lab_window_get_training_page (LabWindow *self);

/* "function" or "training". */
void             lab_window_show_page         (LabWindow *self, const char *name);

/* A short message that goes away by itself. */
void             lab_window_toast             (LabWindow *self, const char *message);

G_END_DECLS
