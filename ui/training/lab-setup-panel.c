/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-setup-panel.h"

#include <glib/gi18n.h>
#include "lab-contestant-list.h"
#include "lab-label.h"
#include "lab-printable.h"
#include "lab-setup-fields.h"
#include "lab-setup-notes.h"

enum { NATURAL_WIDTH = 276 };

struct _LabSetupPanel {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  GStrv names; /* of the models to choose, as the application calls them */
  GtkWidget *content;
  LabContestantList *contestants;
  AdwActionRow *data_row;
  AdwComboRow *model_row;
  AdwEntryRow *layers_row;
  AdwActionRow *dropout_row;
  LabSetupFields fields;
  GtkLabel *fixed_note, *problem, *same_note, *estimate;
  gboolean updating; /* the program is setting the widgets: not the person's change */
};

G_DEFINE_FINAL_TYPE (LabSetupPanel, lab_setup_panel, GTK_TYPE_WIDGET)

/* --- From the widgets into the set-up ---------------------------------------------------------- */

static void
edited_cb (LabSetupPanel *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);

  if (self->updating)
    return;
  lab_setup_fields_read (&self->fields, &setup);
  lab_training_model_set_setup (self->model, &setup);
}

/* Another method has another usual rate and decay. */
static void
optimizer_changed_cb (LabSetupPanel *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  nn_optimizer_id id = lab_setup_fields_get_optimizer (&self->fields);
  nn_optimizer_config usual = nn_optimizer_default (id);

  if (self->updating || id == setup.optimizer)
    return;
  setup.optimizer = id;
  setup.learning_rate = usual.learning_rate;
  setup.weight_decay = usual.weight_decay;
  lab_training_model_set_setup (self->model, &setup);
}

/* The last choice is the person's own layers, which are typed below. */
static void
model_chosen_cb (LabSetupPanel *self)
{
  guint row = adw_combo_row_get_selected (self->model_row);

  if (self->updating || self->names == NULL)
    return;
  if (row < g_strv_length (self->names))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.training-preset", "s", self->names[row]);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->layers_row));
}

static void
layers_applied_cb (LabSetupPanel *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);

  g_strlcpy (setup.model, gtk_editable_get_text (GTK_EDITABLE (self->layers_row)),
             sizeof setup.model);
  lab_training_model_set_setup (self->model, &setup);
}

/* --- From the set-up into the widgets ---------------------------------------------------------- */

/* A field left with nonsense in it gets back the last good value. */
static void
field_left_cb (LabSetupPanel *self)
{
  self->updating = TRUE;
  lab_setup_fields_restore (&self->fields, lab_training_model_get_setup (self->model));
  self->updating = FALSE;
}

static void
show_model (LabSetupPanel *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  const LabTrainingFacts *facts = lab_training_model_get_facts (self->model);
  guint row = 0, n = self->names != NULL ? g_strv_length (self->names) : 0;
  const char *text;

  while (row < n && g_ascii_strcasecmp (self->names[row], setup->model) != 0)
    row++;
  adw_combo_row_set_selected (self->model_row, row);
  text = row < n ? facts->layers : setup->model;
  /* A row moves its title whenever its text is set, even to the same. */
  if (text != NULL && !gtk_widget_has_focus (GTK_WIDGET (self->layers_row))
      && !g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->layers_row))))
    {
      g_autofree char *shown = lab_printable_label (text);

      gtk_editable_set_text (GTK_EDITABLE (self->layers_row), text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->layers_row), shown);
    }
}

static void
update_problem (LabSetupPanel *self)
{
  g_autofree char *problem = lab_training_model_check_setup (self->model);
  const char *message = lab_training_model_get_message (self->model);
  const char *shown = message ? message : problem;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), shown != NULL);
  lab_label_say (self->problem, shown);
}

static void
show_estimate (LabSetupPanel *self)
{
  g_autofree char *words = lab_setup_describe_estimate (self->model);

  gtk_label_set_label (self->estimate, words);
}

static void
setup_changed_cb (LabSetupPanel *self)
{
  self->updating = TRUE;
  lab_setup_fields_show (&self->fields, lab_training_model_get_setup (self->model));
  show_model (self);
  self->updating = FALSE;
  gtk_label_set_label (self->same_note, lab_setup_describe_common (self->model));
  update_problem (self);
}

/* --- What is open ------------------------------------------------------------------------------ */

