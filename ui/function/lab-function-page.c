/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-function-page.h"

#include <glib/gi18n.h>
#include "lab-alpha-card.h"
#include "lab-drop-down.h"
#include "lab-field-note.h"
#include "lab-focus.h"
#include "lab-formula.h"
#include "lab-function-keys.h"
#include "lab-function-strip.h"
#include "lab-function-view.h"
#include "lab-number-entry.h"
#include "lab-parameter-row.h"
#include "lab-swatch.h"

/* So many functions stand in the list; the others are one click away. */
enum { N_FIRST = 6 };

struct _LabFunctionPage {
  GtkWidget parent_instance;

  LabFunctionModel *model;
  AdwFlap *flap;
  LabAlphaCard *alpha_card;
  GtkListBox *curves;
  GtkToggleButton *tangent, *gap, *second, *ghosts;
  GtkRevealer *gap_revealer;
  GtkDropDown *gap_f, *gap_g;
  GtkSpinButton *x_low_entry, *x_high_entry;
  GtkAdjustment *x_low, *x_high;
  GtkSwitch *equal_aspect;
  LabFunctionPlot *plot;
  LabFunctionStrip *strip;
  GtkOverlay *overlay;
  GtkWidget *buttons, *zoom_in, *zoom_out;
  AdwActionRow *row[NN_N_ACTIVATIONS];
  GtkSwitch *toggle[NN_N_ACTIVATIONS];
};

G_DEFINE_FINAL_TYPE (LabFunctionPage, lab_function_page, GTK_TYPE_WIDGET)

LabFunctionModel *
lab_function_page_get_model (LabFunctionPage *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_PAGE (self), NULL);
  return self->model;
}

AdwFlap *
lab_function_page_get_flap (LabFunctionPage *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_PAGE (self), NULL);
  return self->flap;
}

LabFunctionPlot *
lab_function_page_get_plot (LabFunctionPage *self)
{
  g_return_val_if_fail (LAB_IS_FUNCTION_PAGE (self), NULL);
  return self->plot;
}

/* Where they would lie on the curves they stand in the strip, those without which one can do (keys,
 * wheel and fingers zoom) left out.                                                             */
static void
place_buttons (LabFunctionPage *self)
{
  gboolean in_strip = gtk_widget_get_parent (self->buttons) != GTK_WIDGET (self->overlay);
  gboolean to_strip;
  GtkWidget *focus;

  g_object_get (self->plot, "has-margin", &to_strip, NULL);
  to_strip = !to_strip;
  if (in_strip == to_strip)
    return;
  focus = lab_focus_take (self->buttons);
  g_object_ref (self->buttons);
  if (to_strip)
    {
      gtk_overlay_remove_overlay (self->overlay, self->buttons);
      lab_function_strip_add_buttons (self->strip, self->buttons);
    }
  else
    {
      lab_function_strip_remove_buttons (self->strip, self->buttons);
      gtk_overlay_add_overlay (self->overlay, self->buttons);
    }
  gtk_widget_set_visible (self->zoom_in, !to_strip);
  gtk_widget_set_visible (self->zoom_out, !to_strip);
  gtk_widget_set_margin_top (self->buttons, to_strip ? 0 : 10);
  gtk_widget_set_margin_end (self->buttons, to_strip ? 0 : 10);
  gtk_widget_set_valign (self->buttons, to_strip ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  g_object_unref (self->buttons);
  lab_focus_give_back (focus, self->buttons);
}

void
lab_function_page_set_compact (LabFunctionPage *self, gboolean compact)
{
  g_return_if_fail (LAB_IS_FUNCTION_PAGE (self));
  lab_function_strip_set_compact (self->strip, compact);
}

static void
switched_cb (GtkSwitch *toggle, GParamSpec *pspec, LabFunctionPage *self)
{
  nn_activation_id id
      = (nn_activation_id) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (toggle), "id"));

  lab_function_model_set_shown (self->model, id, gtk_switch_get_active (toggle));
}

/* "LeakyReLU 0.01" with the parameter dim. */
static void
set_row_title (AdwActionRow *row, nn_activation f)
{
  g_autofree char *name = lab_formula_name (f);
  const char *title = nn_activation_get_info (f.id)->title;
  g_autofree char *markup
      = g_strdup_printf ("%s<span alpha=\"60%%\">%s</span>", title, name + strlen (title));

  if (!g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), markup))
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
}

