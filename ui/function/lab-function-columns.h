/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-function-columns.h - what the tables of the Function view's strip say about a curve
 *
 * A row a column: its title and the function that writes a curve's cell. To say one thing more is to
 * add a row.
 */

#pragma once

#include "lab-curve-table.h"

enum { LAB_N_VALUE_COLUMNS = 5, LAB_N_MOMENT_COLUMNS = 4, LAB_N_QUOTIENT_COLUMNS = 4 };

/* f, f' and f'' at the cursor, the first two with the substitution written out. */
extern const LabColumn lab_value_columns[LAB_N_VALUE_COLUMNS];

/* E f, E f^2, E f' and the gain for z ~ N (mu, sigma^2). */
extern const LabColumn lab_moment_columns[LAB_N_MOMENT_COLUMNS];

/* Left, right and central difference quotient of step h at the cursor, and f' there. */
extern const LabColumn lab_quotient_columns[LAB_N_QUOTIENT_COLUMNS];
