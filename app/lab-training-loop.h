/* lab-training-loop.h - what the thread of a live training does, from its first step to its last */

#pragma once

#include "lab-training-worker.h"

/* Returns when the worker is told to quit, or the engine has refused. */
void    lab_training_loop_run      (LabWorker *worker);
