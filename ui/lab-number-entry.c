/* lab-number-entry.c - see the header */

#include "lab-number-entry.h"

#include <math.h>
#include "lab-axis.h"

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

static int
input_cb (GtkSpinButton *entry, double *value, gpointer unused)
{
  /* GTK would take its error value for 0 and clamp it; the value before is what is wanted. */
  if (!lab_number_entry_parse (gtk_editable_get_text (GTK_EDITABLE (entry)), value))
    *value = gtk_spin_button_get_value (entry);
  return TRUE;
}

static gboolean
output_cb (GtkSpinButton *entry, gpointer unused)
{
  char text[64];

  lab_format_fixed (gtk_spin_button_get_value (entry), (int) gtk_spin_button_get_digits (entry),
                    text, sizeof text);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  return TRUE;
}

void
lab_number_entry_setup (GtkSpinButton *entry)
{
  gtk_spin_button_set_numeric (entry, FALSE);
  g_signal_connect (entry, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (entry, "output", G_CALLBACK (output_cb), NULL);
  gtk_spin_button_update (entry);
}
