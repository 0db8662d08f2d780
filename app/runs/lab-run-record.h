/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-run-record.h - what a run's run.json says of it
 *
 * Read with care: a record that is damaged, or was written by a later version, comes back with what
 * could be read and a sentence on what is wrong. The set-up's own form is lab-run-json.h's matter.
 */

#pragma once

#include "lab-json.h"
#include "lab-training-setup.h"

/* The records' format that this program writes and reads. */
enum { LAB_RUN_FORMAT = 1 };

#define LAB_RUN_FILE "run.json"

typedef enum {
  LAB_RUN_RUNNING,     /* being trained, or interrupted while it was                         */
  LAB_RUN_PAUSED,
  LAB_RUN_FINISHED,
  LAB_RUN_STOPPED,     /* by a person, before its end                                        */
  LAB_RUN_N_STATES
} LabRunState;

/* One contestant at the last validation; NaN where it is not known. */
typedef struct {
  int contestant;                      /* its number: results may lack some                   */
  nn_activation activation;
  double validation_loss, validation_accuracy;
  double test_loss, test_accuracy;
  gint64 diverged_at;                  /* -1: it did not                                     */
} LabRunResult;

/* A change while it ran. */
typedef struct {
  guint64 step;
  int contestant;                      /* -1: all                                            */
  double from, to;                     /* NaN: none                                          */
  char *kind;                          /* "alpha", "learning-rate", "dropout", "branch", ... */
  char *text;                          /* for people                                         */
} LabRunEvent;

typedef struct {
  char *id, *name;                     /* never NULL: the name of a damaged run is its id    */
  char *program;                       /* that wrote it, or NULL                             */
  gint64 created;                      /* Unix time, or 0 if it is not known                 */
  gboolean has_setup;                  /* else setup is empty                                */
  LabTrainingSetup setup;
  char *setup_problem;                 /* why there is none, translated, or NULL             */
  char *data_name, *data_title, *data_sha256;   /* or NULL                                   */
  guint n_train, n_validation, n_test;
  LabRunState state;
  gboolean held;                       /* it is being trained, by this program or another    */
  gboolean lacks_weights;              /* finished, but without a checkpoint; its set-up alone
                                          leads to one                                       */
  guint64 step;
  double seconds;
  GArray *events;                      /* of LabRunEvent                                     */
  LabRunResult result[LAB_MAX_CONTESTANTS];
  int n_results;
  char *branched_from;                 /* id of another run, or NULL                         */
  guint64 branched_at;
  char *problem;                       /* what is wrong, translated, or NULL                 */
} LabRunRecord;

/* Reads run.json of run id, and how far it came (lab-run-progress.h), in any thread. Never NULL; free
 * with lab_run_record_free ().                                                                  */
LabRunRecord *lab_run_record_load   (const char *id);

/* The same of a text, which need not end with a zero byte. */
LabRunRecord *lab_run_record_parse  (const char *id, const char *text, gsize length);

/* One without anything but an id, the name that it gives, and the state "running". */
LabRunRecord *lab_run_record_new    (const char *id);

/* Takes over event and what it points to. */
void          lab_run_record_add    (LabRunRecord *record, LabRunEvent event);
void          lab_run_record_free   (LabRunRecord *record);

/* Which of the record's results is that contestant's; -1 if there is none. */
static inline int
lab_run_record_find_result (const LabRunRecord *record, int contestant)
{
  for (int i = 0; i < record->n_results; i++)
    if (record->result[i].contestant == contestant)
      return i;
  return -1;
}

/* Which of the run's curves is that contestant's: there is one for each function of the set-up, or
 * without a set-up for each result. -1 if there is none.                                        */
int           lab_run_record_find_curves (const LabRunRecord *record, int contestant);

/* "finished", as run.json and commands have it. */
const char   *lab_run_state_name    (LabRunState state);

/* "finished", "interrupted", "being trained", for people. Static. */
const char   *lab_run_record_state_title (const LabRunRecord *record);

/* "MNIST sample, article-mlp, Adam 0.001, batch 128, 10 epochs, seed 42", or "" if it is not known.
 * Free with g_free ().                                                                          */
char         *lab_run_record_describe_setup (const LabRunRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabRunRecord, lab_run_record_free)
