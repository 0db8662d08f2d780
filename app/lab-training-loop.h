/* lab-training-loop.h - what the thread of a live training does, from its first step to its last */

#pragma once

#include "lab-training-worker.h"

/* Every how many steps diagnostics are measured in a run of n_steps: a hundred times, but neither
 * after each step nor so seldom that a class would wait for it; in a very long run two thousand times. */
guint64 lab_training_loop_interval (guint64 n_steps);

enum { LAB_LIVE_PROBE_IMAGES = 250 };

/* Returns when the worker is told to quit, or the engine has refused. */
void    lab_training_loop_run      (LabWorker *worker);
