/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-runs-window.h"

#include <glib/gi18n.h>
#include <string.h>
#include "lab-printable.h"
#include "lab-run-row.h"
#include "lab-toast.h"

struct _LabRunsWindow {
  AdwWindow parent_instance;

  LabRunsModel *model;
  GtkSorter *sorter;
  int (*compare) (LabRunItem *a, LabRunItem *b);
  AdwToastOverlay *toasts;
  GtkStack *pages;
  AdwStatusPage *problem;
  AdwWindowTitle *heading;
  GtkListView *list;
  GtkWidget *sort_button;
  GtkActionBar *bar;
  GtkLabel *chosen;
};

G_DEFINE_FINAL_TYPE (LabRunsWindow, lab_runs_window, ADW_TYPE_WINDOW)

/* --- Sorting --------------------------------------------------------------------------------- */

static int
compare_dates (LabRunItem *a, LabRunItem *b)
{
  const LabRunInfo *first = lab_run_item_get_info (a), *second = lab_run_item_get_info (b);

  if (first->created != second->created)
    return first->created < second->created ? 1 : -1;
  return strcmp (second->id, first->id);
}

static int
compare_results (LabRunItem *a, LabRunItem *b)
{
  double first = lab_run_item_get_best (a), second = lab_run_item_get_best (b);

  return first != second ? (first < second ? 1 : -1) : compare_dates (a, b);
}

static int
compare_names (LabRunItem *a, LabRunItem *b)
{
  int order = g_utf8_collate (lab_run_item_get_info (a)->name, lab_run_item_get_info (b)->name);

  return order != 0 ? order : compare_dates (a, b);
}

static const struct {
  const char *name;
  int (*compare) (LabRunItem *a, LabRunItem *b);
} orders[] = {
  { "date", compare_dates },
  { "result", compare_results },
  { "name", compare_names },
};

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer self)
{
  return LAB_RUNS_WINDOW (self)->compare ((LabRunItem *) a, (LabRunItem *) b);
}

static void
sort_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  LabRunsWindow *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].name, g_variant_get_string (state, NULL)))
      {
        self->compare = orders[i].compare;
        g_simple_action_set_state (action, state);
        gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
      }
}

/* --- Rows and keys --------------------------------------------------------------------------- */

static void
setup_row_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, lab_run_row_new ());
}

static void
bind_row_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  lab_run_row_set_item (LAB_RUN_ROW (gtk_list_item_get_child (item)),
                        gtk_list_item_get_item (item));
}

static void
unbind_row_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  lab_run_row_set_item (LAB_RUN_ROW (gtk_list_item_get_child (item)), NULL);
}

/* The row that the focus is on, or in. NULL while a name is being typed. */
static LabRunRow *
find_focused_row (LabRunsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus ? gtk_widget_get_ancestor (focus, LAB_TYPE_RUN_ROW) : NULL;
  GtkWidget *child = focus ? gtk_widget_get_first_child (focus) : NULL;

  if (!row && child && LAB_IS_RUN_ROW (child))
    row = child;
  return row && !GTK_IS_TEXT (focus) && lab_run_row_get_item (LAB_RUN_ROW (row)) ? LAB_RUN_ROW (row)
                                                                                 : NULL;
}

static void
rename_row (LabRunsWindow *self, LabRunRow *row)
{
  lab_run_row_rename (row);
}

static void
delete_row (LabRunsWindow *self, LabRunRow *row)
{
  const LabRunInfo *info = lab_run_item_get_info (lab_run_row_get_item (row));

  if (!info->current)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.runs-delete", "@as",
                                g_variant_new_strv (&info->id, 1));
}

static void
choose_row (LabRunsWindow *self, LabRunRow *row)
{
  LabRunItem *item = lab_run_row_get_item (row);

  if (!lab_run_item_get_info (item)->problem)
    lab_run_item_set_chosen (item, !lab_run_item_get_chosen (item));
}

static void
popup_row (LabRunsWindow *self, LabRunRow *row)
{
  lab_run_row_popup_menu (row);
}

static const struct {
  guint key;
  GdkModifierType modifiers;
  gboolean on_row_only; /* a button in the row has a use of its own for the key */
  void (*act) (LabRunsWindow *self, LabRunRow *row);
} keys[] = {
  { GDK_KEY_F2, 0, FALSE, rename_row },
  { GDK_KEY_Delete, 0, FALSE, delete_row },
  { GDK_KEY_space, 0, TRUE, choose_row },
  { GDK_KEY_Menu, 0, FALSE, popup_row },
  { GDK_KEY_F10, GDK_SHIFT_MASK, FALSE, popup_row },
};

