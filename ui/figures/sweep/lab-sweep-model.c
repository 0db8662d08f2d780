/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-model.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"

struct _LabSweepModel {
  GObject parent_instance;

  LabSweepSetup setup;
  char *problem, *base;
  guint n_images;
  double image_seconds;
  GPtrArray *kept;        /* LabSweepResults, the earliest first     */
  LabSweepResults *shown; /* one of them, or nothing, before there are any */
  LabSweepResults *nothing;
  gboolean selected;
  int selected_alpha, selected_seed;
};

G_DEFINE_FINAL_TYPE (LabSweepModel, lab_sweep_model, G_TYPE_OBJECT)

enum { SETUP_CHANGED, STATE_CHANGED, DATA_CHANGED, PROGRESS_CHANGED, SELECTION_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

const LabSweepSetup *
lab_sweep_model_get_setup (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return &self->setup;
}

void
lab_sweep_model_set_setup (LabSweepModel *self, const LabSweepSetup *setup)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));
  g_return_if_fail (setup->n_alphas >= 1 && setup->n_alphas <= LAB_SWEEP_MOST_ALPHAS);
  g_return_if_fail (setup->n_seeds >= 1 && setup->n_seeds <= LAB_SWEEP_MOST_ROWS);

  self->setup = *setup;
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

void
lab_sweep_model_set_alphas (LabSweepModel *self, const char *text)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  g_free (self->problem);
  self->problem = lab_sweep_parse_alphas (text, self->setup.alpha, &self->setup.n_alphas);
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

const char *
lab_sweep_model_get_problem (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->problem;
}

const char *
lab_sweep_model_get_base (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->base;
}

void
lab_sweep_model_set_base (LabSweepModel *self, const char *words)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  if (g_strcmp0 (self->base, words) == 0)
    return;
  g_free (self->base);
  self->base = g_strdup (words);
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

guint
lab_sweep_model_get_n_images (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), 0);
  return self->n_images;
}

void
lab_sweep_model_set_n_images (LabSweepModel *self, guint n)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  if (self->n_images == n)
    return;
  self->n_images = n;
  g_signal_emit (self, signals[SETUP_CHANGED], 0);
}

void
lab_sweep_model_set_image_seconds (LabSweepModel *self, double seconds)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  self->image_seconds = seconds;
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

double
lab_sweep_model_get_estimate (LabSweepModel *self)
{
  const LabSweepSetup *setup;
  double n_images;

  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NAN);

  setup = &self->setup;
  n_images = setup->images > 0 ? setup->images : self->n_images;
  if (n_images == 0)
    return NAN;
  return self->image_seconds * n_images * setup->epochs * setup->n_alphas * setup->n_seeds;
}

LabSweepState
lab_sweep_model_get_state (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), LAB_SWEEP_READY);
  return self->shown->state;
}

gboolean
lab_sweep_model_is_busy (LabSweepModel *self)
{
  LabSweepState state = lab_sweep_model_get_state (self);

  return state == LAB_SWEEP_LOADING || state == LAB_SWEEP_RUNNING || state == LAB_SWEEP_STOPPING;
}

void
lab_sweep_model_set_state (LabSweepModel *self, LabSweepState state, const char *headline,
                           const char *detail)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  self->shown->state = state;
  g_free (self->shown->headline);
  g_free (self->shown->detail);
  self->shown->headline = g_strdup (headline);
  self->shown->detail = g_strdup (detail);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

const char *
lab_sweep_model_get_headline (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->shown->headline;
}

const char *
lab_sweep_model_get_detail (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->shown->detail;
}

static void
show (LabSweepModel *self, LabSweepResults *results)
{
  self->shown = results;
  lab_sweep_model_select_none (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  g_signal_emit (self, signals[DATA_CHANGED], 0);
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

/* Room for one more; the last results go first if there is nothing in them. */
static void
make_room (LabSweepModel *self)
{
  guint n = self->kept->len;

  self->shown = self->nothing;
  if (n > 0 && lab_sweep_results_get_n_ended (self->kept->pdata[n - 1]) == 0)
    g_ptr_array_remove_index (self->kept, n - 1);
  else if (n == LAB_SWEEP_MOST_KEPT)
    g_ptr_array_remove_index (self->kept, 0);
}

void
lab_sweep_model_begin (LabSweepModel *self)
{
  LabSweepResults *results;

  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  results = lab_sweep_results_new (&self->setup, self->base);
  results->state = LAB_SWEEP_LOADING;
  make_room (self);
  g_ptr_array_add (self->kept, results);
  show (self, results);
}

int
lab_sweep_model_get_n_kept (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), 0);
  return (int) self->kept->len;
}

int
lab_sweep_model_get_position (LabSweepModel *self)
{
  guint position;

  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), -1);
  return g_ptr_array_find (self->kept, self->shown, &position) ? (int) position : -1;
}

void
lab_sweep_model_show (LabSweepModel *self, int position)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));
  g_return_if_fail (position >= 0 && position < lab_sweep_model_get_n_kept (self));
  g_return_if_fail (!lab_sweep_model_is_busy (self));

  show (self, self->kept->pdata[position]);
}

