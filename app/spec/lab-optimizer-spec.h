/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-optimizer-spec.h - how to train, as people type it: "adam:0.001", "cosine", "glorot"
 *
 * A name of one of the core's tables, with numbers after colons where it takes some. Errors are
 * LAB_ERROR_USAGE; a name that is unknown is answered by all that are known.
 */

#pragma once

#include <glib.h>
#include "nn-initialization.h"
#include "nn-optimizer.h"
#include "nn-schedule.h"

/* "sgd", "adam:0.001": a method with its usual settings and, after the colon, its learning rate. */
gboolean lab_optimizer_parse (const char *text, nn_optimizer_config *config, GError **error);

/* "Adam 0.001", "SGD 0.1, weight decay 0.0001", for people. */
char *lab_optimizer_describe (const nn_optimizer_config *config);

/* "constant", "step", "step:0.5", "step:0.5:20" (factor, epochs), "cosine", "cosine:0.01" (floor). */
gboolean lab_schedule_parse (const char *text, nn_schedule *schedule, GError **error);

/* "he", "glorot", "lecun", "gain" */
gboolean lab_initialization_parse (const char *text, nn_initialization *rule, GError **error);
