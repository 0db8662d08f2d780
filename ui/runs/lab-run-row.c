/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-run-row.h"

#include <glib/gi18n.h>
#include <math.h>
#include "lab-formula.h"
#include "lab-label.h"
#include "lab-swatch.h"
#include "lab-wrap-layout.h"

struct _LabRunRow {
  GtkWidget parent_instance;

  LabRunItem *item;
  GBinding *chosen;
  GtkWidget *content, *problem, *scores, *resume, *menu;
  GtkCheckButton *check;
  GtkStack *names;
  GtkLabel *name, *details, *problem_text;
  GtkEditable *entry;
};

G_DEFINE_FINAL_TYPE (LabRunRow, lab_run_row, GTK_TYPE_WIDGET)

LabRunItem *
lab_run_row_get_item (LabRunRow *self)
{
  g_return_val_if_fail (LAB_IS_RUN_ROW (self), NULL);
  return self->item;
}

static const LabRunInfo *
info_of (LabRunRow *self)
{
  return lab_run_item_get_info (self->item);
}

/* --- What is shown --------------------------------------------------------------------------- */

/* Near days by their names. NULL if the time is not known. */
static char *
format_when (gint64 created)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (created);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  gboolean today, before;

  if (created == 0 || time == NULL)
    return NULL;
  today = g_date_time_get_year (time) == g_date_time_get_year (now)
          && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now);
  before = g_date_time_get_year (time) == g_date_time_get_year (yesterday)
           && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (yesterday);
  /* Translators: forms of a date, as g_date_time_format () takes them */
  return g_date_time_format (time, today    ? _("Today, %H:%M")
                                   : before ? _("Yesterday, %H:%M")
                                            : _("%-d %b %Y, %H:%M"));
}

static void
show_details (LabRunRow *self, const LabRunInfo *info)
{
  g_autofree char *when = format_when (info->created);
  const char *parts[] = { when, info->state, info->settings };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  lab_label_say (self->details, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->details), text->len > 0);
}

/* How many of the scores before it are of the same function: each has its own look. */
static int
variant_of (const LabRunInfo *info, int i)
{
  int variant = 0;

  for (int j = 0; j < i; j++)
    variant += info->score[j].activation.id == info->score[i].activation.id;
  return variant;
}

/* NULL if nothing is known. */
static char *
format_score (const LabRunScore *score)
{
  if (score->diverged)
    return g_strdup (_("diverged"));
  /* Translators: an accuracy in per cent */
  return isnan (score->accuracy) ? NULL : g_strdup_printf (_("%.1f %%"), 100 * score->accuracy);
}

/* Where there is little room the name takes another line. */
static void
add_score (LabRunRow *self, const LabRunInfo *info, int i)
{
  const LabRunScore *score = &info->score[i];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = lab_swatch_new (score->activation.id);
  GtkWidget *name = gtk_label_new (NULL);
  g_autofree char *markup = lab_formula_name (score->activation);
  g_autofree char *text = format_score (score);
  GtkWidget *value = gtk_label_new (text);

  lab_swatch_set (LAB_SWATCH (swatch), score->activation.id, variant_of (info, i));
  gtk_label_set_markup (GTK_LABEL (name), markup);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (name), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (value, "score");
  gtk_widget_set_visible (value, text != NULL);
  gtk_widget_set_tooltip_text (box, _("Accuracy on the validation images"));
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (self->scores), box);
}

static void
show_scores (LabRunRow *self, const LabRunInfo *info)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->scores)) != NULL)
    gtk_box_remove (GTK_BOX (self->scores), child);
  for (int i = 0; i < info->n_scores; i++)
    add_score (self, info, i);
  gtk_widget_set_visible (self->scores, info->n_scores > 0 && !info->problem);
}

static void
show (LabRunRow *self)
{
  const LabRunInfo *info = info_of (self);
  g_autofree char *compare = g_strdup_printf (_("Compare “%s”"), info->name);

  lab_label_say (self->name, info->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  compare, -1);
  lab_label_say (self->problem_text, info->problem);
  gtk_widget_set_visible (self->problem, info->problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_text), info->problem != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), info->problem == NULL);
  gtk_widget_set_visible (self->resume, info->resumable);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resume), "s", info->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->resume), "win.run-resume");
  show_details (self, info);
  show_scores (self, info);
}

void
lab_run_row_set_item (LabRunRow *self, LabRunItem *item)
{
  g_return_if_fail (LAB_IS_RUN_ROW (self));

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_pointer (&self->chosen, g_binding_unbind);
  gtk_stack_set_visible_child_name (self->names, "label");
  g_set_object (&self->item, item);
  if (!item)
    return;
  self->chosen = g_object_bind_property (item, "chosen", self->check, "active",
                                         G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (show), self);
  show (self);
}

