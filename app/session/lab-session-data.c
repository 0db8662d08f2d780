/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-session-data.h"

#include <string.h>
#include "lab-data-sum.h"
#include "lab-estimate.h"
#include "lab-optimizer-spec.h"
#include "lab-model-spec.h"
#include "lab-preset.h"

/* The person has stopped editing. */
enum { ESTIMATE_DELAY_MS = 600 };

struct LabSessionData {
  LabTrainingModel *model;
  LabSessionFacts *shared;
  LabTrainingFacts *facts; /* shared's                                                      */
  LabSessionLoaded loaded;
  gpointer loaded_data;

  LabData *data;          /* that setup names, or NULL                                     */
  char *sum;              /* lab_data_sum () of it                                         */
  char *spec;             /* which data is, or is being read, or could not be              */
  GCancellable *loading;  /* not NULL while the data is being read                         */
  gboolean is_chosen;     /* by the person, so the model may have to give way              */
  LabTrainingConfig made; /* of the set-up, where it can be trained                        */
  gboolean can_train;
  GCancellable *estimating;
  guint estimate_timeout;
};

void
lab_session_data_stop_estimating (LabSessionData *self)
{
  g_clear_handle_id (&self->estimate_timeout, g_source_remove);
  if (self->estimating != NULL)
    g_cancellable_cancel (self->estimating);
  g_clear_object (&self->estimating);
}

static void
estimated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LabEstimate estimate;
  LabSessionData *self = user_data;

  /* Cancelled, perhaps because the session is gone; or the engine could not: then nothing is said. */
  if (!lab_estimate_finish (result, &estimate))
    return;
  g_clear_object (&self->estimating);
  self->facts->step_seconds = estimate.step_seconds;
  self->facts->epoch_seconds = estimate.epoch_seconds;
  lab_session_facts_publish (self->shared);
}

static gboolean
estimate_cb (gpointer data)
{
  LabSessionData *self = data;

  self->estimate_timeout = 0;
  if (self->can_train)
    {
      self->estimating = g_cancellable_new ();
      lab_estimate_start (&self->made, self->data, self->estimating, estimated_cb, self);
    }
  return G_SOURCE_REMOVE;
}

/* A preset's are shown also where they don't fit the data. */
static void
describe_layers (LabSessionData *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  const LabPreset *preset = lab_preset_find (setup->model);

  g_free (self->facts->layers);
  self->facts->layers = g_strdup (preset != NULL ? preset->model : setup->model);
}

static void
describe_model (LabSessionData *self)
{
  const nn_model *model = &self->made.config.model;

  self->facts->n_parameters = nn_model_n_parameters (model);
  self->facts->operations = nn_model_training_flops (model);
  self->facts->has_dropout = self->made.has_dropout;
}

/* What is said of a set-up that can't be trained: why, and no figures. */
static void
examine (LabSessionData *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  g_autoptr (GError) error = NULL;

  describe_layers (self);
  g_clear_pointer (&self->facts->problem, g_free);
  self->facts->step_seconds = self->facts->epoch_seconds = 0;
  self->can_train
      = self->data != NULL && lab_training_config_make (setup, self->data, &self->made, &error);
  if (error != NULL)
    {
      self->facts->problem = g_strdup (error->message);
      self->facts->n_parameters = 0;
    }
  if (!self->can_train)
    return;
  describe_model (self);
  self->estimate_timeout = g_timeout_add (ESTIMATE_DELAY_MS, estimate_cb, self);
}

static void
take_data (LabSessionData *self, LabData *data)
{
  self->data = data;
  g_free (self->facts->data_title);
  self->facts->data_title = g_strdup (data->title);
  lab_training_model_set_data_size (self->model, (guint) data->train.n_images,
                                    (guint) data->validation.n_images, (guint) data->test.n_images);
}

static void
use_preset (LabTrainingSetup *setup, const LabPreset *preset)
{
  nn_optimizer_config optimizer;

  g_strlcpy (setup->model, preset->name, sizeof setup->model);
  if (lab_optimizer_parse (preset->optimizer, &optimizer, NULL))
    {
      setup->optimizer = optimizer.id;
      setup->learning_rate = optimizer.learning_rate;
      setup->weight_decay = optimizer.weight_decay;
    }
  lab_initialization_parse (preset->init, &setup->initialization, NULL);
  setup->schedule = NN_SCHEDULE_CONSTANT;
  setup->batch = preset->batch;
  setup->epochs = (guint) preset->epochs;
  setup->patience = (guint) preset->patience;
}

/* Sets up the last preset that can look at the new data's images, if the model can't: it is the one
 * that a class can watch.                                                                        */
