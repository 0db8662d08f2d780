/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-thread.h - on which processor a thread runs: for a pool whose threads wait for one another
 *
 * A system spreads threads well while nothing else runs. Beside a window that draws it does two things that
 * cost a pool of threads dearly: it leaves a thread waiting behind the window although another processor
 * is idle, and it wakes a thread on the processor of the one that woke it, where the two then take
 * turns. Linux only. All of this is advice: where the system refuses, nothing changes.
 *
 * Measured on two processors, with and without in turn (tests/RESULTS.md): beside a window a training
 * loses 10 to 13 % of its speed instead of 16 to 20 % (bench live); alone it gains nothing that shows
 * (bench mlp, bench cnn).
 */

#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* The processor of this thread, or -1. */
int     nn_thread_processor (void);

/* Nanoseconds of processor time that the thread has used so far, or -1. */
int64_t nn_thread_used_ns   (pthread_t thread);

/* Moves the thread, which waits for a processor, to the one of this thread, which is about to sleep. Later it
 * may run wherever model may.                                                                  */
void    nn_thread_fetch     (pthread_t thread, pthread_t model);

/* Keeps the thread from a processor; of the others it may use those that this thread may use. FALSE
 * if there is no other.                                                                         */
bool    nn_thread_keep_from (pthread_t thread, int processor);
