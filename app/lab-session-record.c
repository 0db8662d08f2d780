/* lab-session-record.c - see the header */

#include "config.h"
#include "lab-session-record.h"

#include <math.h>
#include "lab-live-diagnostics.h"
#include "lab-session-changes.h"

enum { LOOK_INTERVAL_MS = 50 };

/* A change as it was made. */
typedef struct {
  guint64 step;
  LabChange change;
} Change;

struct LabSessionRecord {
  LabTrainingModel *model;
  LabSessionFacts *facts;
  gboolean records;
  LabRunChanged changed;
  gpointer changed_data;
  LabRunRecorder *recorder; /* of the run under way                                          */
  GPtrArray *unwritten;     /* of LabRunRecorder: ended runs that are not all on disk yet    */
  GPtrArray *closing;       /* of GThread: which close those that are                        */
  guint unwritten_timeout;  /* 0 if there are none                                           */
  char *unrecorded;         /* why the run that was begun last cannot be kept, or NULL       */
  GArray *changes;          /* of Change: of this run                                        */
  char *run_id;             /* of the run that is shown, or NULL                             */
  LabData *data;            /* of the run under way, or NULL                                 */
  char *data_sum;
  guint n_train;
  gboolean stopped; /* by the person, before its end                                 */
};

/* --- Ending ----------------------------------------------------------------------------------- */

static gpointer
close_thread (gpointer recorder)
{
  lab_run_recorder_close (recorder, NULL);
  return NULL;
}

/* What is all on disk has only to be closed. */
static void
close_written (LabSessionRecord *self)
{
  for (guint i = self->unwritten->len; i-- > 0;)
    {
      LabRunRecorder *recorder = g_ptr_array_index (self->unwritten, i);

      if (!lab_run_recorder_is_written (recorder))
        continue;
      g_ptr_array_steal_index (self->unwritten, i);
      g_ptr_array_add (self->closing, g_thread_new ("closing", close_thread, recorder));
    }
}

/* Of the run under way, or of one that has ended. */
static char *
find_problem (LabSessionRecord *self)
{
  char *problem = self->recorder != NULL ? lab_run_recorder_get_problem (self->recorder) : NULL;

  for (guint i = 0; i < self->unwritten->len && problem == NULL; i++)
    problem = lab_run_recorder_get_problem (g_ptr_array_index (self->unwritten, i));
  return problem != NULL ? problem : g_strdup (self->unrecorded);
}

void
lab_session_record_look (LabSessionRecord *self)
{
  g_autofree char *problem = NULL;
  LabTrainingFacts *facts = lab_session_facts_get (self->facts);

  close_written (self);
  problem = find_problem (self);
  if (g_strcmp0 (problem, facts->notice) == 0)
    return;
  g_free (facts->notice);
  facts->notice = g_steal_pointer (&problem);
  lab_session_facts_publish (self->facts);
}

gboolean
lab_session_record_is_written (LabSessionRecord *self)
{
  lab_session_record_look (self);
  return self->unwritten->len == 0
         && (self->recorder == NULL || lab_run_recorder_is_written (self->recorder));
}

static gboolean
unwritten_cb (gpointer data)
{
  LabSessionRecord *self = data;

  lab_session_record_look (self);
  if (self->unwritten->len > 0)
    return G_SOURCE_CONTINUE;
  self->unwritten_timeout = 0;
  return G_SOURCE_REMOVE;
}

void
lab_session_record_end (LabSessionRecord *self, LabRunState state)
{
  if (self->recorder == NULL)
    return;
  lab_run_recorder_set_state (self->recorder, state);
  lab_run_recorder_hurry (self->recorder);
  g_ptr_array_add (self->unwritten, g_steal_pointer (&self->recorder));
  if (self->unwritten_timeout == 0)
    self->unwritten_timeout = g_timeout_add (LOOK_INTERVAL_MS, unwritten_cb, self);
}

/* --- Beginning -------------------------------------------------------------------------------- */

/* That the recorder writes is shown. */
static void
remember_run (LabSessionRecord *self)
{
  lab_run_recorder_set_probe (self->recorder, "validation",
                              lab_live_diagnostics_n_probe (self->data));
  lab_session_record_show (self, lab_run_recorder_get_id (self->recorder));
  if (self->changed != NULL)
    self->changed (self->run_id, self->changed_data);
}

void
lab_session_record_show (LabSessionRecord *self, const char *id)
{
  g_free (self->run_id);
  self->run_id = g_strdup (id);
}

static void
set_source (LabSessionRecord *self, const LabRunSource *source)
{
  lab_data_ref (source->data);
  g_clear_pointer (&self->data, lab_data_unref);
  self->data = source->data;
  g_free (self->data_sum);
  self->data_sum = g_strdup (source->data_sum);
  self->n_train = (guint) source->n_train;
  self->stopped = FALSE;
  g_array_set_size (self->changes, 0);
}