static void
update_open (LabSetupPanel *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);
  const LabTrainingFacts *facts = lab_training_model_get_facts (self->model);
  gboolean open = state == LAB_TRAINING_READY || state == LAB_TRAINING_FAILED;
  gboolean live = open || state == LAB_TRAINING_RUNNING || state == LAB_TRAINING_PAUSED;
  gboolean has_dropout = facts->has_dropout || facts->n_parameters == 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->data_row), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->model_row), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->layers_row), open);
  lab_setup_fields_set_open (&self->fields, open, live, live && has_dropout);
  adw_action_row_set_subtitle (self->dropout_row,
                               has_dropout ? _("of the model’s rates") : _("this model has none"));
  gtk_widget_set_visible (GTK_WIDGET (self->fixed_note), !open);
  gtk_label_set_label (self->fixed_note,
                       live ? _("α and rates can be moved") : _("Reset to change"));
}

static void
state_changed_cb (LabSetupPanel *self)
{
  update_open (self);
  show_estimate (self);
  update_problem (self);
}

/* --- What the application found out ------------------------------------------------------------ */

static void
show_data (LabSetupPanel *self)
{
  g_autofree char *text = lab_setup_describe_data (self->model);
  g_autofree char *shown = lab_printable_label (text);
  g_autofree char *markup = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (self->data_row, markup);
}

static void
facts_changed_cb (LabSetupPanel *self)
{
  self->updating = TRUE;
  show_model (self);
  self->updating = FALSE;
  show_data (self);
  show_estimate (self);
  update_open (self);
  update_problem (self);
}

/* --- Beginning --------------------------------------------------------------------------------- */

void
lab_setup_panel_set_choices (LabSetupPanel *self, int n_choices, const LabModelChoice *choices)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_if_fail (LAB_IS_SETUP_PANEL (self));

  for (int i = 0; i < n_choices; i++)
    {
      gtk_string_list_append (titles, choices[i].title);
      g_strv_builder_add (names, choices[i].name);
    }
  gtk_string_list_append (titles, _("Own layers"));
  self->updating = TRUE;
  g_strfreev (self->names);
  self->names = g_strv_builder_end (names);
  adw_combo_row_set_model (self->model_row, G_LIST_MODEL (titles));
  if (self->model != NULL)
    show_model (self);
  self->updating = FALSE;
}

static void
connect_all (LabSetupPanel *self)
{
  lab_setup_fields_connect (&self->fields, G_OBJECT (self), G_CALLBACK (edited_cb),
                            G_CALLBACK (optimizer_changed_cb), G_CALLBACK (field_left_cb));
  g_signal_connect_object (self->model_row, "notify::selected", G_CALLBACK (model_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layers_row, "apply", G_CALLBACK (layers_applied_cb), self,
                           G_CONNECT_SWAPPED);
}

void
lab_setup_panel_set_model (LabSetupPanel *self, LabTrainingModel *model)
{
  static const struct {
    const char *signal;
    void (*changed) (LabSetupPanel *self);
  } signals[] = { { "setup-changed", setup_changed_cb },
                  { "notify::state", state_changed_cb },
                  { "notify::message", update_problem },
                  { "facts-changed", facts_changed_cb } };

  g_return_if_fail (LAB_IS_SETUP_PANEL (self));
  g_return_if_fail (self->model == NULL && LAB_IS_TRAINING_MODEL (model));

  self->model = g_object_ref (model);
  lab_contestant_list_set_model (self->contestants, model);
  connect_all (self);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_signal_connect_object (model, signals[i].signal, G_CALLBACK (signals[i].changed), self,
                               G_CONNECT_SWAPPED);
      signals[i].changed (self);
    }
}

/* As wide as it is drawn in the design, whatever a sentence in it would like. */
static void
lab_setup_panel_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (LAB_SETUP_PANEL (widget)->content, orientation, for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
lab_setup_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (LAB_SETUP_PANEL (widget)->content, width, height, baseline, NULL);
}

static void
lab_setup_panel_dispose (GObject *object)
{
  LabSetupPanel *self = LAB_SETUP_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_SETUP_PANEL);
  g_clear_object (&self->model);
  g_clear_pointer (&self->names, g_strfreev);
  G_OBJECT_CLASS (lab_setup_panel_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabSetupPanel, child)

static void
lab_setup_panel_class_init (LabSetupPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_setup_panel_dispose;
  g_type_ensure (LAB_TYPE_CONTESTANT_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-setup-panel.ui");
  widget_class->measure = lab_setup_panel_measure;
  widget_class->size_allocate = lab_setup_panel_size_allocate;
  lab_setup_fields_bind (widget_class, G_STRUCT_OFFSET (LabSetupPanel, fields));
  BIND (content), BIND (contestants), BIND (data_row), BIND (model_row), BIND (layers_row);
  BIND (dropout_row), BIND (fixed_note), BIND (problem), BIND (same_note);
  BIND (estimate);
}

static void
lab_setup_panel_init (LabSetupPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
