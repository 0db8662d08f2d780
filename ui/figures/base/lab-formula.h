/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-formula.h - a function's name, and its value written out with numbers, as Pango markup
 *
 * What a teacher would write on the board: = 0.30 (e^-1.20 - 1) = -0.2096. Mathematics is the same in
 * every language; only the words around it are translated.
 */

#pragma once

#include <glib.h>
#include "nn-activation.h"

/* "ELU α = 1.00", "ReLU", "LeakyReLU 0.01", "PELU 1, 1"; markup-safe. Free with g_free (). */
char *lab_formula_name         (nn_activation f);

/* The name alone, with as many primes as the order: "ELU′". */
char *lab_formula_short_name   (nn_activation f, int order);

/* How the value of the order-th derivative at x comes about, beginning
 * with "= ". Free with g_free ().                                                              */
char *lab_formula_substitution (nn_activation f, int order, double x);

/* "α" for "alpha", as the table of activations names a parameter. Static. */
const char *lab_formula_symbol (const char *symbol);
