/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-training-mailbox.c - one mutex over all of it; see the header */

#include "lab-training-mailbox.h"

struct LabMailbox {
  GMutex mutex;
  GCond changed;
  LabWorkerCommand command; /* under mutex, like all that follows          */
  double pace;
  int n_single;     /* steps that were asked for one by one, and are to come */
  gboolean settled; /* the thread has said that it waits           */
  GArray *events;
  GArray *changes; /* of LabChange                                */
  gboolean goes_back, saves, stops;
  guint64 back_to;
  GArray *kept;
  gint64 looked_at; /* a step, or -1                               */
};

void
lab_event_clear (LabEvent *event)
{
  g_clear_pointer (&event->diagnostics, g_free);
  g_clear_pointer (&event->settings, g_free);
  g_clear_pointer (&event->snapshot, nn_snapshot_free);
}

static GArray *
new_events (void)
{
  GArray *events = g_array_new (FALSE, TRUE, sizeof (LabEvent));

  g_array_set_clear_func (events, (GDestroyNotify) lab_event_clear);
  return events;
}

static void
mailbox_clear (gpointer data)
{
  LabMailbox *self = data;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_array_unref (self->events);
  g_array_unref (self->changes);
  g_array_unref (self->kept);
}

void
lab_mailbox_push (LabMailbox *self, LabEvent event)
{
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->events, event);
  g_mutex_unlock (&self->mutex);
}

gint64
lab_mailbox_get_looked_at (LabMailbox *self)
{
  gint64 step;

  g_mutex_lock (&self->mutex);
  step = self->looked_at;
  g_mutex_unlock (&self->mutex);
  return step;
}

void
lab_mailbox_set_kept (LabMailbox *self, GArray *steps)
{
  g_mutex_lock (&self->mutex);
  g_array_unref (self->kept);
  self->kept = steps;
  g_mutex_unlock (&self->mutex);
}

/* A paused training says that it has settled, once for each time that it is told to. */
static void
sleep_paused (LabMailbox *self)
{
  LabEvent settled = { .type = LAB_EVENT_SETTLED };

  if (!self->settled)
    g_array_append_val (self->events, settled);
  self->settled = TRUE;
  g_cond_wait (&self->changed, &self->mutex);
}

/* When the next step may begin, by the pace. */
static gint64
due_time (const LabMailbox *self, gint64 last)
{
  return self->pace > 0 ? last + (gint64) (G_TIME_SPAN_SECOND / self->pace) : 0;
}

/* Late by less than a frame: keep the beat. Later: begin a new one, don't rush. */
static gint64
next_beat (const LabMailbox *self, gint64 last)
{
  gint64 now = g_get_monotonic_time (), due = due_time (self, last);

  return self->pace > 0 && now - last < 2 * (due - last) ? due : now;
}

static gboolean
has_order (const LabMailbox *self)
{
  return self->changes->len > 0 || self->goes_back || self->saves || self->stops;
}

LabTurn
lab_mailbox_wait (LabMailbox *self, gint64 *last, LabOrders *orders)
{
  LabTurn turn;

  g_mutex_lock (&self->mutex);
  while (self->command != LAB_WORKER_QUIT && self->command != LAB_WORKER_STEP && !has_order (self))
    {
      gint64 due = due_time (self, *last);

      if (self->command == LAB_WORKER_PAUSE)
        sleep_paused (self);
      else if (g_get_monotonic_time () >= due
               || !g_cond_wait_until (&self->changed, &self->mutex, due))
        break;
    }
  turn = self->command == LAB_WORKER_QUIT ? LAB_TURN_QUIT
         : has_order (self)               ? LAB_TURN_ORDERS
                                          : LAB_TURN_STEP;
  if (turn == LAB_TURN_ORDERS)
    {
      *orders
          = (LabOrders){ self->changes, self->goes_back, self->back_to, self->saves, self->stops };
      self->changes = g_array_new (FALSE, FALSE, sizeof (LabChange));
      self->goes_back = self->saves = self->stops = FALSE;
    }
  else
    *last = next_beat (self, *last);
  g_mutex_unlock (&self->mutex);
  return turn;
}