static void
begin (LabSessionRecord *self, const LabTrainingSetup *setup, const char *branched_from,
       guint64 branched_at)
{
  g_autoptr (GError) error = NULL;
  LabRunFacts facts = { .data_name = self->data->name,
                        .data_title = self->data->title,
                        .data_sha256 = self->data_sum,
                        .n_train = self->n_train,
                        .n_validation = (guint) self->data->validation.n_images,
                        .n_test = (guint) self->data->test.n_images,
                        .branched_from = branched_from,
                        .branched_at = branched_at };

  if (!self->records)
    return;
  self->recorder = lab_run_recorder_new (setup, &facts, &error);
  g_free (self->unrecorded);
  self->unrecorded = error != NULL ? g_strdup (error->message) : NULL;
  if (self->recorder != NULL)
    remember_run (self);
  lab_session_record_look (self);
}

void
lab_session_record_begin (LabSessionRecord *self, const LabRunSource *source)
{
  set_source (self, source);
  begin (self, source->setup, NULL, 0);
}

void
lab_session_record_go_on (LabSessionRecord *self, const LabRunSource *source,
                          const LabRunRecord *record, LabRunRecorder *recorder)
{
  set_source (self, source);
  self->recorder = recorder;
  remember_run (self);
}

/* --- What is measured ------------------------------------------------------------------------- */

static const char *const change_kinds[LAB_N_CHANGES] = {
  [LAB_CHANGE_PARAMETER] = "alpha",
  [LAB_CHANGE_LEARNING_RATE] = "learning-rate",
  [LAB_CHANGE_DROPOUT] = "dropout",
};

static void
record_change (LabSessionRecord *self, guint64 step, const LabChange *change,
               const LabTrainingSetup *trained)
{
  g_autofree char *text = lab_session_describe_change (trained, change);

  lab_run_recorder_add_event (self->recorder, step, change_kinds[change->kind], change->contestant,
                              change->from, change->to, text);
}

static double
epoch_of (LabSessionRecord *self, guint64 step)
{
  return (double) step / lab_training_model_get_steps_per_epoch (self->model);
}

static void
add_metrics (LabSessionRecord *self, LabEvent *e)
{
  static void (*const add[]) (LabRunRecorder *, int, guint64, double, double, double, double) = {
    [LAB_EVENT_STEP] = lab_run_recorder_add_step,
    [LAB_EVENT_VALIDATION] = lab_run_recorder_add_validation,
    [LAB_EVENT_TEST] = lab_run_recorder_add_test,
  };

  add[e->type](self->recorder, e->contestant, e->step, epoch_of (self, e->step), e->seconds,
               e->loss, e->accuracy);
}

static void
add_diagnostics (LabSessionRecord *self, LabEvent *e)
{
  lab_run_recorder_add_diagnostics (self->recorder, e->contestant, e->step, e->diagnostics->median,
                                    e->diagnostics->layer, e->diagnostics->n_layers);
}

static void
add_diverged (LabSessionRecord *self, LabEvent *e)
{
  lab_run_recorder_set_diverged (self->recorder, e->contestant, e->step);
}

static void
add_checkpoint (LabSessionRecord *self, LabEvent *e)
{
  lab_run_recorder_save_snapshot (self->recorder, g_steal_pointer (&e->snapshot));
}

static void
add_settled (LabSessionRecord *self, LabEvent *e)
{
  lab_run_recorder_set_state (self->recorder, LAB_RUN_PAUSED);
  lab_run_recorder_hurry (self->recorder);
}

static void
add_ended (LabSessionRecord *self, LabEvent *e)
{
  lab_session_record_end (self, self->stopped ? LAB_RUN_STOPPED : LAB_RUN_FINISHED);
}

static void
add_failed (LabSessionRecord *self, LabEvent *e)
{
  lab_session_record_end (self, LAB_RUN_STOPPED);
}

typedef void (*Add) (LabSessionRecord *self, LabEvent *e);

static const Add adds[LAB_N_EVENTS] = {
  [LAB_EVENT_STEP] = add_metrics,      [LAB_EVENT_VALIDATION] = add_metrics,
  [LAB_EVENT_TEST] = add_metrics,      [LAB_EVENT_DIAGNOSTICS] = add_diagnostics,
  [LAB_EVENT_DIVERGED] = add_diverged, [LAB_EVENT_CHECKPOINT] = add_checkpoint,
  [LAB_EVENT_SETTLED] = add_settled,   [LAB_EVENT_ENDED] = add_ended,
  [LAB_EVENT_FAILED] = add_failed,
};

