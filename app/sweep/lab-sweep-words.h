/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-sweep-words.h - the verdict of a sweep of alphas, for a window: a large line and a small one
 *
 * Says what the paired tests of lab-sweep-verdict.h found, on how much it rests, and what is left
 * out. What is no difference beyond the seed is called so.
 */

#pragma once

#include "lab-sweep.h"

/* The runs as lab_sweep_judge () takes them, of functions that are all ELU; those that have not
 * ended are waiting. cancelled: it was ended before all had. Free both with g_free (); *detail may
 * be NULL.                                                                                      */
void lab_sweep_conclude (const LabSweepPlan *plan, const LabSweepRun *runs, gboolean cancelled,
                         char **headline, char **detail);
