/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-live-diagnostics.h"

#include "nn-diagnostics.h"
#include "nn-parallel.h"

enum { PROBE_IMAGES = 250 };

struct LabLiveDiagnostics {
  nn_trainer *trainer;
  nn_pool *pool;
  int n;
  guint64 interval, n_steps;
  nn_diagnostics *diagnostics[NN_MAX_CONTESTANTS];
  LabDiagnostics *measured[NN_MAX_CONTESTANTS];
  const gboolean *left_out; /* during a measurement */
};

/* Every how many steps: a hundred times a run, but neither after each step nor so seldom that a class
 * would wait for it; in a very long run two thousand times.                                     */
static guint64
choose_interval (guint64 n_steps)
{
  return CLAMP (n_steps / 100, 5, MAX (100, n_steps / 2000));
}

gsize
lab_live_diagnostics_n_probe (const LabData *data)
{
  return MIN (data->validation.n_images, PROBE_IMAGES);
}

static nn_status
make_each (LabLiveDiagnostics *self, const LabData *data)
{
  nn_dataset probe = nn_dataset_slice (&data->validation, 0, lab_live_diagnostics_n_probe (data));
  nn_status status = NN_OK;

  for (int i = 0; i < self->n && status == NN_OK; i++)
    self->diagnostics[i]
        = nn_diagnostics_new (nn_trainer_get_network (self->trainer, i), &probe, &status);
  return status;
}

LabLiveDiagnostics *
lab_live_diagnostics_new (nn_trainer *trainer, const LabTrainingPlan *plan, nn_status *status)
{
  LabLiveDiagnostics *self = g_new0 (LabLiveDiagnostics, 1);

  self->trainer = trainer;
  self->n = plan->config.n_contestants;
  self->n_steps = plan->n_steps;
  self->interval = choose_interval (plan->n_steps);
  self->pool = nn_pool_new (MIN (self->n, plan->config.n_threads), status);
  if (self->pool != NULL)
    *status = make_each (self, plan->data);
  if (*status != NN_OK)
    g_clear_pointer (&self, lab_live_diagnostics_free);
  return self;
}

void
lab_live_diagnostics_free (LabLiveDiagnostics *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < self->n; i++)
    {
      nn_diagnostics_free (self->diagnostics[i]);
      g_free (self->measured[i]);
    }
  nn_pool_free (self->pool);
  g_free (self);
}

static gboolean
is_due (const LabLiveDiagnostics *self, guint64 step)
{
  return step % self->interval == 0 || step == self->n_steps;
}

void
lab_live_diagnostics_note (LabLiveDiagnostics *self)
{
  if (!is_due (self, nn_trainer_get_step (self->trainer) + 1))
    return;
  for (int i = 0; i < self->n; i++)
    nn_diagnostics_note (self->diagnostics[i], nn_trainer_get_network (self->trainer, i));
}

/* NULL if it could not be measured. */
static LabDiagnostics *
measure (LabLiveDiagnostics *self, int contestant)
{
  nn_diagnostics *diagnostics = self->diagnostics[contestant];
  int n = nn_diagnostics_n_layers (diagnostics);
  LabDiagnostics *values = g_malloc0 (sizeof *values + n * sizeof *values->layer);

  values->n_layers = n;
  if (nn_diagnostics_measure (diagnostics, nn_trainer_get_network (self->trainer, contestant),
                              values->layer)
      != NN_OK)
    g_clear_pointer (&values, g_free);
  else
    values->median = nn_diagnostics_median (diagnostics);
  return values;
}

static void
measure_task (void *context, int contestant)
{
  LabLiveDiagnostics *self = context;

  if (!self->left_out[contestant])
    self->measured[contestant] = measure (self, contestant);
}

void
lab_live_diagnostics_measure (LabLiveDiagnostics *self, const gboolean *left_out)
{
  if (!is_due (self, nn_trainer_get_step (self->trainer)))
    return;
  self->left_out = left_out;
  nn_pool_run (self->pool, self->n, measure_task, self);
  self->left_out = NULL;
}

LabDiagnostics *
lab_live_diagnostics_take (LabLiveDiagnostics *self, int contestant)
{
  return g_steal_pointer (&self->measured[contestant]);
}

void
lab_live_diagnostics_reset (LabLiveDiagnostics *self)
{
  for (int i = 0; i < self->n; i++)
    nn_diagnostics_reset (self->diagnostics[i]);
}
