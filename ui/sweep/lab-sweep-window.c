/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-window.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-axis.h"
#include "lab-flap.h"
#include "lab-image-choice.h"
#include "lab-label.h"
#include "lab-number-entry.h"
#include "lab-printable.h"
#include "lab-toast.h"

struct _LabSweepWindow {
  AdwWindow parent_instance;

  LabSweepModel *model;
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkWidget *settings, *verdict, *history;
  GtkLabel *fixed_note, *problem, *base_note;
  AdwEntryRow *alphas_row;
  GtkAdjustment *seeds, *epochs;
  GtkSpinButton *seeds_entry, *epochs_entry;
  AdwComboRow *metric_row, *images_row;
  LabSweepPlot *plot;
  GtkLabel *headline, *detail, *runs_value, *runs_caption, *left_value;
  GtkWidget *toggle_button;
  GtkProgressBar *progress;
  gboolean updating; /* the program is setting the widgets: not the person's change */
  int folded;        /* the panel lies over the picture; -1 before the first size */
};

G_DEFINE_FINAL_TYPE (LabSweepWindow, lab_sweep_window, ADW_TYPE_WINDOW)

/* Below this width the panel lies over the picture and is closed until asked for. */
enum { FOLD_BELOW = 860 };

LabCanvasLook
lab_sweep_window_get_look (LabSweepWindow *self)
{
  g_return_val_if_fail (LAB_IS_SWEEP_WINDOW (self), (LabCanvasLook){ 0 });
  return lab_sweep_plot_get_look (self->plot);
}

void
lab_sweep_window_toast (LabSweepWindow *self, const char *message)
{
  g_return_if_fail (LAB_IS_SWEEP_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, lab_toast_new (message));
}

static void
edited_cb (LabSweepWindow *self)
{
  LabSweepSetup setup = *lab_sweep_model_get_setup (self->model);

  if (self->updating)
    return;
  setup.n_seeds = (int) gtk_adjustment_get_value (self->seeds);
  setup.epochs = (guint) gtk_adjustment_get_value (self->epochs);
  setup.metric = (LabMetric) adw_combo_row_get_selected (self->metric_row);
  setup.images = lab_image_choice_get (self->images_row);
  lab_sweep_model_set_setup (self->model, &setup);
}

static void
alphas_edited_cb (LabSweepWindow *self)
{
  if (!self->updating)
    lab_sweep_model_set_alphas (self->model,
                                gtk_editable_get_text (GTK_EDITABLE (self->alphas_row)));
}

/* A field left with nonsense in it keeps it, with the reason below: who typed it wants to mend it. */
static void
show_problem (LabSweepWindow *self)
{
  const char *problem = lab_sweep_model_get_problem (self->model);

  lab_label_say (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->alphas_row), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->alphas_row), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->alphas_row), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->alphas_row), GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static void
progress_changed_cb (LabSweepWindow *self)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self->model);
  gboolean busy = lab_sweep_model_is_busy (self->model);
  gboolean waits = lab_sweep_model_get_state (self->model) == LAB_SWEEP_READY;
  /* Before the start, about how long all of it takes. */
  double left = busy    ? lab_sweep_model_get_left (self->model)
                : waits ? lab_sweep_model_get_estimate (self->model)
                        : NAN;
  g_autofree char *runs = g_strdup_printf ("%d", lab_sweep_model_get_n_ended (self->model));
  g_autofree char *of = NULL;
  char time[32];

  /* Translators: %d is how many trainings there are in all */
  of = g_strdup_printf (_("run of %d"), shown->n_alphas * shown->n_seeds);
  lab_label_say (self->runs_value, runs);
  lab_label_say (self->runs_caption, of);
  lab_label_say (self->left_value, lab_format_clock (left, time, sizeof time));
  gtk_progress_bar_set_fraction (self->progress, lab_sweep_model_get_progress (self->model));
}