/* Before the list itself, which takes the space bar for its own. */
static gboolean
key_pressed_cb (LabRunsWindow *self, guint key, guint code, GdkModifierType modifiers)
{
  LabRunRow *row = find_focused_row (self);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (gsize i = 0; row && i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key
        && (modifiers & gtk_accelerator_get_default_mod_mask ()) == keys[i].modifiers
        && !(keys[i].on_row_only && gtk_widget_is_ancestor (focus, GTK_WIDGET (row))))
      {
        keys[i].act (self, row);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
row_activated_cb (LabRunsWindow *self, guint position)
{
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr (LabRunItem) item = g_list_model_get_item (rows, position);

  if (item && !lab_run_item_get_info (item)->problem)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run-open", "s",
                                lab_run_item_get_info (item)->id);
}

/* --- What is chosen -------------------------------------------------------------------------- */

static void
chosen_changed_cb (LabRunsWindow *self)
{
  g_auto (GStrv) ids = lab_runs_model_dup_chosen (self->model);
  guint n = g_strv_length (ids);
  g_autofree char *text = g_strdup_printf (ngettext ("%u run chosen", "%u runs chosen", n), n);

  if (n > 0)
    gtk_label_set_label (self->chosen, text);
  gtk_action_bar_set_revealed (self->bar, n > 0);
}

static void
act_on_chosen (LabRunsWindow *self, const char *action)
{
  g_auto (GStrv) ids = lab_runs_model_dup_chosen (self->model);

  gtk_widget_activate_action (GTK_WIDGET (self), action, "@as",
                              g_variant_new_strv ((const char *const *) ids, -1));
}

static void
compare_clicked_cb (LabRunsWindow *self)
{
  act_on_chosen (self, "win.runs-compare");
}

static void
delete_chosen_cb (LabRunsWindow *self)
{
  act_on_chosen (self, "win.runs-delete");
}

static void
choose_none_cb (LabRunsWindow *self)
{
  lab_runs_model_choose_none (self->model);
}

static void
to_training_cb (LabRunsWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "training");
  gtk_window_close (GTK_WINDOW (self));
}

/* --- The window ------------------------------------------------------------------------------ */

/* The keyboard begins at the first run, as soon as it has a row. */
static gboolean
focus_first_cb (GtkWidget *list, GdkFrameClock *clock, gpointer unused)
{
  GtkWidget *row = gtk_widget_get_first_child (list);

  return row && gtk_widget_grab_focus (row) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
updated_cb (LabRunsWindow *self)
{
  const char *problem = lab_runs_model_get_problem (self->model);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  gboolean listed = n > 0 && !problem,
           first = listed && !gtk_widget_get_visible (self->sort_button);

  if (problem)
    {
      /* Which is markup, as a toast's title is. */
      g_autofree char *shown = lab_printable_label (problem);
      g_autofree char *markup = g_markup_escape_text (shown, -1);

      adw_status_page_set_description (self->problem, markup);
    }
  gtk_stack_set_visible_child_name (self->pages, problem ? "problem"
                                                 : n > 0 ? "list"
                                                 : lab_runs_model_is_known (self->model)
                                                     ? "empty"
                                                     : "loading");
  gtk_widget_set_visible (self->sort_button, listed);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  if (first)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->list), focus_first_cb, NULL, NULL);
}

void
lab_runs_window_toast (LabRunsWindow *self, const char *message, const char *const *ids)
{
  AdwToast *toast;

  g_return_if_fail (LAB_IS_RUNS_WINDOW (self));

  toast = lab_toast_new (message);
  if (ids)
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "win.runs-restore");
      adw_toast_set_action_target_value (toast, g_variant_new_strv (ids, -1));
      adw_toast_set_timeout (toast, 10);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
set_model (LabRunsWindow *self, LabRunsModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSortListModel *sorted
      = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (model)), g_object_ref (self->sorter));
  GtkSingleSelection *selection = gtk_single_selection_new (G_LIST_MODEL (sorted));

  self->model = g_object_ref (model);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);
  g_object_unref (selection);
  g_signal_connect_object (model, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "chosen-changed", G_CALLBACK (chosen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  updated_cb (self);
  chosen_changed_cb (self);
}

static void
lab_runs_window_dispose (GObject *object)
{
  LabRunsWindow *self = LAB_RUNS_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_RUNS_WINDOW);
  g_clear_object (&self->sorter);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lab_runs_window_parent_class)->dispose (object);
}

static void
lab_runs_window_class_init (LabRunsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_runs_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-runs-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, sort_button);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, LabRunsWindow, chosen);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, to_training_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_none_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_chosen_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "compare_cb",
                                                G_CALLBACK (compare_clicked_cb));
}

static void
lab_runs_window_init (LabRunsWindow *self)
{
  const GActionEntry sort[] = {
    { .name = "sort", .parameter_type = "s", .state = "'date'", .change_state = sort_changed }
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkEventController *keyboard = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->compare = compare_dates;
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, self, NULL));
  g_action_map_add_action_entries (G_ACTION_MAP (group), sort, G_N_ELEMENTS (sort), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "runs", G_ACTION_GROUP (group));
  gtk_event_controller_set_propagation_phase (keyboard, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keyboard, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keyboard);
}

LabRunsWindow *
lab_runs_window_new (LabRunsModel *model)
{
  LabRunsWindow *self = g_object_new (LAB_TYPE_RUNS_WINDOW, NULL);

  set_model (self, model);
  return self;
}
