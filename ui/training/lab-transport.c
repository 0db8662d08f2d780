/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-transport.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"
#include "lab-drop-down.h"

enum { STATUS_MS = 200 };

struct _LabTransport {
  GtkWidget parent_instance;

  LabTrainingModel *model;
  GtkWidget *content, *toggle_button, *rate_box;
  GtkBox *strip, *numbers;
  AdwButtonContent *toggle_content, *reset_content, *seed_content;
  GtkDropDown *pace_choice;
  GtkScale *time;
  GtkRevealer *look_back;
  GtkWidget *present_button;
  guint n_marks, status_timeout;
  gboolean updating; /* the program is setting the slider: not the person's change */
  GtkLabel *look_back_label;
  GtkLabel *step_value, *step_caption, *epoch_value, *epoch_caption, *rate_value, *left_value;
};

G_DEFINE_FINAL_TYPE (LabTransport, lab_transport, GTK_TYPE_WIDGET)

static const struct {
  double pace; /* as in the set-up */
  const char *label;
} paces[] = {
  { -30, N_("Half a minute") }, { 1, N_("1 step/s") },      { 5, N_("5 steps/s") },
  { 25, N_("25 steps/s") },     { 100, N_("100 steps/s") }, { 500, N_("500 steps/s") },
  { 0, N_("Full speed") },
};

/* What the main button says in each state. */
static const struct {
  const char *label, *icon;
} looks[] = {
  [LAB_TRAINING_READY] = { N_("Start"), "media-playback-start-symbolic" },
  [LAB_TRAINING_LOADING] = { N_("Loading…"), "media-playback-start-symbolic" },
  [LAB_TRAINING_RUNNING] = { N_("Pause"), "media-playback-pause-symbolic" },
  [LAB_TRAINING_PAUSED] = { N_("Resume"), "media-playback-start-symbolic" },
  [LAB_TRAINING_FINISHED] = { N_("Start again"), "media-playback-start-symbolic" },
  [LAB_TRAINING_FAILED] = { N_("Start"), "media-playback-start-symbolic" },
};

