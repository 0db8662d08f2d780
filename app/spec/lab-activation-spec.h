/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-activation-spec.h - activation functions as people type them: "elu:0.3"
 *
 * A name of the core's table, then a colon and the parameters with commas between them. The
 * canonical form always has its parameters, so that two texts are equal where the functions are.
 */

#pragma once

#include <glib.h>
#include "nn-activation.h"

/* Reads "elu", "elu:0.3", "pelu:1,2". A parameter left out at the end is the usual one. Letter case
 * does not matter. Errors are LAB_ERROR_USAGE.                                                 */
gboolean lab_activation_parse (const char *text, nn_activation *f, GError **error);

/* "elu:1", "relu", "leaky-relu:0.01", "pelu:1,1": what lab_activation_parse () reads back as the
 * same function, with the fewest digits.                                                       */
char *lab_activation_format (nn_activation f);

/* "elu, relu, leaky-relu, ...": every name, for messages and help. */
char *lab_activation_names (void);

/* Reads the NULL-ended texts into f, which has room for most; refuses more, none, and a function
 * that comes twice.                                                                            */
gboolean lab_activation_parse_list (const char *const *texts, int most, nn_activation *f,
                                    int *n_functions, GError **error);
