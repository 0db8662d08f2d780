/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-worker.c - what the thread is given, from its start to its end */

#include "lab-training-worker.h"

#include "lab-training-loop.h"

typedef struct {
  LabMailbox *mailbox;
  LabTrainingPlan plan;
  nn_snapshot *start; /* the plan's, copied; or NULL */
} Worker;

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;

  lab_training_loop_run (worker->mailbox, &worker->plan);
  nn_snapshot_free (worker->start);
  lab_data_unref (worker->plan.data);
  lab_mailbox_unref (worker->mailbox);
  g_free (worker);
  return NULL;
}

LabMailbox *
lab_worker_start (const LabTrainingPlan *plan, LabWorkerCommand first, GThread **thread)
{
  nn_status status = NN_OK;
  nn_snapshot *start = plan->start != NULL ? nn_snapshot_copy (plan->start, &status) : NULL;
  LabMailbox *mailbox;
  Worker *worker;

  if (status != NN_OK)
    return NULL;
  mailbox = lab_mailbox_new (first, plan->pace);
  worker = g_new (Worker, 1);
  *worker = (Worker){ lab_mailbox_ref (mailbox), *plan, start };
  worker->plan.start = start;
  lab_data_ref (plan->data);
  *thread = g_thread_new ("training", worker_thread, worker);
  return mailbox;
}
