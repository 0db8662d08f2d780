/* lab-session-data.c - what the set-up amounts to: its data, its model, how long it will take */

#include "config.h"
#include "lab-session-private.h"

#include <glib/gi18n.h>
#include <string.h>
#include "lab-data-sum.h"
#include "lab-estimate.h"
#include "lab-optimizer-spec.h"
#include "lab-preset.h"

/* The person has stopped editing. */
enum { ESTIMATE_DELAY_MS = 600 };

void
lab_session_publish_facts (LabSession *session)
{
  lab_training_model_set_facts (session->model, &session->facts);
}

static void
stop_estimating (LabSession *session)
{
  g_clear_handle_id (&session->estimate_timeout, g_source_remove);
  if (session->estimating != NULL)
    g_cancellable_cancel (session->estimating);
  g_clear_object (&session->estimating);
}

static void
estimated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LabEstimate estimate;
  LabSession *session = user_data;

  /* Cancelled, perhaps because the session is gone; or the engine could not: then nothing is said. */
  if (!lab_estimate_finish (result, &estimate))
    return;
  g_clear_object (&session->estimating);
  session->facts.step_seconds = estimate.step_seconds;
  session->facts.epoch_seconds = estimate.epoch_seconds;
  lab_session_publish_facts (session);
}

static gboolean
estimate_cb (gpointer data)
{
  LabSession *session = data;

  session->estimate_timeout = 0;
  if (session->can_train && session->worker == NULL)
    {
      session->estimating = g_cancellable_new ();
      lab_estimate_start (&session->made, session->data, session->estimating, estimated_cb,
                          session);
    }
  return G_SOURCE_REMOVE;
}

LabData *
lab_session_ref_data (LabSession *session)
{
  return session->data != NULL ? lab_data_ref (session->data) : NULL;
}

/* A preset's are shown also where they don't fit the data. */
static void
describe_layers (LabSession *session)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);
  const LabPreset *preset = lab_preset_find (setup->model);

  g_free (session->facts.layers);
  session->facts.layers = g_strdup (preset != NULL ? preset->model : setup->model);
}

static void
describe_model (LabSession *session)
{
  const nn_model *model = &session->made.config.model;

  session->facts.n_parameters = nn_model_n_parameters (model);
  session->facts.operations = nn_model_training_flops (model);
  session->facts.has_dropout = session->made.has_dropout;
}

/* What is said of a set-up that can't be trained: why, and no figures. */
static void
examine (LabSession *session)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);
  g_autoptr (GError) error = NULL;

  describe_layers (session);
  g_clear_pointer (&session->facts.problem, g_free);
  session->facts.step_seconds = session->facts.epoch_seconds = 0;
  session->can_train = session->data != NULL
                       && lab_training_config_make (setup, session->data, &session->made, &error);
  if (error != NULL)
    {
      session->facts.problem = g_strdup (error->message);
      session->facts.n_parameters = 0;
    }
  if (!session->can_train)
    return;
  describe_model (session);
  session->estimate_timeout = g_timeout_add (ESTIMATE_DELAY_MS, estimate_cb, session);
}