static GtkWidget *
new_curve_row (LabFunctionPage *self, nn_activation_id id)
{
  GtkWidget *row = adw_action_row_new (), *toggle = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (toggle), lab_function_model_get_shown (self->model, id));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (toggle), "id", GINT_TO_POINTER (id));
  g_signal_connect (toggle, "notify::active", G_CALLBACK (switched_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), lab_swatch_new (id));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  self->row[id] = ADW_ACTION_ROW (row);
  self->toggle[id] = GTK_SWITCH (toggle);
  return row;
}

typedef void (*AddRow) (GtkWidget *list, GtkWidget *row);

static void
add_to_list (GtkWidget *list, GtkWidget *row)
{
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_to_expander (GtkWidget *list, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (list), row);
}

/* The function, and its sliders as long as it is shown. ELU's has a card of its own. */
static void
add_curve (LabFunctionPage *self, nn_activation_id id, GtkWidget *list, AddRow add)
{
  int n = id == NN_ELU ? 0 : nn_activation_get_info (id)->n_parameters;

  add (list, new_curve_row (self, id));
  for (int k = 0; k < n; k++)
    {
      GtkWidget *row = lab_parameter_row_new (self->model, id, k);

      g_object_bind_property (self->toggle[id], "active", row, "visible", G_BINDING_SYNC_CREATE);
      add (list, row);
    }
}

static void
fill_curves (LabFunctionPage *self)
{
  GtkWidget *more = adw_expander_row_new ();
  int n_more = NN_N_ACTIVATIONS - N_FIRST;
  g_autofree char *title
      = g_strdup_printf (ngettext ("%d more curve", "%d more curves", (gulong) n_more), n_more);

  for (int id = 0; id < N_FIRST; id++)
    add_curve (self, (nn_activation_id) id, GTK_WIDGET (self->curves), add_to_list);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  for (int id = N_FIRST; id < NN_N_ACTIVATIONS; id++)
    add_curve (self, (nn_activation_id) id, more, add_to_expander);
  gtk_list_box_append (self->curves, more);
}

/* Who chooses for one side what the other side has gets the two exchanged. */
static void
gap_pair_cb (LabFunctionPage *self, GParamSpec *pspec, GtkDropDown *changed)
{
  nn_activation_id f = (nn_activation_id) gtk_drop_down_get_selected (self->gap_f);
  nn_activation_id g = (nn_activation_id) gtk_drop_down_get_selected (self->gap_g);
  nn_activation_id old_f, old_g;

  if (lab_function_model_set_gap_pair (self->model, f, g))
    return;
  lab_function_model_get_gap_pair (self->model, &old_f, &old_g);
  if (changed == self->gap_f)
    gtk_drop_down_set_selected (self->gap_g, old_f);
  else
    gtk_drop_down_set_selected (self->gap_f, old_g);
}

static void
fill_gap_pair (LabFunctionPage *self)
{
  const char *titles[NN_N_ACTIVATIONS + 1] = { NULL };
  nn_activation_id f, g;

  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    titles[id] = nn_activation_get_info ((nn_activation_id) id)->title;
  for (int side = 0; side < 2; side++)
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (titles);

      gtk_drop_down_set_model (side ? self->gap_g : self->gap_f, G_LIST_MODEL (list));
    }
  lab_function_model_get_gap_pair (self->model, &f, &g);
  gtk_drop_down_set_selected (self->gap_f, f);
  gtk_drop_down_set_selected (self->gap_g, g);
  lab_drop_down_set_name (self->gap_f, _("Gap between"));
  lab_drop_down_set_name (self->gap_g, _("Gap and"));
  g_signal_connect_object (self->gap_f, "notify::selected", G_CALLBACK (gap_pair_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gap_g, "notify::selected", G_CALLBACK (gap_pair_cb), self,
                           G_CONNECT_SWAPPED);
}

/* By LabRangeProblem: what a field says that would make a range which can't be drawn. */
/* clang-format off */
static const char *const range_problems[] = {
  [LAB_RANGE_NOT_FINITE] = N_("Both ends must be ordinary numbers."),
  [LAB_RANGE_NOT_RISING] = N_("x must begin below its end. The range stays as it was."),
  [LAB_RANGE_TOO_WIDE] = N_("Keep both ends between −1,000,000 and 1,000,000."),
  [LAB_RANGE_TOO_NARROW] = N_("Too narrow: its points could not be told apart. The range stays as "
                               "it was."),
};
/* clang-format on */

static void
show_range (LabFunctionPage *self)
{
  const LabFunctionScene *scene = lab_function_model_get_scene (self->model);

  gtk_adjustment_set_value (self->x_low, scene->x_low);
  gtk_adjustment_set_value (self->x_high, scene->x_high);
}

