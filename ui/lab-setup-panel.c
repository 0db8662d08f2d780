/* lab-setup-panel.c - see the header */

#include "config.h"
#include "lab-setup-panel.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-contestant-list.h"
#include "lab-number-entry.h"
#include "lab-axis.h"

enum { NATURAL_WIDTH = 276 };
enum { BATCH, EPOCHS, SEED, SUBSET, PATIENCE, DROPOUT, N_SPINS };
enum { RATE, DECAY, N_TYPED };
enum { OPTIMIZER, INITIALIZATION, SCHEDULE, N_COMBOS };

struct _LabSetupPanel {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  GStrv names; /* of the models to choose, as the application calls them */
  GtkWidget *content;
  LabContestantList *contestants;
  AdwActionRow *data_row;
  AdwComboRow *model_row, *combo[N_COMBOS];
  AdwEntryRow *layers_row;
  AdwActionRow *dropout_row;
  GtkSpinButton *spin[N_SPINS];
  GtkEditable *typed[N_TYPED];
  GtkSwitch *learns_switch;
  GtkLabel *fixed_note, *problem, *same_note, *estimate;
  gboolean updating; /* the program is setting the widgets: not the person's change */
};

G_DEFINE_FINAL_TYPE (LabSetupPanel, lab_setup_panel, GTK_TYPE_WIDGET)

/* --- From the widgets into the set-up ---------------------------------------------------------- */

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
  gsize place; /* in the set-up */
} typed_fields[N_TYPED] = {
  [RATE] = { "rate_entry", parse_rate, G_STRUCT_OFFSET (LabTrainingSetup, learning_rate) },
  [DECAY] = { "decay_entry", parse_decay, G_STRUCT_OFFSET (LabTrainingSetup, weight_decay) },
};

static const char *const spin_ids[N_SPINS] = { "batch_entry",  "epochs_entry",   "seed_entry",
                                               "subset_entry", "patience_entry", "dropout_entry" };

static const char *const combo_ids[N_COMBOS]
    = { "optimizer_row", "initialization_row", "schedule_row" };

static guint
spun (LabSetupPanel *self, int i)
{
  return (guint) lround (gtk_spin_button_get_value (self->spin[i]));
}

static void
read_typed (LabSetupPanel *self, LabTrainingSetup *setup)
{
  for (int i = 0; i < N_TYPED; i++)
    {
      double value;

      if (typed_fields[i].parse (gtk_editable_get_text (self->typed[i]), &value))
        {
          G_STRUCT_MEMBER (double, setup, typed_fields[i].place) = value;
          gtk_widget_remove_css_class (GTK_WIDGET (self->typed[i]), "error");
        }
      else
        gtk_widget_add_css_class (GTK_WIDGET (self->typed[i]), "error");
    }
}

static void
edited_cb (LabSetupPanel *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);

  if (self->updating)
    return;
  setup.optimizer = (nn_optimizer_id) adw_combo_row_get_selected (self->combo[OPTIMIZER]);
  setup.initialization
      = (nn_initialization) adw_combo_row_get_selected (self->combo[INITIALIZATION]);
  setup.schedule = (nn_schedule_id) adw_combo_row_get_selected (self->combo[SCHEDULE]);
  setup.batch = spun (self, BATCH);
  setup.epochs = spun (self, EPOCHS);
  setup.seed = spun (self, SEED);
  setup.subset = spun (self, SUBSET);
  setup.patience = spun (self, PATIENCE);
  setup.dropout = gtk_spin_button_get_value (self->spin[DROPOUT]) / 100;
  setup.learns_parameters = gtk_switch_get_active (self->learns_switch);
  read_typed (self, &setup);
  lab_training_model_set_setup (self->model, &setup);
}

/* Another method has another usual rate and decay. */
static void
optimizer_changed_cb (LabSetupPanel *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  nn_optimizer_id id = (nn_optimizer_id) adw_combo_row_get_selected (self->combo[OPTIMIZER]);
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

static void
show_typed (LabSetupPanel *self, int i)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double shown, value = G_STRUCT_MEMBER (double, setup, typed_fields[i].place);

  /* "0.0010" is left as the person has typed it. */
  if (typed_fields[i].parse (gtk_editable_get_text (self->typed[i]), &shown) && shown == value)
    return;
  gtk_editable_set_text (self->typed[i], g_ascii_formatd (text, sizeof text, "%g", value));
  gtk_widget_remove_css_class (GTK_WIDGET (self->typed[i]), "error");
}

/* A field left with nonsense in it gets back the last good value. */
static void
field_left_cb (LabSetupPanel *self)
{
  self->updating = TRUE;
  for (int i = 0; i < N_TYPED; i++)
    show_typed (self, i);
  self->updating = FALSE;
}

static gboolean
is_being_typed (LabSetupPanel *self, int i)
{
  return gtk_widget_has_css_class (GTK_WIDGET (self->typed[i]), "error");
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
  if (text != NULL && !gtk_widget_has_focus (GTK_WIDGET (self->layers_row)))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->layers_row), text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->layers_row), text);
    }
}