/* What is shown, and which of how many. */
static void
show_title (LabSweepWindow *self)
{
  const char *base = lab_sweep_model_get_shown_base (self->model);
  int n = lab_sweep_model_get_n_kept (self->model);
  g_autofree char *shown = lab_printable_label (base ? base : "");
  g_autofree char *subtitle = NULL;

  if (n > 1)
    /* Translators: what a sweep is made with, and which of the sweeps made so far it is */
    subtitle = g_strdup_printf (_("%s · sweep %d of %d"), shown,
                                lab_sweep_model_get_position (self->model) + 1, n);
  else
    subtitle = g_strdup (shown);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_widget_set_visible (self->history, n > 1);
}

static void
setup_changed_cb (LabSweepWindow *self)
{
  const LabSweepSetup *setup = lab_sweep_model_get_setup (self->model);
  const char *base = lab_sweep_model_get_base (self->model);

  self->updating = TRUE;
  gtk_adjustment_set_value (self->seeds, setup->n_seeds);
  gtk_adjustment_set_value (self->epochs, setup->epochs);
  adw_combo_row_set_selected (self->metric_row, setup->metric);
  lab_image_choice_update (self->images_row, setup->images,
                           lab_sweep_model_get_n_images (self->model));
  self->updating = FALSE;
  show_problem (self);
  progress_changed_cb (self);
  lab_label_say (self->base_note, base);
  show_title (self);
}

/* What the button does and the words below the picture, as far as the model has none of its own. */
static const struct {
  const char *button, *headline;
  gboolean suggested;
} looks[] = {
  [LAB_SWEEP_READY] = { N_("Start"), N_("Does α matter more than the seed?"), TRUE },
  [LAB_SWEEP_LOADING] = { N_("Cancel"), N_("Reading the data…"), FALSE },
  [LAB_SWEEP_RUNNING] = { N_("Cancel"), N_("Training…"), FALSE },
  [LAB_SWEEP_STOPPING] = { N_("Cancel"), N_("Stopping…"), FALSE },
  [LAB_SWEEP_DONE] = { N_("Start"), NULL, TRUE },
  [LAB_SWEEP_CANCELLED] = { N_("Start"), NULL, TRUE },
  [LAB_SWEEP_FAILED] = { N_("Start"), NULL, TRUE },
};

static void
show_words (LabSweepWindow *self)
{
  LabSweepState state = lab_sweep_model_get_state (self->model);
  const char *headline = lab_sweep_model_get_headline (self->model);
  const char *detail = lab_sweep_model_get_detail (self->model);

  if (!detail && lab_sweep_model_is_busy (self->model))
    detail = _("The verdict comes when all seeds are done.");
  if (state == LAB_SWEEP_READY)
    detail = _("Each α learns with the same seeds, so what differs within a seed is α's doing.");
  lab_label_say (self->headline, headline ? headline : _(looks[state].headline));
  lab_label_say (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL);
}

static void
state_changed_cb (LabSweepWindow *self)
{
  LabSweepState state = lab_sweep_model_get_state (self->model);
  gboolean busy = lab_sweep_model_is_busy (self->model);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  /* A field that is switched off under the keyboard would keep it to itself. */
  if (busy && focus && gtk_widget_is_ancestor (focus, self->settings))
    gtk_window_set_focus (GTK_WINDOW (self), self->toggle_button);

  gtk_widget_set_sensitive (self->settings, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->fixed_note), busy);
  gtk_button_set_label (GTK_BUTTON (self->toggle_button), _(looks[state].button));
  if (looks[state].suggested)
    gtk_widget_add_css_class (self->toggle_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->toggle_button, "suggested-action");
  show_words (self);
  setup_changed_cb (self);
}

static void
fill_metrics (LabSweepWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (int i = 0; i < LAB_N_METRICS; i++)
    gtk_string_list_append (names, _(lab_metric_get_info ((LabMetric) i)->title));
  adw_combo_row_set_model (self->metric_row, G_LIST_MODEL (names));
}

