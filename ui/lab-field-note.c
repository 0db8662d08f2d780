/* lab-field-note.c - see the header */

#include "lab-field-note.h"

#include "lab-screen.h"

/* So long a note stays. */
enum { NOTE_SECONDS = 8 };

/* Lives as long as its field. */
typedef struct {
  GtkWidget *popover;
  GtkLabel *label;
  guint timeout;
} Note;

static Note *
get_note (GtkWidget *field)
{
  return g_object_get_data (G_OBJECT (field), "lab-note");
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
  gtk_popover_popdown (GTK_POPOVER (note->popover));
}

static gboolean
timeout_cb (gpointer field)
{
  get_note (field)->timeout = 0;
  lab_field_note_hide (field);
  return G_SOURCE_REMOVE;
}

static void
destroy_cb (GtkWidget *field)
{
  Note *note = get_note (field);

  g_clear_handle_id (&note->timeout, g_source_remove);
  g_clear_pointer (&note->popover, gtk_widget_unparent);
}

static Note *
make_note (GtkWidget *field)
{
  Note *note = g_new0 (Note, 1);

  note->popover = gtk_popover_new ();
  note->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (note->label, TRUE);
  gtk_label_set_max_width_chars (note->label, 30);
  gtk_popover_set_child (GTK_POPOVER (note->popover), GTK_WIDGET (note->label));
  /* It must not take the keyboard from who is typing. */
  gtk_popover_set_autohide (GTK_POPOVER (note->popover), FALSE);
  gtk_widget_set_can_focus (note->popover, FALSE);
  gtk_widget_set_parent (note->popover, field);
  g_object_set_data_full (G_OBJECT (field), "lab-note", note, g_free);
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
  gtk_label_set_label (note->label, message);
  gtk_widget_add_css_class (field, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message, -1);
  if (lab_widget_is_on_a_monitor (field))
    gtk_popover_popup (GTK_POPOVER (note->popover));
  g_clear_handle_id (&note->timeout, g_source_remove);
  note->timeout = g_timeout_add_seconds (NOTE_SECONDS, timeout_cb, field);
}
