/* lab-training-figure.h - paints the Training picture: loss above accuracy, one x axis of steps
 *
 * Each batch's own value as a pale line, the smoothed one over it, validation with markers, and
 * the values now at the right. Needs no display. Main thread only.
 */

#pragma once

#include "lab-axis.h"
#include "lab-text.h"
#include "lab-training-model.h"

typedef struct {
  double width, height, scale;
  LabAxis x;
  LabAxis loss, accuracy;      /* loss is logarithmic           */
  gboolean end_names;          /* room for names beside values  */
  gboolean one_line;           /* room for heading and key side by side */
} LabTrainingLayout;

void lab_training_layout_init        (LabTrainingLayout *layout, LabTrainingModel *model,
                                      double width, double height, double scale);
void lab_training_figure_draw        (cairo_t *cr, LabTrainingModel *model,
                                      const LabTrainingLayout *layout, gboolean dark);
