/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-status.h - what a call of the core can come back with
 *
 * The core neither prints nor exits: a runtime failure is one of these values, and the layers
 * above turn it into words for a person. A programming error is an assert.
 */

#pragma once

typedef enum {
  NN_OK = 0,
  NN_ERROR_MEMORY,      /* an allocation failed                                              */
  NN_ERROR_ARGUMENT,    /* a setting is outside its range (a batch of 0, a NaN learning rate) */
  NN_ERROR_SHAPE,       /* sizes do not fit each other, or are too large to be allocated      */
  NN_ERROR_TRUNCATED,   /* data ends before it should                                         */
  NN_ERROR_TRAILING,    /* data goes on after it should have ended                            */
  NN_ERROR_MAGIC,       /* data does not begin as its format says                             */
  NN_ERROR_VALUE,       /* a value that its format does not allow (a label of 10 or more)     */
  NN_ERROR_NOT_FINITE,  /* a loss or a gradient became NaN or infinite                        */
  NN_ERROR_BACKEND,     /* oneDNN refused an operation                                        */
  NN_N_STATUS
} nn_status;