static void
range_typed_cb (GtkSpinButton *entry, LabFunctionPage *self)
{
  LabFunctionScene view = *lab_function_model_get_scene (self->model);
  double low = gtk_adjustment_get_value (self->x_low),
         high = gtk_adjustment_get_value (self->x_high);

  if (low == view.x_low && high == view.x_high)
    return;
  if (lab_function_view_set_x (&view, low, high))
    lab_function_model_set_view (self->model, &view);
  else
    {
      show_range (self);
      lab_field_note_show (GTK_WIDGET (entry), _(range_problems[lab_range_check (low, high)]));
    }
}

static void
scene_changed_cb (LabFunctionPage *self)
{
  for (int id = 0; id < NN_N_ACTIVATIONS; id++)
    {
      set_row_title (self->row[id],
                     lab_function_model_get_activation (self->model, (nn_activation_id) id));
      gtk_switch_set_active (self->toggle[id],
                             lab_function_model_get_shown (self->model, (nn_activation_id) id));
    }
  g_signal_handlers_block_by_func (self->x_low_entry, range_typed_cb, self);
  g_signal_handlers_block_by_func (self->x_high_entry, range_typed_cb, self);
  show_range (self);
  g_signal_handlers_unblock_by_func (self->x_low_entry, range_typed_cb, self);
  g_signal_handlers_unblock_by_func (self->x_high_entry, range_typed_cb, self);
}

static void
bind_options (LabFunctionPage *self)
{
  const struct {
    const char *property;
    gpointer widget;
  } options[] = {
    { "tangent", self->tangent },           { "gap", self->gap },
    { "second-derivative", self->second },  { "ghosts", self->ghosts },
    { "equal-aspect", self->equal_aspect },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    g_object_bind_property (self->model, options[i].property, options[i].widget, "active",
                            G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->model, "gap", self->gap_revealer, "reveal-child",
                          G_BINDING_SYNC_CREATE);
}

static void
zoom_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LabFunctionPage *self = LAB_FUNCTION_PAGE (widget);

  if (g_str_has_suffix (action, "reset"))
    lab_function_model_reset_view (self->model);
  else
    lab_function_plot_zoom (self->plot, g_str_has_suffix (action, "-in") ? 0.8 : 1.25);
}

static void
lab_function_page_dispose (GObject *object)
{
  LabFunctionPage *self = LAB_FUNCTION_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LAB_TYPE_FUNCTION_PAGE);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_function_page_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, LabFunctionPage, child)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-function-page.ui");
  BIND (flap);
  BIND (alpha_card);
  BIND (curves);
  BIND (tangent);
  BIND (gap);
  BIND (second);
  BIND (ghosts);
  BIND (gap_revealer);
  BIND (gap_f);
  BIND (gap_g);
  BIND (x_low_entry);
  BIND (x_high_entry);
  BIND (x_low);
  BIND (x_high);
  BIND (equal_aspect);
  BIND (plot);
  BIND (strip);
  BIND (overlay);
  BIND (buttons);
  BIND (zoom_in);
  BIND (zoom_out);
}

static void
lab_function_page_class_init (LabFunctionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_function_page_dispose;
  g_type_ensure (LAB_TYPE_ALPHA_CARD);
  g_type_ensure (LAB_TYPE_FUNCTION_PLOT);
  g_type_ensure (LAB_TYPE_FUNCTION_STRIP);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "function.zoom-in", NULL, zoom_activated);
  gtk_widget_class_install_action (widget_class, "function.zoom-out", NULL, zoom_activated);
  gtk_widget_class_install_action (widget_class, "function.zoom-reset", NULL, zoom_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lab_function_page_init (LabFunctionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = lab_function_model_new ();
  lab_function_plot_set_model (self->plot, self->model);
  lab_function_keys_attach (self->plot);
  lab_function_strip_set_model (self->strip, self->model);
  lab_alpha_card_set_model (self->alpha_card, self->model);
  lab_number_entry_setup (self->x_low_entry);
  lab_number_entry_setup (self->x_high_entry);
  fill_curves (self);
  fill_gap_pair (self);
  bind_options (self);
  g_signal_connect_object (self->x_low_entry, "value-changed", G_CALLBACK (range_typed_cb), self,
                           0);
  g_signal_connect_object (self->x_high_entry, "value-changed", G_CALLBACK (range_typed_cb), self,
                           0);
  g_signal_connect_object (self->plot, "notify::has-margin", G_CALLBACK (place_buttons), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plot, "play", G_CALLBACK (lab_alpha_card_toggle), self->alpha_card,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
  scene_changed_cb (self);
}
