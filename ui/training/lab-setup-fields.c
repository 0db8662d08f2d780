/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-setup-fields.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-field-note.h"
#include "lab-number-entry.h"

enum { BATCH, EPOCHS, SEED, SUBSET, PATIENCE, DROPOUT, N_SPINS };
enum { RATE, DECAY, N_TYPED };
enum { OPTIMIZER, INITIALIZATION, SCHEDULE, N_CHOICES };

G_STATIC_ASSERT ((int) N_SPINS == (int) LAB_N_SPIN_FIELDS);
G_STATIC_ASSERT ((int) N_TYPED == (int) LAB_N_TYPED_FIELDS);
G_STATIC_ASSERT ((int) N_CHOICES == (int) LAB_N_CHOICE_FIELDS);

static const char *const spin_ids[N_SPINS] = { "batch_entry",  "epochs_entry",   "seed_entry",
                                               "subset_entry", "patience_entry", "dropout_entry" };

/* --- Typed numbers ----------------------------------------------------------------------------- */

static gboolean
parse_rate (const char *text, double *value)
{
  return lab_number_entry_parse (text, value) && *value > 0 && *value <= NN_MAX_LEARNING_RATE;
}

static gboolean
parse_decay (const char *text, double *value)
{
  return lab_number_entry_parse (text, value) && *value >= 0 && *value <= NN_MAX_WEIGHT_DECAY;
}

/* Their useful values span powers of ten, so they are typed. */
static const struct {
  const char *id;
  gboolean (*parse) (const char *text, double *value);
  gsize place;       /* in the set-up                          */
  const char *range; /* why a number can't be taken; what stays */
} typed_fields[N_TYPED] = {
  [RATE] = { "rate_entry", parse_rate, G_STRUCT_OFFSET (LabTrainingSetup, learning_rate),
             N_("It must be above 0, or nothing is learned, and at most 1e30. It stays at %s.") },
  [DECAY] = { "decay_entry", parse_decay, G_STRUCT_OFFSET (LabTrainingSetup, weight_decay),
              N_("It must be between 0 and 1e30. It stays at %s.") },
};

static void
read_typed (LabSetupFields *self, LabTrainingSetup *setup)
{
  for (int i = 0; i < N_TYPED; i++)
    {
      double value;

      if (typed_fields[i].parse (gtk_editable_get_text (self->typed[i]), &value))
        {
          G_STRUCT_MEMBER (double, setup, typed_fields[i].place) = self->kept[i] = value;
          gtk_widget_remove_css_class (GTK_WIDGET (self->typed[i]), "error");
          lab_field_note_hide (GTK_WIDGET (self->typed[i]));
        }
      else
        gtk_widget_add_css_class (GTK_WIDGET (self->typed[i]), "error");
    }
}

static void
show_typed (LabSetupFields *self, const LabTrainingSetup *setup, int i)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double shown, value = G_STRUCT_MEMBER (double, setup, typed_fields[i].place);

  self->kept[i] = value;
  /* "0.0010" is left as the person has typed it. */
  if (typed_fields[i].parse (gtk_editable_get_text (self->typed[i]), &shown) && shown == value)
    return;
  gtk_editable_set_text (self->typed[i], g_ascii_formatd (text, sizeof text, "%g", value));
  gtk_widget_remove_css_class (GTK_WIDGET (self->typed[i]), "error");
}

static gboolean
is_being_typed (const LabSetupFields *self, int i)
{
  return gtk_widget_has_css_class (GTK_WIDGET (self->typed[i]), "error");
}

/* Half-typed numbers are nonsense now and then, so it is said when the person is done with one. */
static void
judge_typed (LabSetupFields *self, int i)
{
  const char *text = gtk_editable_get_text (self->typed[i]);
  char kept[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *message = NULL;
  double value;

  if (typed_fields[i].parse (text, &value))
    return;
  g_ascii_formatd (kept, sizeof kept, "%g", self->kept[i]);
  message = lab_number_entry_parse (text, &value) ? g_strdup_printf (_(typed_fields[i].range), kept)
                                                  : lab_number_entry_refusal (text, kept);
  lab_field_note_show (GTK_WIDGET (self->typed[i]), message);
}

/* --- Choices ----------------------------------------------------------------------------------- */

static const char *
optimizer_title (int i)
{
  return nn_optimizer_get_info ((nn_optimizer_id) i)->title;
}

/* Names of people stay; the words among them are translated (po/POTFILES.in lists the core's). */
static const char *
initialization_title (int i)
{
  return i == NN_INITIALIZATION_GAIN ? _("Fitting the function")
                                     : nn_initialization_get_info ((nn_initialization) i)->title;
}

static const char *
schedule_title (int i)
{
  static const char *const titles[NN_N_SCHEDULES] = {
    [NN_SCHEDULE_CONSTANT] = N_("Constant"),
    [NN_SCHEDULE_STEP] = N_("In steps"),
    [NN_SCHEDULE_COSINE] = N_("Cosine"),
  };

  return _(titles[i]);
}

static const struct {
  const char *id;
  int n;
  const char *(*title) (int i);
} choices[N_CHOICES] = {
  [OPTIMIZER] = { "optimizer_row", NN_N_OPTIMIZERS, optimizer_title },
  [INITIALIZATION] = { "initialization_row", NN_N_INITIALIZATIONS, initialization_title },
  [SCHEDULE] = { "schedule_row", NN_N_SCHEDULES, schedule_title },
};

static void
fill (AdwComboRow *row, int n, const char *(*title) (int i))
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (int i = 0; i < n; i++)
    gtk_string_list_append (titles, title (i));
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
}