static void
fit_model (LabSessionData *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  const nn_dataset *images = &self->data->train;
  int n_presets;
  const LabPreset *presets = lab_preset_list (&n_presets);
  nn_model model;

  if (lab_model_spec_parse (setup.model, images->shape, images->n_classes, &model, NULL))
    return;
  for (int i = n_presets - 1; i >= 0; i--)
    if (lab_model_spec_parse (presets[i].name, images->shape, images->n_classes, &model, NULL))
      {
        use_preset (&setup, &presets[i]);
        lab_training_model_set_setup (self->model, &setup);
        return;
      }
}

/* What a load brings. */
typedef struct {
  LabData *data;
  char *sum;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  lab_data_unref (loaded->data);
  g_free (loaded->sum);
  g_free (loaded);
}

static void
take_loaded (LabSessionData *self, Loaded *loaded)
{
  take_data (self, lab_data_ref (loaded->data));
  self->sum = g_steal_pointer (&loaded->sum);
  loaded_free (loaded);
  if (self->is_chosen)
    fit_model (self);
  self->is_chosen = FALSE;
  lab_session_data_stop_estimating (self);
  examine (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Loaded *loaded = g_task_propagate_pointer (G_TASK (result), &error);
  LabSessionData *self = user_data;

  /* Cancelled: other data is wanted, or the session is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (loaded != NULL)
    take_loaded (self, loaded);
  else
    {
      g_free (self->facts->problem);
      self->facts->problem = g_strdup (error->message);
    }
  lab_session_facts_publish (self->shared);
  self->loaded (error != NULL ? error->message : NULL, self->loaded_data);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  LabData *data = lab_data_load (task_data, &error);
  Loaded *loaded;

  if (data == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  loaded = g_new0 (Loaded, 1);
  loaded->data = data;
  loaded->sum = lab_data_sum (data);
  g_task_return_pointer (task, loaded, loaded_free);
}

static void
read_data (LabSessionData *self, const char *spec)
{
  g_autoptr (GTask) task = NULL;

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->data, lab_data_unref);
  self->can_train = FALSE;
  g_clear_pointer (&self->sum, g_free);
  g_clear_pointer (&self->facts->data_title, g_free);
  g_clear_pointer (&self->facts->problem, g_free);
  lab_session_facts_publish (self->shared);
  g_free (self->spec);
  self->spec = g_strdup (spec);
  self->loading = g_cancellable_new ();
  task = g_task_new (NULL, self->loading, loaded_cb, self);
  g_task_set_check_cancellable (task, TRUE);
  g_task_set_task_data (task, g_strdup (spec), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

void
lab_session_data_read (LabSessionData *self, const char *spec)
{
  self->is_chosen = FALSE;
  read_data (self, spec);
}

void
lab_session_data_prepare (LabSessionData *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  gboolean there = self->data != NULL || self->loading != NULL;

  if (!there || g_strcmp0 (self->spec, setup->data) != 0)
    read_data (self, setup->data);
}

/* Only once it was prepared: the window shows its first frame before any data is read. */
void
lab_session_data_follow (LabSessionData *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  if (self->spec == NULL)
    return;
  lab_session_data_stop_estimating (self);
  if (g_strcmp0 (self->spec, setup->data) != 0)
    read_data (self, setup->data);
  examine (self);
  lab_session_facts_publish (self->shared);
}

/* --- Choices --------------------------------------------------------------------------------- */

void
lab_session_data_choose_preset (LabSessionData *self, const char *name)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  const LabPreset *preset = lab_preset_find (name);

  if (preset == NULL)
    return;
  use_preset (&setup, preset);
  lab_training_model_set_setup (self->model, &setup);
}

void
lab_session_data_choose (LabSessionData *self, const char *spec)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);

  g_strlcpy (setup.data, spec, sizeof setup.data);
  setup.subset = 0;
  self->is_chosen = TRUE;
  /* Read again even if it is the same place: what lies there may have changed. */
  g_free (self->spec);
  self->spec = g_strdup ("");
  lab_training_model_set_setup (self->model, &setup);
}

/* --- For the session ---------------------------------------------------------------------------- */

LabData *
lab_session_data_get (LabSessionData *self)
{
  return self->data;
}

const char *
lab_session_data_get_sum (LabSessionData *self)
{
  return self->sum;
}

gboolean
lab_session_data_can_train (LabSessionData *self)
{
  return self->can_train;
}

const LabTrainingConfig *
lab_session_data_get_config (LabSessionData *self)
{
  return &self->made;
}

LabSessionData *
lab_session_data_new (LabTrainingModel *model, LabSessionFacts *facts, LabSessionLoaded loaded,
                      gpointer data)
{
  LabSessionData *self = g_new0 (LabSessionData, 1);

  self->model = model;
  self->shared = facts;
  self->facts = lab_session_facts_get (facts);
  self->loaded = loaded;
  self->loaded_data = data;
  return self;
}

void
lab_session_data_free (LabSessionData *self)
{
  lab_session_data_stop_estimating (self);
  lab_estimate_end_all ();
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->data, lab_data_unref);
  g_free (self->spec);
  g_free (self->sum);
  g_free (self);
}
