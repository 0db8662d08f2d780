/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-style.c - counts the curves of the same function that come before */

#include "lab-function-style.h"

LabStyle
lab_function_style (const LabFunctionScene *scene, int curve, gboolean dark)
{
  nn_activation_id id = scene->curve[curve].id;

  return lab_palette_variant (id, lab_function_scene_count (scene, id, curve), dark);
}