static void
take_data (LabSession *session, LabData *data)
{
  session->data = data;
  g_free (session->facts.data_title);
  session->facts.data_title = g_strdup (data->title);
  lab_training_model_set_data_size (session->model, (guint) data->train.n_images,
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
fit_model (LabSession *session)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (session->model);
  const nn_dataset *images = &session->data->train;
  int n_presets;
  const LabPreset *presets = lab_preset_list (&n_presets);
  nn_model model;

  if (lab_preset_parse_model (setup.model, images->shape, images->n_classes, &model, NULL))
    return;
  for (int i = n_presets - 1; i >= 0; i--)
    if (lab_preset_parse_model (presets[i].name, images->shape, images->n_classes, &model, NULL))
      {
        use_preset (&setup, &presets[i]);
        lab_training_model_set_setup (session->model, &setup);
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
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Loaded *loaded = g_task_propagate_pointer (G_TASK (result), &error);
  LabSession *session = user_data;

  /* Cancelled: other data is wanted, or the session is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&session->loading);
  if (loaded == NULL)
    {
      lab_session_resume_cancel (session);
      g_free (session->facts.problem);
      session->facts.problem = g_strdup (error->message);
      lab_session_enter (session, LAB_SESSION_FAILED, error->message);
      lab_session_publish_facts (session);
      return;
    }
  take_data (session, lab_data_ref (loaded->data));
  session->data_sum = g_steal_pointer (&loaded->sum);
  loaded_free (loaded);
  if (session->data_is_chosen)
    fit_model (session);
  session->data_is_chosen = FALSE;
  stop_estimating (session);
  examine (session);
  lab_session_publish_facts (session);
  if (session->state == LAB_SESSION_RESUMING)
    lab_session_resume_loaded (session);
  else if (session->state == LAB_SESSION_LOADING && session->can_train)
    lab_session_start_worker (session, session->first);
  else if (session->state == LAB_SESSION_LOADING)
    lab_session_enter (session, LAB_SESSION_READY, NULL);
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

void
lab_session_read_data (LabSession *session, const char *spec)
{
  g_autoptr (GTask) task = NULL;

  if (session->loading != NULL)
    g_cancellable_cancel (session->loading);
  g_clear_object (&session->loading);
  g_clear_pointer (&session->data, lab_data_unref);
  session->can_train = FALSE;
  g_clear_pointer (&session->data_sum, g_free);
  g_clear_pointer (&session->facts.data_title, g_free);
  g_clear_pointer (&session->facts.problem, g_free);
  lab_session_publish_facts (session);
  g_free (session->data_spec);
  session->data_spec = g_strdup (spec);
  session->loading = g_cancellable_new ();
  task = g_task_new (NULL, session->loading, loaded_cb, session);
  g_task_set_check_cancellable (task, TRUE);
  g_task_set_task_data (task, g_strdup (spec), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

void
lab_session_prepare (LabSession *session)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);
  gboolean there = session->data != NULL || session->loading != NULL;

  if (!there || g_strcmp0 (session->data_spec, setup->data) != 0)
    lab_session_read_data (session, setup->data);
}

/* Only once it was prepared: the window shows its first frame before any data is read. A set-up that
 * was edited after a failure is a new one.                                                       */
void
lab_session_data_follow (LabSession *session)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (session->model);

  if (session->data_spec == NULL)
    return;
  stop_estimating (session);
  if (session->state == LAB_SESSION_FAILED)
    lab_session_enter (session, LAB_SESSION_READY, NULL);
  if (g_strcmp0 (session->data_spec, setup->data) != 0)
    lab_session_read_data (session, setup->data);
  examine (session);
  lab_session_publish_facts (session);
}

/* --- Choices --------------------------------------------------------------------------------- */

void
lab_session_choose_preset (LabSession *session, const char *name)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (session->model);
  const LabPreset *preset = lab_preset_find (name);

  if (preset == NULL || !lab_session_allows (session, LAB_SESSION_CHOOSE))
    return;
  use_preset (&setup, preset);
  lab_training_model_set_setup (session->model, &setup);
}

void
lab_session_choose_data (LabSession *session, const char *spec)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (session->model);

  if (!lab_session_allows (session, LAB_SESSION_CHOOSE))
    return;
  g_strlcpy (setup.data, spec, sizeof setup.data);
  setup.subset = 0;
  session->data_is_chosen = TRUE;
  /* Read again even if it is the same place: what lies there may have changed. */
  g_free (session->data_spec);
  session->data_spec = g_strdup ("");
  lab_training_model_set_setup (session->model, &setup);
}

void
lab_session_data_init (LabSession *session)
{
  session->facts = (LabTrainingFacts){ 0 };
}

void
lab_session_data_clear (LabSession *session)
{
  stop_estimating (session);
  if (session->loading != NULL)
    g_cancellable_cancel (session->loading);
  g_clear_object (&session->loading);
  g_clear_pointer (&session->data, lab_data_unref);
  g_clear_pointer (&session->data_spec, g_free);
  g_clear_pointer (&session->data_sum, g_free);
  lab_training_facts_clear (&session->facts);
}
