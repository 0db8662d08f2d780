/* lab-training-page.c - see the header */

#include "config.h"
#include "lab-training-page.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"
#include "lab-contestant-row.h"
#include "lab-formula.h"
#include "lab-number-entry.h"
#include "lab-training-plot.h"
#include "lab-transport.h"

struct _LabTrainingPage {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  AdwFlap *flap;
  LabTrainingPlot *plot;
  GtkWidget *content, *settings;
  LabTransport *transport;
  GtkListBox *contestants;
  LabContestantRow *contestant[LAB_MAX_CONTESTANTS];
  AdwActionRow *data_row;
  AdwComboRow *optimizer_row;
  GtkAdjustment *batch, *epochs, *seed;
  GtkSpinButton *batch_entry, *epochs_entry, *seed_entry;
  GtkEditable *rate_entry;
  GtkLabel *fixed_note, *problem, *result;
  gboolean updating; /* the program is setting the widgets: not the person's change */
};

G_DEFINE_FINAL_TYPE (LabTrainingPage, lab_training_page, GTK_TYPE_WIDGET)

LabTrainingModel *
lab_training_page_get_model (LabTrainingPage *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_PAGE (self), NULL);
  return self->model;
}

AdwFlap *
lab_training_page_get_flap (LabTrainingPage *self)
{
  g_return_val_if_fail (LAB_IS_TRAINING_PAGE (self), NULL);
  return self->flap;
}

void
lab_training_page_set_compact (LabTrainingPage *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_TRAINING_PAGE (self));

  lab_transport_set_compact (self->transport, compact);
  lab_training_plot_set_compact (self->plot, compact);
}

/* The learning rate is typed: its useful values span five powers of ten. */
static gboolean
read_learning_rate (LabTrainingPage *self, double *rate)
{
  return lab_number_entry_parse (gtk_editable_get_text (self->rate_entry), rate) && *rate > 0
         && *rate <= NN_MAX_LEARNING_RATE;
}

static void
setup_edited_cb (LabTrainingPage *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  double rate;

  if (self->updating)
    return;
  for (int i = 0; i < lab_training_model_get_n_contestants (self->model); i++)
    setup.contestant[i] = lab_contestant_row_get_activation (self->contestant[i]);
  setup.optimizer = (nn_optimizer_id) adw_combo_row_get_selected (self->optimizer_row);
  setup.batch = (guint) gtk_adjustment_get_value (self->batch);
  setup.epochs = (guint) gtk_adjustment_get_value (self->epochs);
  setup.seed = (guint64) gtk_adjustment_get_value (self->seed);
  if (read_learning_rate (self, &rate))
    {
      setup.learning_rate = rate;
      gtk_widget_remove_css_class (GTK_WIDGET (self->rate_entry), "error");
    }
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->rate_entry), "error");
  lab_training_model_set_setup (self->model, &setup);
}

static void
show_learning_rate (LabTrainingPage *self)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  self->updating = TRUE;
  g_ascii_formatd (text, sizeof text, "%g", setup->learning_rate);
  gtk_editable_set_text (self->rate_entry, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->rate_entry), "error");
  self->updating = FALSE;
}

/* Another method has another usual rate. */
static void
optimizer_changed_cb (LabTrainingPage *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  nn_optimizer_id id = (nn_optimizer_id) adw_combo_row_get_selected (self->optimizer_row);

  if (self->updating || id == setup.optimizer)
    return;
  setup.optimizer = id;
  setup.learning_rate = nn_optimizer_get_info (id)->learning_rate;
  lab_training_model_set_setup (self->model, &setup);
  show_learning_rate (self);
}

/* A field left with nonsense in it gets back the last good value. */
static void
rate_left_cb (LabTrainingPage *self)
{
  double rate;

  if (!read_learning_rate (self, &rate))
    show_learning_rate (self);
}

static void
update_problem (LabTrainingPage *self)
{
  g_autofree char *problem = lab_training_model_check_setup (self->model);
  const char *message = lab_training_model_get_message (self->model);
  const char *shown = message ? message : problem;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), shown != NULL);
  gtk_label_set_label (self->problem, shown ? shown : "");
}

/* The set-up is fixed once there is a run. */
static void
state_changed_cb (LabTrainingPage *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);
  gboolean open = state == LAB_TRAINING_READY || state == LAB_TRAINING_FAILED;

  gtk_widget_set_sensitive (self->settings, open);
  gtk_widget_set_visible (GTK_WIDGET (self->fixed_note), !open);
  gtk_label_set_label (self->fixed_note, state == LAB_TRAINING_RUNNING ? _ ("fixed while running")
                                                                       : _ ("Reset to change"));
  update_problem (self);
}

