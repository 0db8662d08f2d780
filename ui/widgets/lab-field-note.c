/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-field-note.c - see the header
 *
 * The note hangs from the window, not from the field: a popover is placed anew in every layout, and GTK
 * 4.8 under X11 complains (CRITICAL) where that which it hangs from has just slid out of every monitor, as
 * a field does in a panel that folds away. The note follows its field once a frame, and goes with it.
 */

#include "lab-field-note.h"

#include "lab-screen.h"

/* So long a note stays. */
enum { NOTE_SECONDS = 8 };

/* Lives as long as its field. */
typedef struct {
  GtkPopover *popover; /* a child of the window, NULL until there is something to say */
  GtkLabel *label;
  guint timeout, tick; /* tick is 0 while the popover is closed */
} Note;

static Note *
get_note (GtkWidget *field)
{
  return g_object_get_data (G_OBJECT (field), "lab-note");
}

static void
close_popover (GtkWidget *field, Note *note)
{
  if (note->tick == 0)
    return;
  gtk_widget_remove_tick_callback (field, note->tick);
  note->tick = 0;
  gtk_popover_popdown (note->popover);
}

void
lab_field_note_hide (GtkWidget *field)
{
  Note *note = get_note (field);

  if (!note)
    return;
  g_clear_handle_id (&note->timeout, g_source_remove);
  gtk_widget_remove_css_class (field, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  close_popover (field, note);
}

static gboolean
timeout_cb (gpointer field)
{
  get_note (field)->timeout = 0;
  lab_field_note_hide (field);
  return G_SOURCE_REMOVE;
}

static void
unmap_cb (GtkWidget *field)
{
  close_popover (field, get_note (field));
}

static void
leave_window (GtkWidget *field)
{
  Note *note = get_note (field);

  close_popover (field, note);
  if (note->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (note->popover));
  note->popover = NULL;
}

static void
destroy_cb (GtkWidget *field)
{
  g_clear_handle_id (&get_note (field)->timeout, g_source_remove);
  leave_window (field);
}

/* --- Where it hangs --------------------------------------------------------------------------- */

/* FALSE where nobody can see the field: scrolled or folded away, or over the edge of the screen. */
static gboolean
find_place (GtkWidget *field, GdkRectangle *place)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (field)), *top;
  graphene_rect_t bounds;
  graphene_point_t middle;

  if (!gtk_widget_compute_bounds (field, root, &bounds))
    return FALSE;
  graphene_rect_get_center (&bounds, &middle);
  top = gtk_widget_pick (root, middle.x, middle.y, GTK_PICK_INSENSITIVE | GTK_PICK_NON_TARGETABLE);
  *place = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                           (int) bounds.size.height };
  return top != NULL && (top == field || gtk_widget_is_ancestor (top, field))
         && lab_widget_is_on_a_monitor (field);
}

static gboolean
follow_cb (GtkWidget *field, GdkFrameClock *clock, gpointer data)
{
  Note *note = data;
  GdkRectangle place, before;

  if (!find_place (field, &place))
    {
      note->tick = 0;
      gtk_popover_popdown (note->popover);
      return G_SOURCE_REMOVE;
    }
  gtk_popover_get_pointing_to (note->popover, &before);
  if (!gdk_rectangle_equal (&place, &before))
    gtk_popover_set_pointing_to (note->popover, &place);
  return G_SOURCE_CONTINUE;
}

static void
make_popover (GtkWidget *field, Note *note)
{
  GtkWidget *popover = gtk_popover_new (), *label = gtk_label_new (NULL);

  note->popover = GTK_POPOVER (popover);
  note->label = GTK_LABEL (label);
  gtk_label_set_wrap (note->label, TRUE);
  gtk_label_set_max_width_chars (note->label, 30);
  gtk_popover_set_child (note->popover, label);
  /* It must not take the keyboard from who is typing. */
  gtk_popover_set_autohide (note->popover, FALSE);
  gtk_widget_set_can_focus (popover, FALSE);
  gtk_widget_set_parent (popover, GTK_WIDGET (gtk_widget_get_root (field)));
}

static void
open_popover (GtkWidget *field, Note *note, const char *message)
{
  GdkRectangle place;

  close_popover (field, note);
  if (!find_place (field, &place))
    return;
  if (note->popover == NULL)
    make_popover (field, note);
  gtk_label_set_label (note->label, message);
  gtk_popover_set_pointing_to (note->popover, &place);
  gtk_popover_popup (note->popover);
  note->tick = gtk_widget_add_tick_callback (field, follow_cb, note, NULL);
}

/* ------------------------------------------------------------------------------------------------ */

static Note *
make_note (GtkWidget *field)
{
  Note *note = g_new0 (Note, 1);

  g_object_set_data_full (G_OBJECT (field), "lab-note", note, g_free);
  g_signal_connect (field, "unmap", G_CALLBACK (unmap_cb), NULL);
  g_signal_connect (field, "notify::root", G_CALLBACK (leave_window), NULL);
  g_signal_connect (field, "destroy", G_CALLBACK (destroy_cb), NULL);
  return note;
}

void
lab_field_note_show (GtkWidget *field, const char *message)
{
  Note *note;

  g_return_if_fail (GTK_IS_WIDGET (field));

  if (!gtk_widget_get_mapped (field))
    return;
  note = get_note (field);
  if (!note)
    note = make_note (field);
  gtk_widget_add_css_class (field, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message, -1);
  open_popover (field, note, message);
  g_clear_handle_id (&note->timeout, g_source_remove);
  note->timeout = g_timeout_add_seconds (NOTE_SECONDS, timeout_cb, field);
}