/* Where there is room for icons alone, the tooltips have the words. */
void
lab_transport_set_form (LabTransport *self, gboolean stacked, gboolean is_short)
{
  gboolean icons = stacked || is_short;

  g_return_if_fail (LAB_IS_TRANSPORT (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->strip),
                                  stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_hexpand (self->toggle_button, stacked);
  adw_button_content_set_label (self->reset_content, icons ? "" : _("Reset"));
  adw_button_content_set_label (self->seed_content, icons ? "" : _("New seed"));
  gtk_widget_set_visible (self->rate_box, stacked || !is_short);
  gtk_box_set_spacing (self->numbers, icons ? 16 : 28);
}

static void
state_changed_cb (LabTransport *self)
{
  LabTrainingState state = lab_training_model_get_state (self->model);

  adw_button_content_set_label (self->toggle_content, _(looks[state].label));
  adw_button_content_set_icon_name (self->toggle_content, looks[state].icon);
}

static void set_label (GtkLabel *label, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Thirty times a second: a label that stays as it is costs no new layout. */
static void
set_label (GtkLabel *label, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* At the set pace, or at the measured rate where that is slower; before the start, at the rate that
 * a trial measured.                                                                             */
static double
seconds_left (LabTransport *self, double steps)
{
  const LabTrainingSetup *setup = lab_training_model_get_setup (self->model);
  double step_seconds = lab_training_model_get_facts (self->model)->step_seconds;
  double rate = lab_training_model_get_rate (self->model) / MAX (1, setup->batch);
  double pace = lab_training_setup_pace (setup, lab_training_model_get_n_steps (self->model));

  if (rate <= 0 && step_seconds > 0)
    rate = 1 / step_seconds;
  if (pace > 0)
    rate = rate > 0 ? MIN (rate, pace) : pace;
  return rate > 0 ? steps / rate : NAN;
}

/* A mark for each change, where it was made. */
static void
show_marks (LabTransport *self)
{
  guint n = lab_training_model_get_n_events (self->model);

  if (n == self->n_marks)
    return;
  gtk_scale_clear_marks (self->time);
  for (guint i = 0; i < n; i++)
    gtk_scale_add_mark (self->time, (double) lab_training_model_get_event (self->model, i)->step,
                        GTK_POS_BOTTOM, NULL);
  self->n_marks = n;
}

static void
show_time (LabTransport *self, double step, double n_steps)
{
  gint64 scrub = lab_training_model_get_scrub (self->model);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->time));
  GArray *kept = lab_training_model_get_facts (self->model)->kept;
  double shown = scrub >= 0 ? (double) scrub : step, most = MAX (1, n_steps);

  self->updating = TRUE;
  if (gtk_adjustment_get_upper (adjustment) != most)
    gtk_adjustment_configure (adjustment, shown, 0, most, most / 100, most / 10, 0);
  gtk_range_set_fill_level (GTK_RANGE (self->time), step);
  gtk_adjustment_set_value (adjustment, shown);
  self->updating = FALSE;
  if (scrub >= 0)
    gtk_widget_queue_allocate (GTK_WIDGET (self->time)); /* GTK leaves the fill where it was */
  gtk_widget_set_sensitive (GTK_WIDGET (self->time), kept != NULL && kept->len > 0 && step > 0);
  show_marks (self);
}

/* The kept state that a movement of the slider leads to: the nearest, but a key moves by one at
 * least.                                                                                        */
static guint64
target_of (LabTransport *self, GtkScrollType scroll, double value)
{
  GArray *kept = lab_training_model_get_facts (self->model)->kept;
  guint64 now = (guint64) gtk_range_get_value (GTK_RANGE (self->time));
  guint64 nearest = lab_training_facts_nearest (lab_training_model_get_facts (self->model), value);

  if (scroll == GTK_SCROLL_JUMP || nearest != now || kept == NULL)
    return nearest;
  for (guint i = 0; i < kept->len; i++)
    {
      guint64 step = g_array_index (kept, guint64, i);

      if (value > (double) now && step > now)
        return step;
      if (value < (double) now && step < now)
        nearest = step;
    }
  return nearest;
}

/* Beyond the last kept state lies the present. */
static gboolean
change_value_cb (LabTransport *self, GtkScrollType scroll, double value)
{
  guint64 step = lab_training_model_get_step (self->model);
  guint64 target = target_of (self, scroll, value);
  gboolean is_now = target >= step || value >= (double) step;

  lab_training_model_set_scrub (self->model, is_now ? -1 : (gint64) target);
  return TRUE;
}

/* Set by a screen reader, past the slider's own handling of keys and pointer. */
static void
value_changed_cb (LabTransport *self)
{
  if (!self->updating)
    change_value_cb (self, GTK_SCROLL_JUMP, gtk_range_get_value (GTK_RANGE (self->time)));
}

static void
present_clicked_cb (LabTransport *self)
{
  lab_training_model_set_scrub (self->model, -1);
  gtk_widget_grab_focus (self->toggle_button);
}

static void
show_status (LabTransport *self)
{
  double step = (double) lab_training_model_get_step (self->model);
  double n_steps = (double) lab_training_model_get_n_steps (self->model);
  gboolean known = lab_training_model_get_n_training (self->model) > 0;
  /* Early stopping may end a run long before its last epoch. */
  gboolean over = lab_training_model_get_state (self->model) == LAB_TRAINING_FINISHED;
  double left = over ? 0 : seconds_left (self, n_steps - step);
  char number[40];

  set_label (self->step_value, "%s", lab_format_count (step, number, sizeof number));
  /* Translators: %s is how many steps there are in all */
  set_label (self->step_caption, _("step of %s"),
             known ? lab_format_count (n_steps, number, sizeof number) : "–");
  set_label (self->epoch_value, "%.1f",
             step / lab_training_model_get_steps_per_epoch (self->model));
  set_label (self->epoch_caption, _("epoch of %u"),
             lab_training_model_get_setup (self->model)->epochs);
  set_label (
      self->rate_value, "%s",
      over ? "–"
           : lab_format_count (lab_training_model_get_rate (self->model), number, sizeof number));
  set_label (self->left_value, "%s", lab_format_clock (known ? left : NAN, number, sizeof number));
  show_time (self, step, n_steps);
}

static gboolean
status_due_cb (gpointer data)
{
  LabTransport *self = data;

  self->status_timeout = 0;
  show_status (self);
  return G_SOURCE_REMOVE;
}

/* Nobody reads thirty numbers a second, and each new one costs a layout. */
static void
update_status (LabTransport *self)
{
  if (self->status_timeout == 0)
    self->status_timeout = g_timeout_add (STATUS_MS, status_due_cb, self);
}

static void
scrub_changed_cb (LabTransport *self)
{
  gint64 scrub = lab_training_model_get_scrub (self->model);
  char number[40];

  if (scrub >= 0)
    /* Translators: %s is the number of a training step */
    set_label (self->look_back_label,
               _("Looking back at step %s. What came after it stays as it is, unless you branch."),
               lab_format_count ((double) scrub, number, sizeof number));
  gtk_revealer_set_reveal_child (self->look_back, scrub >= 0);
  show_status (self);
}

static void
pace_chosen_cb (LabTransport *self)
{
  LabTrainingSetup setup = *lab_training_model_get_setup (self->model);
  guint row = gtk_drop_down_get_selected (self->pace_choice);

  if (row >= G_N_ELEMENTS (paces) || setup.pace == paces[row].pace)
    return;
  setup.pace = paces[row].pace;
  lab_training_model_set_setup (self->model, &setup);
}

static void
fill_paces (LabTransport *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (paces); i++)
    gtk_string_list_append (names, _(paces[i].label));
  gtk_drop_down_set_model (self->pace_choice, G_LIST_MODEL (names));
}