/* --- The name -------------------------------------------------------------------------------- */

void
lab_run_row_rename (LabRunRow *self)
{
  g_return_if_fail (LAB_IS_RUN_ROW (self));

  if (!self->item || info_of (self)->problem)
    return;
  gtk_editable_set_text (self->entry, info_of (self)->name);
  gtk_stack_set_visible_child_name (self->names, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* The focus goes back to the row, which is the list's. */
static void
end_rename (LabRunRow *self, gboolean keep)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (self->entry));
  gboolean focused
      = gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN;

  if (!g_str_equal (gtk_stack_get_visible_child_name (self->names), "entry"))
    return;
  gtk_stack_set_visible_child_name (self->names, "label");
  if (focused)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
  if (keep && self->item && !g_str_equal (name, info_of (self)->name))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run-rename", "(ss)", info_of (self)->id,
                                name);
}

static void
entry_activated_cb (LabRunRow *self)
{
  end_rename (self, TRUE);
}

static void
entry_left_cb (LabRunRow *self)
{
  end_rename (self, TRUE);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer row)
{
  end_rename (row, FALSE);
  return TRUE;
}

static void
setup_entry (LabRunRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (escape_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

static void
rename_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lab_run_row_rename (LAB_RUN_ROW (widget));
}

/* --- The menu -------------------------------------------------------------------------------- */

static void
append_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

static GMenu *
make_first_section (const LabRunInfo *info)
{
  GMenu *section = g_menu_new ();

  append_item (section, _("_Open in the Training view"), "win.run-open",
               g_variant_new_string (info->id));
  if (info->resumable)
    append_item (section, _("Re_sume"), "win.run-resume", g_variant_new_string (info->id));
  append_item (section, _("_Rename"), "run.rename", NULL);
  return section;
}

static GMenu *
make_export_section (const LabRunInfo *info)
{
  static const char *const kinds[][2] = { { N_("Numbers (.csv)…"), "csv" },
                                          { N_("Picture (.png)…"), "png" },
                                          { N_("Picture (.svg)…"), "svg" },
                                          { N_("Picture (.pdf)…"), "pdf" } };
  GMenu *section = g_menu_new ();
  g_autoptr (GMenu) submenu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    append_item (submenu, _(kinds[i][0]), "win.run-export",
                 g_variant_new ("(ss)", info->id, kinds[i][1]));
  g_menu_append_submenu (section, _("_Export"), G_MENU_MODEL (submenu));
  return section;
}

static GMenu *
make_delete_section (const LabRunInfo *info)
{
  GMenu *section = g_menu_new ();

  append_item (section, _("_Delete"), "win.runs-delete", g_variant_new_strv (&info->id, 1));
  return section;
}

static void
create_menu_cb (GtkMenuButton *button, gpointer row)
{
  const LabRunInfo *info = info_of (row);
  g_autoptr (GMenu) menu = g_menu_new ();

  if (!info->problem)
    {
      append_section (menu, make_first_section (info));
      append_section (menu, make_export_section (info));
    }
  if (!info->current)
    append_section (menu, make_delete_section (info));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

void
lab_run_row_popup_menu (LabRunRow *self)
{
  g_return_if_fail (LAB_IS_RUN_ROW (self));

  if (self->item)
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu));
}

static void
secondary_click_cb (LabRunRow *self)
{
  lab_run_row_popup_menu (self);
}

/* --- The class ------------------------------------------------------------------------------- */

static void
lab_run_row_dispose (GObject *object)
{
  lab_run_row_set_item (LAB_RUN_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LAB_TYPE_RUN_ROW);
  G_OBJECT_CLASS (lab_run_row_parent_class)->dispose (object);
}

static void
lab_run_row_class_init (LabRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lab_run_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/elu_lab/EluLab/lab-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, content);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, check);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, names);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, name);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, entry);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, details);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, problem);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, problem_text);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, scores);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, resume);
  gtk_widget_class_bind_template_child (widget_class, LabRunRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_click_cb);
  gtk_widget_class_install_action (widget_class, "run.rename", NULL, rename_activated);
}

static void
lab_run_row_init (LabRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->scores, lab_wrap_layout_new (22, 2));
  setup_entry (self);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->menu), create_menu_cb, self, NULL);
}

GtkWidget *
lab_run_row_new (void)
{
  return g_object_new (LAB_TYPE_RUN_ROW, NULL);
}