const LabTrainingSetup *
lab_sweep_model_get_training (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->shown->has_training ? &self->shown->training : NULL;
}

void
lab_sweep_model_set_training (LabSweepModel *self, const LabTrainingSetup *training)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));
  g_return_if_fail (self->shown != self->nothing);

  self->shown->training = *training;
  self->shown->has_training = TRUE;
}

const LabSweepSetup *
lab_sweep_model_get_shown (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->shown != self->nothing ? &self->shown->setup : &self->setup;
}

const char *
lab_sweep_model_get_shown_base (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  return self->shown != self->nothing ? self->shown->base : self->base;
}

const LabSweepPoint *
lab_sweep_model_get_point (LabSweepModel *self, int alpha, int seed)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NULL);
  g_return_val_if_fail (alpha >= 0 && alpha < LAB_SWEEP_MOST_ALPHAS, NULL);
  g_return_val_if_fail (seed >= 0 && seed < LAB_SWEEP_MOST_ROWS, NULL);
  return &self->shown->point[alpha][seed];
}

LabSweepColumn
lab_sweep_model_get_column (LabSweepModel *self, int alpha)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), (LabSweepColumn){ 0 });
  g_return_val_if_fail (alpha >= 0 && alpha < LAB_SWEEP_MOST_ALPHAS, (LabSweepColumn){ 0 });
  return lab_sweep_results_get_column (self->shown, alpha);
}

int
lab_sweep_model_get_n_ended (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), 0);
  return lab_sweep_results_get_n_ended (self->shown);
}

void
lab_sweep_model_add_point (LabSweepModel *self, int alpha, int seed, double value)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));
  g_return_if_fail (self->shown != self->nothing);
  g_return_if_fail (alpha >= 0 && alpha < self->shown->setup.n_alphas);
  g_return_if_fail (seed >= 0 && seed < self->shown->setup.n_seeds);

  self->shown->point[alpha][seed]
      = (LabSweepPoint){ isfinite (value) ? LAB_POINT_DONE : LAB_POINT_DIVERGED,
                         isfinite (value) ? value : NAN };
  g_signal_emit (self, signals[DATA_CHANGED], 0);
}

void
lab_sweep_model_set_progress (LabSweepModel *self, double progress, double seconds_left)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  self->shown->progress = CLAMP (progress, 0, 1);
  self->shown->left = seconds_left;
  g_signal_emit (self, signals[PROGRESS_CHANGED], 0);
}

double
lab_sweep_model_get_progress (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), 0);
  return self->shown->progress;
}

double
lab_sweep_model_get_left (LabSweepModel *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), NAN);
  return self->shown->left;
}

gboolean
lab_sweep_model_get_selected (LabSweepModel *self, int *alpha, int *seed)
{
  g_return_val_if_fail (LAB_IS_SWEEP_MODEL (self), FALSE);

  *alpha = self->selected_alpha;
  *seed = self->selected_seed;
  return self->selected;
}

void
lab_sweep_model_select (LabSweepModel *self, int alpha, int seed)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self);

  g_return_if_fail (alpha >= 0 && alpha < shown->n_alphas);
  g_return_if_fail (seed >= 0 && seed < shown->n_seeds);

  if (self->selected && self->selected_alpha == alpha && self->selected_seed == seed)
    return;
  self->selected = TRUE;
  self->selected_alpha = alpha;
  self->selected_seed = seed;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
lab_sweep_model_select_none (LabSweepModel *self)
{
  g_return_if_fail (LAB_IS_SWEEP_MODEL (self));

  if (!self->selected)
    return;
  self->selected = FALSE;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
lab_sweep_model_finalize (GObject *object)
{
  LabSweepModel *self = LAB_SWEEP_MODEL (object);

  g_free (self->problem);
  g_free (self->base);
  g_ptr_array_unref (self->kept);
  lab_sweep_results_free (self->nothing);
  G_OBJECT_CLASS (lab_sweep_model_parent_class)->finalize (object);
}

static void
lab_sweep_model_class_init (LabSweepModelClass *klass)
{
  static const char *const names[N_SIGNALS] = { "setup-changed", "state-changed", "data-changed",
                                                "progress-changed", "selection-changed" };

  G_OBJECT_CLASS (klass)->finalize = lab_sweep_model_finalize;
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], LAB_TYPE_SWEEP_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
lab_sweep_model_init (LabSweepModel *self)
{
  self->setup = (LabSweepSetup){
    .n_alphas = 4, .alpha = { 0, 0.1, 0.3, 1 }, .n_seeds = 5, .first_seed = 42, .epochs = 10
  };
  self->image_seconds = NAN;
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) lab_sweep_results_free);
  self->nothing = self->shown = lab_sweep_results_new (&self->setup, NULL);
}

LabSweepModel *
lab_sweep_model_new (void)
{
  return g_object_new (LAB_TYPE_SWEEP_MODEL, NULL);
}
