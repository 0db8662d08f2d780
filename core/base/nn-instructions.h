/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-instructions.h - the instruction sets that some loops are compiled for, and the best one here
 *
 * Private to core and its tests.
 */

#pragma once

/* Each includes those before it. */
typedef enum { NN_PORTABLE, NN_AVX2, NN_AVX512, NN_N_INSTRUCTIONS } nn_instructions;

/* Asked of the processor, and of the system, which must save the wide registers. The answer never
 * changes, so threads need no lock.                                                             */
nn_instructions nn_instructions_best (void);
