/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-curve-file.h - the curves of a Function picture as comma-separated numbers
 *
 * One line a point, a header line with the columns' names, and before it a comment line (#) with the
 * command that makes the file again. Points as decimal marks in every language; 17 digits, so that
 * nothing is lost. A value that does not exist is empty.
 */

#pragma once

#include <glib.h>
#include "lab-function-layout.h"

/* Replaces path in one piece. The scene has at least one curve. */
gboolean lab_curve_file_write (const char *path, const LabFunctionScene *scene,
                               const char *settings, GError **error);
