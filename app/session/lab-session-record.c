/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-session-record.h"

#include <math.h>
#include "lab-live-diagnostics.h"
#include "lab-run-events.h"
#include "lab-session-closing.h"
#include "lab-session-changes.h"

struct LabSessionRecord {
  LabTrainingModel *model;
  LabSessionFacts *facts;
  gboolean records;
  LabRunChanged changed;
  gpointer changed_data;
  LabRunRecorder *recorder;   /* of the run under way                                     */
  LabSessionClosing *closing; /* ended runs that are not all on disk yet                  */
  char *unrecorded;           /* why the run that was begun last cannot be kept, or NULL  */
  LabTrainingSetup begun;     /* what the run began with                                  */
  GArray *events;             /* of LabRunEvent: how it was changed since then            */
  char *run_id;               /* of the run that is shown, or NULL                        */
  LabData *data;              /* of the run under way, or NULL                            */
  char *data_sum;
  guint n_train;
  gboolean stopped; /* by the person, before its end                            */
};

/* --- Ending ----------------------------------------------------------------------------------- */

/* Of the run under way, or of one that has ended. */
static char *
find_problem (LabSessionRecord *self)
{
  char *problem = self->recorder != NULL ? lab_run_recorder_get_problem (self->recorder) : NULL;

  if (problem == NULL)
    problem = lab_session_closing_get_problem (self->closing);
  return problem != NULL ? problem : g_strdup (self->unrecorded);
}

static void
tell_problem (gpointer data)
{
  LabSessionRecord *self = data;
  g_autofree char *problem = find_problem (self);
  LabTrainingFacts *facts = lab_session_facts_get (self->facts);

  if (g_strcmp0 (problem, facts->notice) == 0)
    return;
  g_free (facts->notice);
  facts->notice = g_steal_pointer (&problem);
  lab_session_facts_publish (self->facts);
}

gboolean
lab_session_record_look (LabSessionRecord *self)
{
  gboolean closed = lab_session_closing_look (self->closing);

  tell_problem (self);
  return closed && (self->recorder == NULL || lab_run_recorder_is_written (self->recorder));
}

void
lab_session_record_end (LabSessionRecord *self, LabRunState state)
{
  if (self->recorder == NULL)
    return;
  lab_run_recorder_set_state (self->recorder, state);
  lab_run_recorder_hurry (self->recorder);
  lab_session_closing_add (self->closing, g_steal_pointer (&self->recorder));
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
}

static LabRunFacts
facts_of (LabSessionRecord *self)
{
  return (LabRunFacts){ .data_name = self->data->name,
                        .data_title = self->data->title,
                        .data_sha256 = self->data_sum,
                        .n_train = self->n_train,
                        .n_validation = (guint) self->data->validation.n_images,
                        .n_test = (guint) self->data->test.n_images };
}

/* recorder: NULL where the run cannot be kept, and problem says why. */
static void
begin (LabSessionRecord *self, LabRunRecorder *recorder, const GError *problem)
{
  self->recorder = recorder;
  g_free (self->unrecorded);
  self->unrecorded = problem != NULL ? g_strdup (problem->message) : NULL;
  if (recorder != NULL)
    remember_run (self);
  else
    lab_session_record_show (self, NULL);
  lab_session_record_look (self);
}

void
lab_session_record_begin (LabSessionRecord *self, const LabRunSource *source)
{
  g_autoptr (GError) error = NULL;
  LabRunRecorder *recorder;
  LabRunFacts facts;

  set_source (self, source);
  self->begun = *source->setup;
  g_array_set_size (self->events, 0);
  facts = facts_of (self);
  if (!self->records)
    return;
  recorder = lab_run_recorder_new (&self->begun, &facts, &error);
  begin (self, recorder, error);
}

void
lab_session_record_go_on (LabSessionRecord *self, const LabRunSource *source,
                          const LabRunRecord *record, LabRunRecorder *recorder)
{
  set_source (self, source);
  self->begun = record->setup;
  g_array_unref (self->events);
  self->events = lab_run_events_copy (record->events);
  begin (self, recorder, NULL);
}