void
lab_mailbox_end_step (LabMailbox *self)
{
  LabEvent paused = { .type = LAB_EVENT_PAUSED };

  g_mutex_lock (&self->mutex);
  if (self->command == LAB_WORKER_STEP && --self->n_single <= 0)
    {
      self->command = LAB_WORKER_PAUSE;
      g_array_append_val (self->events, paused);
    }
  g_mutex_unlock (&self->mutex);
}

void
lab_mailbox_rest (LabMailbox *self)
{
  g_mutex_lock (&self->mutex);
  if (self->command != LAB_WORKER_QUIT)
    self->command = LAB_WORKER_PAUSE;
  self->settled = TRUE;
  g_mutex_unlock (&self->mutex);
}

LabMailbox *
lab_mailbox_new (LabWorkerCommand first, double pace)
{
  LabMailbox *self = g_atomic_rc_box_new0 (LabMailbox);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->command = first;
  self->pace = pace;
  self->n_single = first == LAB_WORKER_STEP;
  self->events = new_events ();
  self->changes = g_array_new (FALSE, FALSE, sizeof (LabChange));
  self->kept = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->looked_at = -1;
  return self;
}

LabMailbox *
lab_mailbox_ref (LabMailbox *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lab_mailbox_unref (LabMailbox *self)
{
  g_atomic_rc_box_release_full (self, mailbox_clear);
}

/* What it said last, and nobody has heard yet: it no longer holds. Under the mutex. */
static void
forget_settled (LabMailbox *self)
{
  guint n = self->events->len;

  if (n > 0 && g_array_index (self->events, LabEvent, n - 1).type == LAB_EVENT_SETTLED)
    g_array_set_size (self->events, n - 1);
  self->settled = FALSE;
}

/* Under the mutex. */
static void
set_command (LabMailbox *self, LabWorkerCommand next)
{
  self->command = next;
  self->n_single = next == LAB_WORKER_STEP ? self->n_single + 1 : 0;
  forget_settled (self);
  g_cond_signal (&self->changed);
}

void
lab_mailbox_command (LabMailbox *self, LabWorkerCommand next)
{
  g_mutex_lock (&self->mutex);
  set_command (self, next);
  g_mutex_unlock (&self->mutex);
}

void
lab_mailbox_set_pace (LabMailbox *self, double pace)
{
  g_mutex_lock (&self->mutex);
  self->pace = pace;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
lab_mailbox_change (LabMailbox *self, const LabChange *change)
{
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->changes, *change);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
lab_mailbox_go_back (LabMailbox *self, guint64 step)
{
  g_mutex_lock (&self->mutex);
  self->goes_back = TRUE;
  self->back_to = step;
  set_command (self, LAB_WORKER_PAUSE);
  g_mutex_unlock (&self->mutex);
}

void
lab_mailbox_stop (LabMailbox *self)
{
  g_mutex_lock (&self->mutex);
  self->stops = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
lab_mailbox_save (LabMailbox *self)
{
  g_mutex_lock (&self->mutex);
  self->saves = TRUE;
  set_command (self, LAB_WORKER_PAUSE);
  g_mutex_unlock (&self->mutex);
}

GArray *
lab_mailbox_get_kept (LabMailbox *self)
{
  GArray *kept;

  g_mutex_lock (&self->mutex);
  kept = g_array_copy (self->kept);
  g_mutex_unlock (&self->mutex);
  return kept;
}

void
lab_mailbox_look_at (LabMailbox *self, gint64 step)
{
  g_mutex_lock (&self->mutex);
  self->looked_at = step;
  g_mutex_unlock (&self->mutex);
}

GArray *
lab_mailbox_take_events (LabMailbox *self)
{
  GArray *events;

  g_mutex_lock (&self->mutex);
  events = self->events;
  self->events = new_events ();
  g_mutex_unlock (&self->mutex);
  return events;
}