static void
show_pace (LabTransport *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (paces); i++)
    if (paces[i].pace == lab_training_model_get_setup (self->model)->pace)
      gtk_drop_down_set_selected (self->pace_choice, i);
}

static void
setup_changed_cb (LabTransport *self)
{
  show_pace (self);
  show_status (self);
}

void
lab_transport_set_model (LabTransport *self, LabTrainingModel *model)
{
  g_return_if_fail (LAB_IS_TRANSPORT (self));
  g_return_if_fail (self->model == NULL && LAB_IS_TRAINING_MODEL (model));

  self->model = g_object_ref (model);
  fill_paces (self);
  lab_drop_down_set_name (self->pace_choice, _("Speed"));
  show_pace (self);
  g_signal_connect_object (self->pace_choice, "notify::selected", G_CALLBACK (pace_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->time, "change-value", G_CALLBACK (change_value_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->time, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->present_button, "clicked", G_CALLBACK (present_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::scrub", G_CALLBACK (scrub_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "setup-changed", G_CALLBACK (setup_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "data-changed", G_CALLBACK (update_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "facts-changed", G_CALLBACK (update_status), self,
                           G_CONNECT_SWAPPED);
  state_changed_cb (self);
  show_status (self);
}

static void
lab_transport_dispose (GObject *object)
{
  LabTransport *self = LAB_TRANSPORT (object);

  g_clear_handle_id (&self->status_timeout, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_TRANSPORT);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_transport_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabTransport, child)

static void
lab_transport_class_init (LabTransportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_transport_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-transport.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  BIND (content), BIND (strip), BIND (toggle_button), BIND (toggle_content);
  BIND (reset_content), BIND (seed_content), BIND (pace_choice), BIND (time);
  BIND (look_back), BIND (look_back_label), BIND (present_button);
  BIND (step_value), BIND (step_caption), BIND (epoch_value), BIND (epoch_caption);
  BIND (rate_value), BIND (left_value), BIND (rate_box), BIND (numbers);
}

static void
lab_transport_init (LabTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
