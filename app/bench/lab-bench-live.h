/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-bench-live.h - what it costs to watch: the window's frames, and the training's speed
 *
 * The real window at 1440 x 900 with the Training view, which draws loss, accuracy and a diagnostic of
 * three layers while the article's MLP trains on the MNIST sample at full speed on all processors;
 * in turn with the same training, validation after each epoch included, with the window hidden
 * and nothing measured for it. Needs a display.
 */

#pragma once

#include "lab-bench-engine.h"

/* A line: name, fps, frame_p99_ms (of the window's frame clock), training_slowdown (by which part of
 * its speed the training falls: the median over rounds), steps_per_second of both.              */
gboolean lab_bench_live (const LabBenchOptions *options, GError **error);