static void
show_choices (LabSetupPanel *self, const LabTrainingSetup *setup)
{
  const guint selected[] = { setup->optimizer, setup->initialization, setup->schedule };

  for (int i = 0; i < N_COMBOS; i++)
    adw_combo_row_set_selected (self->combo[i], selected[i]);
}

static void
show_numbers (LabSetupPanel *self, const LabTrainingSetup *setup)
{
  const double value[N_SPINS] = { setup->batch,  setup->epochs,   (double) setup->seed,
                                  setup->subset, setup->patience, setup->dropout * 100 };

  for (int i = 0; i < N_SPINS; i++)
    if (gtk_spin_button_get_value (self->spin[i]) != value[i])
      gtk_spin_button_set_value (self->spin[i], value[i]);
}

static void
show_same_note (LabSetupPanel *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  const char *words
      = setup->initialization == NN_INITIALIZATION_GAIN
            ? _ ("Same batches for all; initial weights as large as each function needs")
        : setup->n_contestants == 2 ? _ ("Same initial weights and batches for both contestants")
                                    : _ ("Same initial weights and batches for all contestants");

  gtk_label_set_label (self->same_note, words);
}

static void
update_problem (LabSetupPanel *self)
{
  g_autofree char *problem = lab_training_model_check_setup (self->model);
  const char *message = lab_training_model_get_message (self->model);
  const char *shown = message ? message : problem;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), shown != NULL);
  gtk_label_set_label (self->problem, shown ? shown : "");
}

static void
setup_changed_cb (LabSetupPanel *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  self->updating = TRUE;
  show_choices (self, setup);
  show_numbers (self, setup);
  gtk_switch_set_active (self->learns_switch, setup->learns_parameters);
  for (int i = 0; i < N_TYPED; i++)
    if (!is_being_typed (self, i))
      show_typed (self, i);
  show_model (self);
  self->updating = FALSE;
  show_same_note (self);
  update_problem (self);
}

/* --- What the application found out ------------------------------------------------------------ */

static void
show_data (LabSetupPanel *self, const LabTrainingFacts *facts)
{
  char training[40], validation[40];
  g_autofree char *text = NULL, *markup = NULL;

  if (facts->data_title == NULL)
    {
      adw_action_row_set_subtitle (self->data_row,
                                   facts->problem ? _ ("Not here") : _ ("Loading…"));
      return;
    }
  /* Translators: a data set and its numbers of images */
  text = g_strdup_printf (
      _ ("%s: %s to learn, %s to validate"), facts->data_title,
      lab_format_count (lab_training_model_get_n_training (self->model), training, sizeof training),
      lab_format_count (lab_training_model_get_n_validation (self->model), validation,
                        sizeof validation));
  markup = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->data_row, markup);
}

/* "0.4 s", "12 s", "3 min", "2.5 h": an estimate needs no more digits. */
static char *
format_duration (double seconds)
{
  if (seconds < 10)
    /* Translators: seconds */
    return g_strdup_printf (_ ("%.2g s"), seconds);
  if (seconds < 100)
    return g_strdup_printf (_ ("%.0f s"), seconds);
  if (seconds < 100 * 60)
    /* Translators: minutes */
    return g_strdup_printf (_ ("%.0f min"), seconds / 60);
  /* Translators: hours */
  return g_strdup_printf (_ ("%.1f h"), seconds / 3600);
}

static void
show_estimate (LabSetupPanel *self, const LabTrainingFacts *facts)
{
  guint epochs = lab_training_model_get_setup (self->model)->epochs;
  g_autoptr (GString) text = g_string_new (NULL);
  char count[40];

  if (facts->n_parameters > 0)
    /* Translators: how many weights and biases a network has */
    g_string_append_printf (text, _ ("%s parameters each. "),
                            lab_format_count ((double) facts->n_parameters, count, sizeof count));
  if (facts->epoch_seconds > 0)
    {
      g_autofree char *epoch = format_duration (facts->epoch_seconds);
      g_autofree char *all = format_duration (facts->epoch_seconds * epochs);

      /* Translators: durations, as measured on this machine; %u is the number of epochs */
      g_string_append_printf (text, _ ("At full speed an epoch takes about %s, all %u about %s."),
                              epoch, epochs, all);
    }
  else if (facts->n_parameters > 0)
    g_string_append (text, _ ("Measuring how long an epoch takes…"));
  gtk_label_set_label (self->estimate, g_strchomp (text->str));
}

static void
facts_changed_cb (LabSetupPanel *self)
{
  const LabTrainingFacts *facts = lab_training_model_get_facts (self->model);

  self->updating = TRUE;
  show_model (self);
  self->updating = FALSE;
  show_data (self, facts);
  show_estimate (self, facts);
  adw_action_row_set_subtitle (self->dropout_row, facts->has_dropout || facts->n_parameters == 0
                                                      ? _ ("of the model’s rates")
                                                      : _ ("this model has none"));
  update_problem (self);
}

