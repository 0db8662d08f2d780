/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-bench-engine.h - how fast the engine trains, and how fast its activation functions are
 *
 * The MLP trains on digits, of which most is 0, and on noise; the CNN on noise. Each figure is a median
 * over rounds, and the peak that it is a share of is measured between the rounds, as a processor
 * changes its clock.
 */

#pragma once

#include "lab-json-writer.h"

typedef struct {
  int n_threads;
  gboolean json;
} LabBenchOptions;

/* A line of JSON: begins with the benchmark's name, is ended and printed. Figures have so many digits. */
enum { LAB_BENCH_DIGITS = 5 };

LabJsonWriter *lab_bench_begin_line (const char *name);
void lab_bench_print_line (LabJsonWriter *line);

/* Training steps of the article's models with ELU, for one contestant and for two. A line each:
 * name, threads, images_per_second (over all contestants), step_us_median, gflops and
 * share_of_fma_peak (null where no peak is known).                                              */
gboolean lab_bench_mlp (const LabBenchOptions *options, GError **error);
gboolean lab_bench_cnn (const LabBenchOptions *options, GError **error);

/* Every function on one thread: name, threads, forward_ns and backward_ns a value in the cache; and
 * elu-large, ELU forward on 10^7 floats: forward_ns and share_of_copy, its speed against memcpy's. */
gboolean lab_bench_activation (const LabBenchOptions *options, GError **error);