static void
show_alphas (LabSweepWindow *self)
{
  const LabSweepSetup *setup = lab_sweep_model_get_setup (self->model);
  g_autofree char *text = lab_sweep_format_alphas (setup->alpha, setup->n_alphas);

  gtk_editable_set_text (GTK_EDITABLE (self->alphas_row), text);
}

static void
connect_all (LabSweepWindow *self)
{
  const struct {
    gpointer object;
    const char *signal;
    GCallback callback;
  } connections[] = {
    { self->seeds, "value-changed", G_CALLBACK (edited_cb) },
    { self->epochs, "value-changed", G_CALLBACK (edited_cb) },
    { self->metric_row, "notify::selected", G_CALLBACK (edited_cb) },
    { self->images_row, "notify::selected", G_CALLBACK (edited_cb) },
    { self->alphas_row, "changed", G_CALLBACK (alphas_edited_cb) },
    { self->model, "setup-changed", G_CALLBACK (setup_changed_cb) },
    { self->model, "state-changed", G_CALLBACK (state_changed_cb) },
    { self->model, "data-changed", G_CALLBACK (progress_changed_cb) },
    { self->model, "progress-changed", G_CALLBACK (progress_changed_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (connections); i++)
    g_signal_connect_object (connections[i].object, connections[i].signal, connections[i].callback,
                             self, G_CONNECT_SWAPPED);
}

static gboolean
apply_size (gpointer data)
{
  LabSweepWindow *self = data;

  /* Never "never": its minimum width would keep the window from becoming narrow. */
  adw_flap_set_fold_policy (self->flap,
                            self->folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_AUTO);
  lab_flap_set_reveal (self->flap, !self->folded);
  if (self->folded)
    gtk_widget_add_css_class (self->verdict, "compact");
  else
    gtk_widget_remove_css_class (self->verdict, "compact");
  return G_SOURCE_REMOVE;
}

/* There are no breakpoints in this libadwaita. The flap is changed after this allocation, not
 * within it.                                                                                   */
static void
lab_sweep_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LabSweepWindow *self = LAB_SWEEP_WINDOW (widget);
  gboolean folded = width < FOLD_BELOW * lab_widget_get_text_scale (widget);

  GTK_WIDGET_CLASS (lab_sweep_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (folded == self->folded || width <= 0)
    return;
  self->folded = folded;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_size, g_object_ref (self), g_object_unref);
}

static void
lab_sweep_window_dispose (GObject *object)
{
  LabSweepWindow *self = LAB_SWEEP_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_SWEEP_WINDOW);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_sweep_window_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabSweepWindow, child)

static void
lab_sweep_window_class_init (LabSweepWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_sweep_window_dispose;
  widget_class->size_allocate = lab_sweep_window_size_allocate;
  g_type_ensure (LAB_TYPE_SWEEP_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-sweep-window.ui");
  BIND (toasts), BIND (title), BIND (flap), BIND (settings), BIND (verdict), BIND (history);
  BIND (fixed_note), BIND (problem), BIND (base_note), BIND (alphas_row), BIND (seeds);
  BIND (epochs), BIND (seeds_entry), BIND (epochs_entry), BIND (metric_row), BIND (images_row);
  BIND (plot), BIND (headline), BIND (detail), BIND (runs_value), BIND (runs_caption);
  BIND (left_value), BIND (toggle_button), BIND (progress);
}

static void
lab_sweep_window_init (LabSweepWindow *self)
{
  self->folded = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  lab_number_entry_setup (self->seeds_entry);
  lab_number_entry_setup (self->epochs_entry);
}

LabSweepWindow *
lab_sweep_window_new (GtkApplication *application, LabSweepModel *model)
{
  LabSweepWindow *self = g_object_new (LAB_TYPE_SWEEP_WINDOW, "application", application, NULL);

  self->model = g_object_ref (model);
  self->updating = TRUE;
  fill_metrics (self);
  show_alphas (self);
  self->updating = FALSE;
  lab_sweep_plot_set_model (self->plot, model);
  connect_all (self);
  state_changed_cb (self);
  return self;
}