/* --- What is open ------------------------------------------------------------------------------ */

static void
state_changed_cb (LabSetupPanel *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);
  gboolean open = state == LAB_TRAINING_READY || state == LAB_TRAINING_FAILED;
  gboolean live = open || state == LAB_TRAINING_RUNNING || state == LAB_TRAINING_PAUSED;
  GtkWidget *rows[]
      = { GTK_WIDGET (self->data_row), GTK_WIDGET (self->model_row), GTK_WIDGET (self->layers_row),
          GTK_WIDGET (self->learns_switch), GTK_WIDGET (self->typed[DECAY]) };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_sensitive (rows[i], open);
  for (int i = 0; i < N_COMBOS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->combo[i]), open);
  for (int i = 0; i < N_SPINS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->spin[i]), i == DROPOUT ? live : open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->typed[RATE]), live);
  gtk_widget_set_visible (GTK_WIDGET (self->fixed_note), !open);
  gtk_label_set_label (self->fixed_note,
                       live ? _ ("α and rates can be moved") : _ ("Reset to change"));
  update_problem (self);
}

static void
fill (AdwComboRow *row, int n, const char *(*title) (int i))
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (int i = 0; i < n; i++)
    gtk_string_list_append (titles, title (i));
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
}

static const char *
optimizer_title (int i)
{
  return nn_optimizer_get_info ((nn_optimizer_id) i)->title;
}

/* Names of people stay; the words among them are translated (po/POTFILES.in lists the core's). */
static const char *
initialization_title (int i)
{
  return i == NN_INITIALIZATION_GAIN ? _ ("Fitting the function")
                                     : nn_initialization_get_info ((nn_initialization) i)->title;
}

static const char *
schedule_title (int i)
{
  static const char *const titles[NN_N_SCHEDULES] = {
    [NN_SCHEDULE_CONSTANT] = N_ ("Constant"),
    [NN_SCHEDULE_STEP] = N_ ("In steps"),
    [NN_SCHEDULE_COSINE] = N_ ("Cosine"),
  };

  return _ (titles[i]);
}

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
  gtk_string_list_append (titles, _ ("Own layers"));
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
  for (int i = 0; i < N_SPINS; i++)
    {
      lab_number_entry_setup (self->spin[i]);
      g_signal_connect_object (self->spin[i], "value-changed", G_CALLBACK (edited_cb), self,
                               G_CONNECT_SWAPPED);
    }
  for (int i = 0; i < N_TYPED; i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (self->typed[i], "changed", G_CALLBACK (edited_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (focus, "leave", G_CALLBACK (field_left_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (GTK_WIDGET (self->typed[i]), focus);
    }
  for (int i = 0; i < N_COMBOS; i++)
    g_signal_connect_object (self->combo[i], "notify::selected",
                             i == OPTIMIZER ? G_CALLBACK (optimizer_changed_cb)
                                            : G_CALLBACK (edited_cb),
                             self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learns_switch, "notify::active", G_CALLBACK (edited_cb), self,
                           G_CONNECT_SWAPPED);
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
                  { "state-changed", state_changed_cb },
                  { "facts-changed", facts_changed_cb } };

  g_return_if_fail (LAB_IS_SETUP_PANEL (self));
  g_return_if_fail (self->model == NULL && LAB_IS_TRAINING_MODEL (model));

  self->model = g_object_ref (model);
  lab_contestant_list_set_model (self->contestants, model);
  self->updating = TRUE;
  fill (self->combo[OPTIMIZER], NN_N_OPTIMIZERS, optimizer_title);
  fill (self->combo[INITIALIZATION], NN_N_INITIALIZATIONS, initialization_title);
  fill (self->combo[SCHEDULE], NN_N_SCHEDULES, schedule_title);
  self->updating = FALSE;
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
bind_fields (GtkWidgetClass *widget_class)
{
  for (int i = 0; i < N_SPINS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, spin_ids[i], FALSE,
                                               G_STRUCT_OFFSET (LabSetupPanel, spin)
                                                   + i * sizeof (GtkSpinButton *));
  for (int i = 0; i < N_TYPED; i++)
    gtk_widget_class_bind_template_child_full (widget_class, typed_fields[i].id, FALSE,
                                               G_STRUCT_OFFSET (LabSetupPanel, typed)
                                                   + i * sizeof (GtkEditable *));
  for (int i = 0; i < N_COMBOS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, combo_ids[i], FALSE,
                                               G_STRUCT_OFFSET (LabSetupPanel, combo)
                                                   + i * sizeof (AdwComboRow *));
}

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
  bind_fields (widget_class);
  BIND (content), BIND (contestants), BIND (data_row), BIND (model_row), BIND (layers_row);
  BIND (dropout_row), BIND (learns_switch), BIND (fixed_note), BIND (problem), BIND (same_note);
  BIND (estimate);
}

static void
lab_setup_panel_init (LabSetupPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
