/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-model-spec.h - a model as a person names it: by a preset, or by its layers */

#pragma once

#include <glib.h>
#include "nn-model.h"

/* Reads a preset's name, or a model's text form, for images of the shape input and n_classes
 * classes. On failure *model stays, and error, a LAB_ERROR_USAGE, is a sentence for people.     */
gboolean lab_model_spec_parse (const char *text, nn_shape input, unsigned n_classes,
                               nn_model *model, GError **error);