/* --- What is measured ------------------------------------------------------------------------- */

static const char *const change_kinds[LAB_N_CHANGES] = {
  [LAB_CHANGE_PARAMETER] = "alpha",
  [LAB_CHANGE_LEARNING_RATE] = "learning-rate",
  [LAB_CHANGE_DROPOUT] = "dropout",
};

static void
record_event (LabSessionRecord *self, const LabRunEvent *event)
{
  lab_run_recorder_add_event (self->recorder, event->step, event->kind, event->contestant,
                              event->from, event->to, event->text);
}

static void
add_event (LabSessionRecord *self, LabRunEvent event)
{
  lab_run_events_add (self->events, &event);
  if (self->recorder != NULL)
    record_event (self, &event);
}

/* Kept also where the run is not: a branch of it may be. */
static void
add_change (LabSessionRecord *self, guint64 step, const LabChange *change,
            const LabTrainingSetup *trained)
{
  g_autofree char *text = lab_session_describe_change (trained, change);

  add_event (self, (LabRunEvent){ step, change->contestant, change->from, change->to,
                                  (char *) change_kinds[change->kind], text });
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

/* With the past of the run that was under way. */
static void
begin_branch (LabSessionRecord *self, guint64 step)
{
  g_autofree char *from = g_strdup (self->run_id);
  LabRunFacts facts = facts_of (self);
  g_autoptr (GError) error = NULL;
  LabRunRecorder *parent, *recorder;

  lab_session_record_end (self, LAB_RUN_STOPPED);
  parent = lab_session_closing_take (self->closing, from);
  facts.branched_from = from;
  facts.branched_at = step;
  recorder = from != NULL ? lab_run_recorder_branch (&self->begun, &facts, parent, &error)
                          : lab_run_recorder_new (&self->begun, &facts, &error);
  if (recorder == NULL && parent != NULL)
    lab_session_closing_add (self->closing, parent);
  begin (self, recorder, error);
}

/* Contestants that had diverged by then. */
static void
record_diverged (LabSessionRecord *self)
{
  for (int i = 0; i < self->begun.n_contestants; i++)
    {
      const LabContestantCurves *curves = lab_training_model_get_curves (self->model, i);

      if (curves->diverged)
        lab_run_recorder_set_diverged (self->recorder, i, curves->diverged_at);
    }
}

static void
branch (LabSessionRecord *self, guint64 step, const LabTrainingSetup *trained)
{
  LabRunEvent event = { step, -1, NAN, NAN, (char *) "branch", (char *) "" };

  self->stopped = FALSE;
  lab_run_events_truncate (self->events, step, trained);
  if (self->records)
    begin_branch (self, step);
  for (guint i = 0; i < self->events->len && self->recorder != NULL; i++)
    record_event (self, &g_array_index (self->events, LabRunEvent, i));
  if (self->recorder != NULL)
    record_diverged (self);
  add_event (self, event);
}

void
lab_session_record_add (LabSessionRecord *self, LabEvent *event, const LabTrainingSetup *trained)
{
  if (event->type == LAB_EVENT_CHANGED)
    add_change (self, event->step, &event->change, trained);
  else if (event->type == LAB_EVENT_WENT_BACK)
    branch (self, event->step, trained);
  else if (self->recorder != NULL && adds[event->type] != NULL)
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

LabSessionRecord *
lab_session_record_new (LabTrainingModel *model, LabSessionFacts *facts)
{
  LabSessionRecord *self = g_new0 (LabSessionRecord, 1);

  self->model = model;
  self->facts = facts;
  self->closing = lab_session_closing_new (tell_problem, self);
  self->events = lab_run_events_new ();
  return self;
}

void
lab_session_record_free (LabSessionRecord *self)
{
  lab_run_recorder_close (self->recorder, NULL);
  lab_session_closing_free (self->closing);
  g_array_unref (self->events);
  g_clear_pointer (&self->data, lab_data_unref);
  g_free (self->data_sum);
  g_free (self->unrecorded);
  g_free (self->run_id);
  g_free (self);
}