/* --- Branches --------------------------------------------------------------------------------- */

/* The steps that the branch has in common with the run that it comes from. */
static void
record_past (LabSessionRecord *self)
{
  const LabRunCurves *run = lab_training_model_get_run (self->model);

  for (int c = 0; c < run->n_contestants; c++)
    {
      const LabContestantCurves *curves = &run->curves[c];

      for (guint i = 0; i < lab_series_length (&curves->loss); i++)
        {
          double step = lab_series_x (&curves->loss, i);

          lab_run_recorder_add_step (
              self->recorder, c, (guint64) step, epoch_of (self, (guint64) step),
              lab_run_curves_x (run, LAB_X_SECONDS, step), lab_series_y (&curves->loss, i),
              lab_series_y (&curves->accuracy, i));
        }
      for (guint i = 0; i < lab_series_length (&curves->validation_loss); i++)
        {
          double step = lab_series_x (&curves->validation_loss, i);

          lab_run_recorder_add_validation (self->recorder, c, (guint64) step,
                                           epoch_of (self, (guint64) step),
                                           lab_run_curves_x (run, LAB_X_SECONDS, step),
                                           lab_series_y (&curves->validation_loss, i),
                                           lab_series_y (&curves->validation_accuracy, i));
        }
    }
}

static void
record_past_changes (LabSessionRecord *self, guint64 step, const LabTrainingSetup *trained)
{
  guint n = 0;

  while (n < self->changes->len && g_array_index (self->changes, Change, n).step < step)
    {
      Change *change = &g_array_index (self->changes, Change, n++);

      record_change (self, change->step, &change->change, trained);
    }
  g_array_set_size (self->changes, n);
}

static void
branch (LabSessionRecord *self, guint64 step, const LabTrainingSetup *trained)
{
  g_autofree char *from = g_strdup (self->run_id);

  lab_session_record_end (self, LAB_RUN_STOPPED);
  self->stopped = FALSE;
  begin (self, trained, from, step);
  if (self->recorder == NULL)
    return;
  record_past (self);
  record_past_changes (self, step, trained);
  lab_run_recorder_add_event (self->recorder, step, "branch", -1, NAN, NAN, "");
}

void
lab_session_record_add (LabSessionRecord *self, LabEvent *event, const LabTrainingSetup *trained)
{
  Change change = { event->step, event->change };

  if (event->type == LAB_EVENT_CHANGED)
    g_array_append_val (self->changes, change);
  if (event->type == LAB_EVENT_WENT_BACK && self->records)
    branch (self, event->step, trained);
  if (self->recorder == NULL)
    return;
  if (event->type == LAB_EVENT_CHANGED)
    record_change (self, event->step, &event->change, trained);
  else if (adds[event->type] != NULL)
    adds[event->type](self, event);
}

/* --- For the session -------------------------------------------------------------------------- */

void
lab_session_record_run (LabSessionRecord *self)
{
  if (self->recorder != NULL)
    lab_run_recorder_set_state (self->recorder, LAB_RUN_RUNNING);
}

void
lab_session_record_stop (LabSessionRecord *self)
{
  self->stopped = TRUE;
}

void
lab_session_record_set_recording (LabSessionRecord *self, LabRunChanged changed, gpointer data)
{
  self->records = TRUE;
  self->changed = changed;
  self->changed_data = data;
}

gboolean
lab_session_record_is_recording (LabSessionRecord *self)
{
  return self->records;
}

void
lab_session_record_rename (LabSessionRecord *self, const char *name)
{
  if (self->recorder != NULL)
    lab_run_recorder_set_name (self->recorder, name);
}

static void
join_thread (gpointer thread)
{
  g_thread_join (thread);
}

static void
close_recorder (gpointer recorder)
{
  lab_run_recorder_close (recorder, NULL);
}

LabSessionRecord *
lab_session_record_new (LabTrainingModel *model, LabSessionFacts *facts)
{
  LabSessionRecord *self = g_new0 (LabSessionRecord, 1);

  self->model = model;
  self->facts = facts;
  self->unwritten = g_ptr_array_new_with_free_func (close_recorder);
  self->closing = g_ptr_array_new_with_free_func (join_thread);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  return self;
}

void
lab_session_record_free (LabSessionRecord *self)
{
  g_clear_handle_id (&self->unwritten_timeout, g_source_remove);
  g_ptr_array_unref (self->unwritten);
  g_ptr_array_unref (self->closing);
  g_array_unref (self->changes);
  g_clear_pointer (&self->data, lab_data_unref);
  g_free (self->data_sum);
  g_free (self->unrecorded);
  g_free (self->run_id);
  g_free (self);
}
