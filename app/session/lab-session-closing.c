/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-session-closing.h"

enum { LOOK_INTERVAL_MS = 50 };

struct LabSessionClosing {
  GPtrArray *unwritten; /* of LabRunRecorder                       */
  GPtrArray *threads;   /* of GThread: which close what is written */
  guint timeout;        /* 0 if there are none                     */
  void (*looked) (gpointer data);
  gpointer data;
};

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

LabSessionClosing *
lab_session_closing_new (void (*looked) (gpointer data), gpointer data)
{
  LabSessionClosing *self = g_new0 (LabSessionClosing, 1);

  self->unwritten = g_ptr_array_new_with_free_func (close_recorder);
  self->threads = g_ptr_array_new_with_free_func (join_thread);
  self->looked = looked;
  self->data = data;
  return self;
}

void
lab_session_closing_free (LabSessionClosing *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_ptr_array_unref (self->unwritten);
  g_ptr_array_unref (self->threads);
  g_free (self);
}

static gpointer
close_thread (gpointer recorder)
{
  close_recorder (recorder);
  return NULL;
}

/* What is all on disk has only to be closed. */
gboolean
lab_session_closing_look (LabSessionClosing *self)
{
  for (guint i = self->unwritten->len; i-- > 0;)
    if (lab_run_recorder_is_written (g_ptr_array_index (self->unwritten, i)))
      g_ptr_array_add (self->threads, g_thread_new ("closing", close_thread,
                                                    g_ptr_array_steal_index (self->unwritten, i)));
  return self->unwritten->len == 0;
}

static gboolean
look_cb (gpointer data)
{
  LabSessionClosing *self = data;
  gboolean done = lab_session_closing_look (self);

  if (done)
    self->timeout = 0;
  self->looked (self->data);
  return done ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

void
lab_session_closing_add (LabSessionClosing *self, LabRunRecorder *recorder)
{
  g_ptr_array_add (self->unwritten, recorder);
  if (self->timeout == 0)
    self->timeout = g_timeout_add (LOOK_INTERVAL_MS, look_cb, self);
}

LabRunRecorder *
lab_session_closing_take (LabSessionClosing *self, const char *id)
{
  for (guint i = 0; i < self->unwritten->len; i++)
    if (g_strcmp0 (lab_run_recorder_get_id (g_ptr_array_index (self->unwritten, i)), id) == 0)
      return g_ptr_array_steal_index (self->unwritten, i);
  return NULL;
}

char *
lab_session_closing_get_problem (LabSessionClosing *self)
{
  char *problem = NULL;

  for (guint i = 0; i < self->unwritten->len && problem == NULL; i++)
    problem = lab_run_recorder_get_problem (g_ptr_array_index (self->unwritten, i));
  return problem;
}
