/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-error.h - the errors of the application, in words for a person
 *
 * Every message says what happened, why, and what to do next, and is one line. What the core
 * reports as an nn_status becomes a sentence here and nowhere else.
 */

#pragma once

#include <gio/gio.h>
#include "nn-status.h"

typedef enum {
  LAB_ERROR_USAGE,   /* what was asked for makes no sense; a command ends with 2 */
  LAB_ERROR_DATA,    /* a data set is missing, damaged or of the wrong kind      */
  LAB_ERROR_OUTPUT,  /* a result could not be written                            */
  LAB_ERROR_ENGINE,  /* the core could not go on                                 */
  LAB_ERROR_HELP     /* no failure: --help was answered, and nothing else is done */
} LabError;

#define LAB_ERROR (lab_error_quark ())
GQuark lab_error_quark (void);

/* The translated sentences for a status other than NN_OK: why, and what to do. Static. */
const char *lab_error_sentence (nn_status status);

/* Sets error to the sentence for status and returns FALSE, to be returned in turn. */
gboolean lab_error_set_status (GError **error, LabError code, nn_status status);

/* What was typed or named elsewhere, fit to be shown inside a message: lab_printable_dup (), cut where
 * it grows long.                                                                                */
char *lab_error_printable (const char *text);
