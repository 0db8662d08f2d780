/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-number-entry.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include "lab-axis.h"
#include "lab-field-note.h"

/* How many characters at text are separators with three digits behind each: ",234,567" has two of them.
 * 0 if what follows them is one more digit or comma.                                             */
static int
count_thousands (const char *text)
{
  int n = 0;

  while (text[0] == ',' && g_ascii_isdigit (text[1]) && g_ascii_isdigit (text[2])
         && g_ascii_isdigit (text[3]))
    {
      text += 4;
      n++;
    }
  return g_ascii_isdigit (*text) || *text == ',' ? 0 : n;
}

/* Counts are shown with commas between three digits each. A first group of 1 to 3 digits that is not 0
 * has that meaning; any other comma is a decimal mark, as in 0,300.                               */
static void
remove_thousands (GString *number)
{
  const char *digits = number->str + strspn (number->str, "+-");
  gsize n = strspn (digits, "0123456789"), at = (gsize) (digits - number->str) + n;

  if (n < 1 || n > 3 || *digits == '0')
    return;
  for (int left = count_thousands (number->str + at); left > 0; left--)
    {
      g_string_erase (number, (gssize) at, 1);
      at += 3;
    }
}

/* To what g_ascii_strtod () reads: "−1,5 " becomes "-1.5", and "9,000" becomes "9000". */
static char *
normalize (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  GString *plain = g_string_new (stripped);

  g_string_replace (plain, "\xe2\x88\x92", "-", 0);
  remove_thousands (plain);
  g_string_replace (plain, ",", ".", 0);
  return g_string_free (plain, FALSE);
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

/* As the field shows it: two decimals that would lie give way to more. */
static const char *
format (GtkSpinButton *entry, double value, char *buffer, gsize size)
{
  guint digits = gtk_spin_button_get_digits (entry);

  return digits == 2 ? lab_format_cursor (value, buffer, size)
                     : lab_format_fixed (value, (int) digits, buffer, size);
}

char *
lab_number_entry_refusal (const char *text, const char *kept)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  /* Translators: what was typed, and the number that stays */
  return *text ? g_strdup_printf (_("“%s” is not a number that can be used here. It stays at %s."),
                                  shown, kept)
               : g_strdup_printf (_("A number is missing. It stays at %s."), kept);
}

static void
refuse_text (GtkSpinButton *entry, const char *text)
{
  char kept[64];
  g_autofree char *message = lab_number_entry_refusal (
      text, format (entry, gtk_spin_button_get_value (entry), kept, sizeof kept));

  lab_field_note_show (GTK_WIDGET (entry), message);
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
  message = g_strdup_printf (_("It must be between %s and %s. It stays at %s."),
                             format_end (low, least, sizeof least),
                             format_end (high, most, sizeof most),
                             format (entry, gtk_spin_button_get_value (entry), kept, sizeof kept));
  lab_field_note_show (GTK_WIDGET (entry), message);
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
      lab_field_note_hide (GTK_WIDGET (entry));
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

void
lab_number_entry_setup (GtkSpinButton *entry)
{
  gtk_spin_button_set_numeric (entry, FALSE);
  g_signal_connect (entry, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (entry, "output", G_CALLBACK (output_cb), NULL);
  gtk_spin_button_update (entry);
}
