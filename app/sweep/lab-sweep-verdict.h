/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-verdict.h - what the runs of a sweep say about its functions
 *
 * Every two functions are compared by a paired t-test over the seeds that both have brought to the
 * end, and Holm's correction takes care that many comparisons find no more by chance than one (see
 * nn-statistics.h). No words and no input or output.
 */

#pragma once

#include "lab-sweep.h"
#include "nn-statistics.h"

enum { LAB_SWEEP_MOST_PAIRS = LAB_SWEEP_MOST_FUNCTIONS * (LAB_SWEEP_MOST_FUNCTIONS - 1) / 2 };

#define LAB_SWEEP_LEVEL 0.05   /* of all tests of a sweep together */

typedef struct {
  int n;                 /* runs that were done                            */
  double mean, spread;   /* of them: sample standard deviation; may be NaN */
} LabSweepSummary;

typedef struct {
  int first, second;     /* functions, by their place in the plan          */
  nn_paired_test test;   /* p is NaN if it could not be made               */
  double p;              /* corrected                                      */
  gboolean significant;
} LabSweepPair;

typedef struct {
  int n_pairs, n_tested, n_significant;
  int smallest;          /* pair with the smallest p before correction, -1 if none was tested */
  LabSweepPair pair[LAB_SWEEP_MOST_PAIRS];
} LabSweepVerdict;

/* runs: n_seeds of one function. */
LabSweepSummary lab_sweep_summarize (int n_seeds, const LabSweepRun *runs);

/* runs: n_functions times n_seeds; those of a function lie together, in the order of the seeds. */
void            lab_sweep_judge     (int n_functions, int n_seeds, const LabSweepRun *runs,
                                     LabSweepVerdict *verdict);
