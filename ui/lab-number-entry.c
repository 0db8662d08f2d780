/* lab-number-entry.c - see the header */

#include "config.h"
#include "lab-number-entry.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"

/* So long a note stays. */
enum { NOTE_SECONDS = 8 };

/* The note of a field; lives as long as the field. */
typedef struct {
  GtkWidget *popover;
  GtkLabel *label;
  guint timeout;
} Note;

/* To what g_ascii_strtod () reads: "−1,5 " becomes "-1.5". */
static char *
normalize (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\xe2\x88\x92", "-", 0);
  g_string_replace (plain, ",", ".", 0);
  return g_strstrip (g_string_free (g_steal_pointer (&plain), FALSE));
}

gboolean
lab_number_entry_parse (const char *text, double *value)
{
  g_autofree char *plain = normalize (text);
  char *end;
  double number = g_ascii_strtod (plain, &end);

  if (end == plain || *end != '\0' || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

static Note *
get_note (GtkSpinButton *entry)
{
  return g_object_get_data (G_OBJECT (entry), "lab-note");
}

static void
withdraw (GtkSpinButton *entry)
{
  Note *note = get_note (entry);

  g_clear_handle_id (&note->timeout, g_source_remove);
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  if (note->popover)
    gtk_popover_popdown (GTK_POPOVER (note->popover));
}

static gboolean
timeout_cb (gpointer entry)
{
  get_note (entry)->timeout = 0;
  withdraw (entry);
  return G_SOURCE_REMOVE;
}

static void
make_popover (GtkSpinButton *entry, Note *note)
{
  note->popover = gtk_popover_new ();
  note->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (note->label, TRUE);
  gtk_label_set_max_width_chars (note->label, 30);
  gtk_popover_set_child (GTK_POPOVER (note->popover), GTK_WIDGET (note->label));
  /* It must not take the keyboard from who is typing. */
  gtk_popover_set_autohide (GTK_POPOVER (note->popover), FALSE);
  gtk_widget_set_can_focus (note->popover, FALSE);
  gtk_widget_set_parent (note->popover, GTK_WIDGET (entry));
}

void
lab_number_entry_complain (GtkSpinButton *entry, const char *message)
{
  Note *note = get_note (entry);

  g_return_if_fail (note != NULL);

  if (!gtk_widget_get_mapped (GTK_WIDGET (entry)))
    return;
  if (!note->popover)
    make_popover (entry, note);
  gtk_label_set_label (note->label, message);
  gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message, -1);
  gtk_popover_popup (GTK_POPOVER (note->popover));
  g_clear_handle_id (&note->timeout, g_source_remove);
  note->timeout = g_timeout_add_seconds (NOTE_SECONDS, timeout_cb, entry);
}

/* As the field shows it: two decimals that would lie give way to more. */
static const char *
format (GtkSpinButton *entry, double value, char *buffer, gsize size)
{
  guint digits = gtk_spin_button_get_digits (entry);

  return digits == 2 ? lab_format_cursor (value, buffer, size)
                     : lab_format_fixed (value, (int) digits, buffer, size);
}

static void
refuse_text (GtkSpinButton *entry, const char *text)
{
  char kept[64];
  g_autofree char *message = NULL;
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  format (entry, gtk_spin_button_get_value (entry), kept, sizeof kept);
  /* Translators: what was typed, and the number that stays */
  message = *text ? g_strdup_printf (
                _ ("“%s” is not a number that can be used here. It stays at %s."), shown, kept)
                  : g_strdup_printf (_ ("A number is missing. It stays at %s."), kept);
  lab_number_entry_complain (entry, message);
}

static const char *
format_end (double value, char *buffer, gsize size)
{
  return fabs (value) >= 1e4 && value == floor (value) ? lab_format_count (value, buffer, size)
                                                       : lab_format_shortest (value, buffer, size);
}

static void
refuse_value (GtkSpinButton *entry, double low, double high)
{
  char kept[64], least[64], most[64];
  g_autofree char *message = NULL;

  /* Translators: two ends of a range, and the number that stays */
  message = g_strdup_printf (_ ("It must be between %s and %s. It stays at %s."),
                             format_end (low, least, sizeof least),
                             format_end (high, most, sizeof most),
                             format (entry, gtk_spin_button_get_value (entry), kept, sizeof kept));
  lab_number_entry_complain (entry, message);
}

static int
input_cb (GtkSpinButton *entry, double *value, gpointer unused)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  double low, high, typed;
  char shown[64];

  gtk_spin_button_get_range (entry, &low, &high);
  *value = gtk_spin_button_get_value (entry);
  /* What was not touched is not read back: it may have more digits than are shown. */
  if (g_str_equal (text, format (entry, *value, shown, sizeof shown)))
    return TRUE;
  if (!lab_number_entry_parse (text, &typed))
    refuse_text (entry, text);
  else if (typed < low || typed > high)
    refuse_value (entry, low, high);
  else
    {
      withdraw (entry);
      *value = typed + 0.0;
    }
  return TRUE;
}

static gboolean
output_cb (GtkSpinButton *entry, gpointer unused)
{
  char text[64];

  format (entry, gtk_spin_button_get_value (entry), text, sizeof text);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  return TRUE;
}

static void
destroy_cb (GtkSpinButton *entry)
{
  Note *note = get_note (entry);

  g_clear_handle_id (&note->timeout, g_source_remove);
  g_clear_pointer (&note->popover, gtk_widget_unparent);
}

void
lab_number_entry_setup (GtkSpinButton *entry)
{
  g_object_set_data_full (G_OBJECT (entry), "lab-note", g_new0 (Note, 1), g_free);
  gtk_spin_button_set_numeric (entry, FALSE);
  g_signal_connect (entry, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (entry, "output", G_CALLBACK (output_cb), NULL);
  g_signal_connect (entry, "destroy", G_CALLBACK (destroy_cb), NULL);
  gtk_spin_button_update (entry);
}
