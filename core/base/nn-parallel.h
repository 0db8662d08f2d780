/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-parallel.h - a small pool of threads that runs tasks 0 .. n-1
 *
 * The one file of the core with threads. The caller works too, so a pool of 1 starts none. Waiting
 * threads block: a spinning one would take the processor from the window. New threads inherit the
 * caller's nice value. oneDNN is told to use one thread within each, and in every thread that calls
 * nn_pool_run (), from then on.
 */

#pragma once

#include "nn-status.h"

typedef struct nn_pool nn_pool;
typedef void (*nn_task) (void *context, int task);

enum { NN_MAX_THREADS = 256 };

nn_pool *nn_pool_new  (int n_threads, nn_status *status);  /* 1 .. NN_MAX_THREADS */
void     nn_pool_free (nn_pool *pool);                     /* joins its threads   */
int      nn_pool_n_threads (const nn_pool *pool);

/* Calls task (context, i) for each i < n_tasks, each once, on any thread; returns when all have.
 * Tasks start in ascending order. One caller at a time. Allocates nothing, but for what OpenMP
 * keeps of a thread that calls for the first time.                                             */
void nn_pool_run (nn_pool *pool, int n_tasks, nn_task task, void *context);
