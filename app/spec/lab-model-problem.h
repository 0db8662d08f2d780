/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-model-problem.h - what is wrong with the text of a model, in words for a person */

#pragma once

#include <glib.h>
#include "nn-model.h"

/* Sets error to sentences for a problem that nn_model_parse () found in text at offset: what it is,
 * at which word, why, and what to write instead. Returns FALSE, to be returned in turn.        */
gboolean lab_model_problem_set_error (GError **error, nn_model_problem problem, const char *text,
                                      size_t offset, nn_shape input, unsigned n_classes);
