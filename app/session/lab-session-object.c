/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-session-object.c - the session as an object: its properties and its end */

#include "config.h"
#include "lab-session-private.h"

G_DEFINE_FINAL_TYPE (LabSession, lab_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_MESSAGE, PROP_LOOKED_AT, N_PROPS };

static GParamSpec *properties[N_PROPS];

/* --- What it says of itself ------------------------------------------------------------------- */

LabSessionState
lab_session_get_state (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), LAB_SESSION_READY);
  return self->state;
}

const char *
lab_session_get_message (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), NULL);
  return self->message;
}

gboolean
lab_session_allows (LabSession *self, LabSessionAction action)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), FALSE);
  return lab_session_state_allows (self->state, action);
}

void
lab_session_enter (LabSession *self, LabSessionState state, const char *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
lab_session_get_looked_at (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), -1);
  return self->looked_at;
}

/* The state that is looked at stays, also if it is changed from a pause on. */
void
lab_session_set_looked_at (LabSession *self, gint64 step)
{
  g_return_if_fail (LAB_IS_SESSION (self));

  if (step == self->looked_at)
    return;
  self->looked_at = step;
  if (lab_session_worker_exists (self->worker))
    lab_session_worker_look_at (self->worker, step);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKED_AT]);
}

/* --- Its parts -------------------------------------------------------------------------------- */

void
lab_session_prepare (LabSession *self)
{
  g_return_if_fail (LAB_IS_SESSION (self));
  lab_session_data_prepare (self->data);
}

LabData *
lab_session_ref_data (LabSession *self)
{
  LabData *data;

  g_return_val_if_fail (LAB_IS_SESSION (self), NULL);

  data = lab_session_data_get (self->data);
  return data != NULL ? lab_data_ref (data) : NULL;
}

void
lab_session_set_recording (LabSession *self, LabRunChanged changed, gpointer data)
{
  g_return_if_fail (LAB_IS_SESSION (self));
  lab_session_record_set_recording (self->record, changed, data);
}

void
lab_session_rename_run (LabSession *self, const char *name)
{
  g_return_if_fail (LAB_IS_SESSION (self));
  lab_session_record_rename (self->record, name);
}

gboolean
lab_session_is_written (LabSession *self)
{
  g_return_val_if_fail (LAB_IS_SESSION (self), TRUE);
  return lab_session_record_look (self->record);
}

void
lab_session_drop_worker (LabSession *self)
{
  lab_session_record_end (self->record, LAB_RUN_STOPPED);
  lab_session_worker_drop (self->worker);
}

/* --- The object ------------------------------------------------------------------------------- */

static void
lab_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LabSession *self = LAB_SESSION (object);

  if (id == PROP_STATE)
    g_value_set_uint (value, self->state);
  else if (id == PROP_MESSAGE)
    g_value_set_string (value, self->message);
  else
    g_value_set_int64 (value, self->looked_at);
}

static void
lab_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOOKED_AT)
    lab_session_set_looked_at (LAB_SESSION (object), g_value_get_int64 (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Its thread, and what it has to write, are waited for. */
static void
lab_session_finalize (GObject *object)
{
  LabSession *self = LAB_SESSION (object);

  if (self->state == LAB_SESSION_PAUSED || self->state == LAB_SESSION_SETTLING)
    lab_session_record_end (self->record, LAB_RUN_PAUSED);
  lab_session_drop_worker (self);
  g_clear_pointer (&self->resume, lab_session_resume_free);
  lab_session_data_free (self->data);
  lab_session_record_free (self->record);
  lab_session_worker_free (self->worker);
  lab_session_facts_free (self->facts);
  g_free (self->message);
  g_object_unref (self->model);
  G_OBJECT_CLASS (lab_session_parent_class)->finalize (object);
}

static void
lab_session_class_init (LabSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lab_session_get_property;
  object_class->set_property = lab_session_set_property;
  object_class->finalize = lab_session_finalize;
  properties[PROP_STATE]
      = g_param_spec_uint ("state", NULL, NULL, 0, LAB_SESSION_N_STATES - 1, LAB_SESSION_READY,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MESSAGE]
      = g_param_spec_string ("message", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LOOKED_AT]
      = g_param_spec_int64 ("looked-at", NULL, NULL, -1, G_MAXINT64, -1,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lab_session_init (LabSession *self)
{
  self->looked_at = -1;
}