static void
setup_changed_cb (LabTrainingPage *self)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  guint n = lab_training_model_get_n_training (self->model);
  guint n_validation = lab_training_model_get_n_validation (self->model);

  for (int i = 0; i < lab_training_model_get_n_contestants (self->model); i++)
    lab_contestant_row_set_variant (self->contestant[i], lab_training_setup_variant (setup, i));
  self->updating = TRUE;
  gtk_adjustment_set_value (self->seed, (double) setup->seed);
  self->updating = FALSE;
  if (n > 0)
    {
      char training[40], validation[40];
      /* Translators: numbers of images */
      g_autofree char *size = g_strdup_printf (
          _ ("%s to learn, %s to validate"), lab_format_count (n, training, sizeof training),
          lab_format_count (n_validation, validation, sizeof validation));

      adw_action_row_set_subtitle (self->data_row, size);
    }
  update_problem (self);
}

static void
append_result (LabTrainingPage *self, int contestant, GString *text)
{
  const LabContestantCurves *curves = lab_training_model_get_curves (self->model, contestant);
  g_autofree char *name
      = lab_formula_name (lab_training_model_get_setup (self->model)->contestant[contestant]);

  if (curves->diverged)
    /* Translators: %s is a function, "ELU α = 1.00" */
    g_string_append_printf (text, _ ("%s diverged: its loss is no longer a number. "), name);
  else if (isfinite (curves->test_accuracy))
    /* Translators: a function and its accuracy on images that it never saw */
    g_string_append_printf (text, _ ("%s: %.1f %% on the test images. "), name,
                            100 * curves->test_accuracy);
}

static void
data_changed_cb (LabTrainingPage *self)
{
  g_autoptr (GString) result = g_string_new (NULL);

  for (int i = 0; i < lab_training_model_get_n_contestants (self->model); i++)
    append_result (self, i, result);
  gtk_widget_set_visible (GTK_WIDGET (self->result), result->len > 0);
  gtk_label_set_label (self->result, g_strchomp (result->str));
}

static void
add_contestants (LabTrainingPage *self)
{
  for (int i = 0; i < lab_training_model_get_n_contestants (self->model); i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();

      self->contestant[i] = LAB_CONTESTANT_ROW (lab_contestant_row_new (i + 1));
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->contestant[i]));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
      gtk_widget_set_focusable (row, FALSE);
      gtk_list_box_append (self->contestants, row);
      lab_contestant_row_set_activation (self->contestant[i],
                                         lab_training_model_get_setup (self->model)->contestant[i]);
      g_signal_connect_swapped (self->contestant[i], "changed", G_CALLBACK (setup_edited_cb), self);
    }
}

static void
fill_choices (LabTrainingPage *self)
{
  const char *names[NN_N_OPTIMIZERS + 1] = { NULL };
  g_autoptr (GtkStringList) optimizers = NULL;
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);

  self->updating = TRUE;
  for (int id = 0; id < NN_N_OPTIMIZERS; id++)
    names[id] = nn_optimizer_get_info ((nn_optimizer_id) id)->title;
  optimizers = gtk_string_list_new (names);
  adw_combo_row_set_model (self->optimizer_row, G_LIST_MODEL (optimizers));
  adw_combo_row_set_selected (self->optimizer_row, setup->optimizer);
  gtk_adjustment_set_value (self->batch, setup->batch);
  gtk_adjustment_set_value (self->epochs, setup->epochs);
  gtk_adjustment_set_value (self->seed, (double) setup->seed);
  self->updating = FALSE;
  show_learning_rate (self);
}

static void
connect_all (LabTrainingPage *self)
{
  GObject *edited[] = { G_OBJECT (self->batch), G_OBJECT (self->epochs), G_OBJECT (self->seed) };
  GtkEventController *focus = gtk_event_controller_focus_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (edited); i++)
    g_signal_connect_object (edited[i], "value-changed", G_CALLBACK (setup_edited_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rate_entry, "changed", G_CALLBACK (setup_edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (rate_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->rate_entry), focus);
  g_signal_connect_object (self->optimizer_row, "notify::selected",
                           G_CALLBACK (optimizer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "setup-changed", G_CALLBACK (setup_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "state-changed", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "data-changed", G_CALLBACK (data_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
lab_training_page_dispose (GObject *object)
{
  LabTrainingPage *self = LAB_TRAINING_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_TRAINING_PAGE);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_training_page_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabTrainingPage, child)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-training-page.ui");
  BIND (content), BIND (flap), BIND (plot), BIND (settings), BIND (transport);
  BIND (contestants), BIND (data_row), BIND (optimizer_row);
  BIND (batch), BIND (epochs), BIND (seed), BIND (batch_entry), BIND (epochs_entry);
  BIND (seed_entry), BIND (rate_entry), BIND (fixed_note), BIND (problem), BIND (result);
}

static void
lab_training_page_class_init (LabTrainingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lab_training_page_dispose;
  g_type_ensure (LAB_TYPE_TRAINING_PLOT);
  g_type_ensure (LAB_TYPE_TRANSPORT);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lab_training_page_init (LabTrainingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = lab_training_model_new ();
  add_contestants (self);
  lab_number_entry_setup (self->batch_entry);
  lab_number_entry_setup (self->epochs_entry);
  lab_number_entry_setup (self->seed_entry);
  fill_choices (self);
  lab_transport_set_model (self->transport, self->model);
  lab_training_plot_set_model (self->plot, self->model);
  connect_all (self);
  setup_changed_cb (self);
  state_changed_cb (self);
}
