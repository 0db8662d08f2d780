/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-item.h - a recorded run as a list shows it
 *
 * Knows nothing of files: the application tells it what to show, and hears by actions, with the id,
 * what is wanted.
 */

#pragma once

#include <gio/gio.h>
#include "lab-training-setup.h"

G_BEGIN_DECLS

/* How a contestant did. */
typedef struct {
  nn_activation activation;
  double accuracy;               /* at the last validation, 0 .. 1; NaN if it is not known   */
  gboolean diverged;
} LabRunScore;

/* What is said of a run; all texts translated. */
typedef struct {
  const char *id, *name;
  const char *settings;          /* in a line                                                */
  const char *state;             /* "finished", "interrupted at step 400"                    */
  const char *problem;           /* what is wrong with a damaged run, or NULL                */
  gint64 created;                /* Unix time, or 0 if it is not known                       */
  gboolean resumable;            /* it was interrupted, and can go on                        */
  gboolean current;              /* it is being recorded                                     */
  int n_scores;
  LabRunScore score[LAB_MAX_CONTESTANTS];
} LabRunInfo;

#define LAB_TYPE_RUN_ITEM (lab_run_item_get_type ())
G_DECLARE_FINAL_TYPE (LabRunItem, lab_run_item, LAB, RUN_ITEM, GObject)

/* Property: "chosen", to be compared. Signal: "changed", when something else is said of it. */
LabRunItem       *lab_run_item_new      (const LabRunInfo *info);

/* info is copied; it is of the same run. TRUE if that changed anything. */
gboolean          lab_run_item_set_info (LabRunItem *self, const LabRunInfo *info);

/* Belongs to the item, until the next change. */
const LabRunInfo *lab_run_item_get_info (LabRunItem *self);

gboolean          lab_run_item_get_chosen (LabRunItem *self);
void              lab_run_item_set_chosen (LabRunItem *self, gboolean chosen);

/* The best accuracy of its contestants; -1 if none is known. */
double            lab_run_item_get_best (LabRunItem *self);

G_END_DECLS
