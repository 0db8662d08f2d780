/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-field-note.c - a note at a field, wherever its window is; needs a display */

#include <adwaita.h>
#include <gdk/x11/gdkx.h>
#include "lab-field-note.h"
#include "main-loop.h"

/* The test's screen has 1920 x 1080 pixels. */
static const struct {
  const char *name;
  int x, y;
  gboolean is_shown;
} places[] = {
  { "on-the-screen", 200, 100, TRUE },  { "below", 200, 5000, FALSE },
  { "above", 200, -5000, FALSE },       { "to-the-left", -5000, 100, FALSE },
  { "to-the-right", 5000, 100, FALSE }, { "over-the-edge", -30, 100, TRUE },
};

static void
move_window (GtkWidget *window, int x, int y)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));

  XMoveWindow (display, gdk_x11_surface_get_xid (surface), x, y);
  run_for (100);
}

static gboolean
has_note (GtkWidget *window)
{
  for (GtkWidget *child = gtk_widget_get_first_child (window); child;
       child = gtk_widget_get_next_sibling (child))
    if ((GTK_IS_POPOVER (child) && gtk_widget_get_mapped (child)) || has_note (child))
      return TRUE;
  return FALSE;
}

static void
test_place (gconstpointer data)
{
  int i = GPOINTER_TO_INT (data);
  GtkWidget *window = gtk_window_new (), *field = gtk_entry_new ();

  if (!GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    {
      g_test_skip ("only under X11 can a window be put somewhere");
      return;
    }
  gtk_window_set_child (GTK_WINDOW (window), field);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 100);
  gtk_window_present (GTK_WINDOW (window));
  run_for (200);
  move_window (window, places[i].x, places[i].y);
  lab_field_note_show (field, "Too much");
  run_for (100);
  g_assert_cmpint (has_note (window), ==, places[i].is_shown);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Too much");
  g_assert_true (gtk_widget_has_css_class (field, "error"));
  g_object_ref (field);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
  g_assert_finalize_object (field);
}

/* As the side panel does while a note is shown, at the left edge of the screen. */
static void
test_folds_away (void)
{
  GtkWidget *window = gtk_window_new (), *field = gtk_entry_new (), *flap = adw_flap_new ();

  adw_flap_set_flap (ADW_FLAP (flap), field);
  adw_flap_set_content (ADW_FLAP (flap), gtk_label_new ("The plot"));
  adw_flap_set_fold_policy (ADW_FLAP (flap), ADW_FLAP_FOLD_POLICY_ALWAYS);
  adw_flap_set_reveal_flap (ADW_FLAP (flap), TRUE);
  gtk_window_set_child (GTK_WINDOW (window), flap);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 100);
  gtk_window_present (GTK_WINDOW (window));
  run_for (300);
  if (GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    move_window (window, 0, 0);
  lab_field_note_show (field, "Too much");
  run_for (100);
  g_assert_true (has_note (window));
  adw_flap_set_reveal_flap (ADW_FLAP (flap), FALSE);
  run_for (600);
  g_assert_false (has_note (window));
  g_object_ref (field);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
  g_assert_finalize_object (field);
}

/* The field of a window that goes, and then the window of a field that stays. */
static void
test_window_goes (void)
{
  GtkWidget *window = gtk_window_new (), *field = g_object_ref_sink (gtk_entry_new ());

  for (int i = 0; i < 2; i++)
    {
      gtk_window_set_child (GTK_WINDOW (window), field);
      gtk_window_present (GTK_WINDOW (window));
      run_for (200);
      lab_field_note_show (field, "Too much");
      run_for (100);
      g_assert_true (has_note (window));
      gtk_window_set_child (GTK_WINDOW (window), NULL);
      g_assert_false (has_note (window));
    }
  gtk_window_set_child (GTK_WINDOW (window), field);
  run_for (100);
  lab_field_note_show (field, "Too much");
  run_for (100);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
  g_assert_finalize_object (field);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/field-note/", places[i].name, NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_place);
    }
  g_test_add_func ("/lab/field-note/folds-away", test_folds_away);
  g_test_add_func ("/lab/field-note/window-goes", test_window_goes);
  return g_test_run ();
}
