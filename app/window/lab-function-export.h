/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-export.h - the window's actions that save or copy the Function picture
 *
 * win.function-save-picture and win.function-save-numbers ask for a file, win.function-copy puts the
 * picture on the clipboard. What comes out is what elu-lab plot makes of the command that the file
 * carries.
 */

#pragma once

#include "lab-window.h"

/* Once for a window. */
void lab_function_export_install (LabWindow *window);
