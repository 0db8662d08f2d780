/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-figure.h - a Function picture with all that decides its looks, for files
 *
 * The window's export and elu-lab plot both make one of these, so they make the same picture; and
 * each can be written as the command that makes it again, which every exported file carries.
 */

#pragma once

#include "lab-figure-file.h"
#include "lab-function-layout.h"

typedef struct {
  LabFunctionScene scene;
  double cursor;           /* NaN for none                                                      */
  gboolean dark;
  int width, height;       /* in units of the design                                            */
  double text_scale;
  double density;          /* pixels of a PNG for each unit                                     */
} LabFigure;

/* ELU Lab's command line for the figure: "elu-lab plot elu:0.3 relu --range=-5:2.5 ...", without
 * the file's name. Free with g_free ().                                                         */
char     *lab_figure_format_command (const LabFigure *figure);

/* Writes a picture, or if the name ends with .csv the curves: x, then f, f' and f'' of each, at 1,001
 * points of the range and at every kink from both sides.                                        */
gboolean  lab_figure_write          (const LabFigure *figure, const char *path, GError **error);

/* The picture as PNG, for the clipboard; NULL if it could not be drawn. */
GBytes   *lab_figure_to_png         (const LabFigure *figure, GError **error);