/* --- All of them ------------------------------------------------------------------------------- */

nn_optimizer_id
lab_setup_fields_get_optimizer (const LabSetupFields *self)
{
  return (nn_optimizer_id) adw_combo_row_get_selected (self->choice[OPTIMIZER]);
}

static guint
spun (LabSetupFields *self, int i)
{
  return (guint) lround (gtk_spin_button_get_value (self->spin[i]));
}

void
lab_setup_fields_read (LabSetupFields *self, LabTrainingSetup *setup)
{
  setup->optimizer = lab_setup_fields_get_optimizer (self);
  setup->initialization
      = (nn_initialization) adw_combo_row_get_selected (self->choice[INITIALIZATION]);
  setup->schedule = (nn_schedule_id) adw_combo_row_get_selected (self->choice[SCHEDULE]);
  setup->batch = spun (self, BATCH);
  setup->epochs = spun (self, EPOCHS);
  setup->seed = spun (self, SEED);
  setup->subset = spun (self, SUBSET);
  setup->patience = spun (self, PATIENCE);
  setup->dropout = gtk_spin_button_get_value (self->spin[DROPOUT]) / 100;
  setup->learns_parameters = gtk_switch_get_active (self->learns_switch);
  read_typed (self, setup);
}

static void
show_numbers (LabSetupFields *self, const LabTrainingSetup *setup)
{
  const double value[N_SPINS] = { setup->batch,  setup->epochs,   (double) setup->seed,
                                  setup->subset, setup->patience, setup->dropout * 100 };

  for (int i = 0; i < N_SPINS; i++)
    if (gtk_spin_button_get_value (self->spin[i]) != value[i])
      gtk_spin_button_set_value (self->spin[i], value[i]);
}

void
lab_setup_fields_show (LabSetupFields *self, const LabTrainingSetup *setup)
{
  const guint selected[N_CHOICES] = { setup->optimizer, setup->initialization, setup->schedule };

  for (int i = 0; i < N_CHOICES; i++)
    adw_combo_row_set_selected (self->choice[i], selected[i]);
  show_numbers (self, setup);
  gtk_switch_set_active (self->learns_switch, setup->learns_parameters);
  for (int i = 0; i < N_TYPED; i++)
    if (!is_being_typed (self, i))
      show_typed (self, setup, i);
}

void
lab_setup_fields_restore (LabSetupFields *self, const LabTrainingSetup *setup)
{
  for (int i = 0; i < N_TYPED; i++)
    show_typed (self, setup, i);
}

void
lab_setup_fields_set_open (LabSetupFields *self, gboolean open, gboolean rate, gboolean dropout)
{
  for (int i = 0; i < N_CHOICES; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->choice[i]), open);
  for (int i = 0; i < N_SPINS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->spin[i]), i == DROPOUT ? dropout : open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->typed[RATE]), rate);
  gtk_widget_set_sensitive (GTK_WIDGET (self->typed[DECAY]), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->learns_switch), open);
}

/* --- Beginning --------------------------------------------------------------------------------- */

/* Whichever field that was: the other ones have been put in order when they were left. */
static void
done_cb (LabSetupFields *self)
{
  for (int i = 0; i < N_TYPED; i++)
    judge_typed (self, i);
}

static void
connect_typed (LabSetupFields *self, GtkEditable *typed, GObject *object, GCallback edited,
               GCallback left)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (typed, "changed", edited, object, G_CONNECT_SWAPPED);
  /* Ahead of left, which puts the field in order. */
  g_signal_connect_swapped (typed, "activate", G_CALLBACK (done_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (done_cb), self);
  g_signal_connect_object (focus, "leave", left, object, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (typed), focus);
}

void
lab_setup_fields_connect (LabSetupFields *self, GObject *object, GCallback edited,
                          GCallback optimizer_changed, GCallback left)
{
  for (int i = 0; i < N_CHOICES; i++)
    {
      fill (self->choice[i], choices[i].n, choices[i].title);
      g_signal_connect_object (self->choice[i], "notify::selected",
                               i == OPTIMIZER ? optimizer_changed : edited, object,
                               G_CONNECT_SWAPPED);
    }
  for (int i = 0; i < N_SPINS; i++)
    {
      lab_number_entry_setup (self->spin[i]);
      g_signal_connect_object (self->spin[i], "value-changed", edited, object, G_CONNECT_SWAPPED);
    }
  for (int i = 0; i < N_TYPED; i++)
    connect_typed (self, self->typed[i], object, edited, left);
  g_signal_connect_object (self->learns_switch, "notify::active", edited, object,
                           G_CONNECT_SWAPPED);
}

static void
bind (GtkWidgetClass *widget_class, const char *id, gssize offset)
{
  gtk_widget_class_bind_template_child_full (widget_class, id, FALSE, offset);
}

void
lab_setup_fields_bind (GtkWidgetClass *widget_class, gssize offset)
{
  for (int i = 0; i < N_CHOICES; i++)
    bind (widget_class, choices[i].id, offset + G_STRUCT_OFFSET (LabSetupFields, choice[i]));
  for (int i = 0; i < N_SPINS; i++)
    bind (widget_class, spin_ids[i], offset + G_STRUCT_OFFSET (LabSetupFields, spin[i]));
  for (int i = 0; i < N_TYPED; i++)
    bind (widget_class, typed_fields[i].id, offset + G_STRUCT_OFFSET (LabSetupFields, typed[i]));
  bind (widget_class, "learns_switch", offset + G_STRUCT_OFFSET (LabSetupFields, learns_switch));
}
