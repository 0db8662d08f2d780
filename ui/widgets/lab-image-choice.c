/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-image-choice.h"

#include <glib/gi18n.h>
#include "lab-axis.h"

static const guint round_counts[] = { 500, 1000, 2000, 5000, 10000, 20000 };

/* What the rows stand for; lives as long as the combo row. */
typedef struct {
  guint all;
  int n;
  guint count[G_N_ELEMENTS (round_counts) + 2];
} Choice;

static Choice *
get_choice (AdwComboRow *row)
{
  return g_object_get_data (G_OBJECT (row), "lab-choice");
}

/* Rising, all last. */
static Choice *
list_counts (guint chosen, guint all)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->all = all;
  for (gsize i = 0; i < G_N_ELEMENTS (round_counts); i++)
    {
      guint before = i > 0 ? round_counts[i - 1] : 0;

      if (chosen > before && chosen < round_counts[i])
        choice->count[choice->n++] = chosen;
      if (all == 0 || round_counts[i] < all || round_counts[i] == chosen)
        choice->count[choice->n++] = round_counts[i];
    }
  if (chosen > round_counts[G_N_ELEMENTS (round_counts) - 1])
    choice->count[choice->n++] = chosen;
  choice->count[choice->n++] = 0;
  return choice;
}

static char *
name_count (guint count, guint all)
{
  char number[40];

  if (count > 0)
    return g_strdup (lab_format_count (count, number, sizeof number));
  if (all == 0)
    return g_strdup (_("All"));
  /* Translators: %s is how many there are */
  return g_strdup_printf (_("All %s"), lab_format_count (all, number, sizeof number));
}

void
lab_image_choice_update (AdwComboRow *row, guint chosen, guint all)
{
  Choice *choice = get_choice (row);
  g_autoptr (GtkStringList) names = NULL;
  guint selected = 0;

  if (choice && choice->all == all && lab_image_choice_get (row) == chosen)
    return;
  choice = list_counts (chosen, all);
  g_object_set_data_full (G_OBJECT (row), "lab-choice", choice, g_free);
  names = gtk_string_list_new (NULL);
  for (int i = 0; i < choice->n; i++)
    {
      gtk_string_list_take (names, name_count (choice->count[i], all));
      if (choice->count[i] == chosen)
        selected = (guint) i;
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, selected);
}

guint
lab_image_choice_get (AdwComboRow *row)
{
  const Choice *choice = get_choice (row);
  guint selected = adw_combo_row_get_selected (row);

  return choice && selected < (guint) choice->n ? choice->count[selected] : 0;
}
