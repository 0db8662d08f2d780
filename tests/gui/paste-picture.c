/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paste-picture.c - what another program gets from the clipboard
 *
 * usage: paste-picture
 *
 * Prints the width and height of the picture that lies there. Ends with 1 if none does.
 */

#include <gtk/gtk.h>

static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GdkTexture **texture = data;

  *texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, &error);
  if (!*texture)
    g_printerr ("%s\n", error->message);
  g_main_context_wakeup (NULL);
}

int
main (void)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  GdkTexture *texture = NULL;

  gtk_init ();
  gdk_clipboard_read_texture_async (gdk_display_get_clipboard (gdk_display_get_default ()), NULL,
                                    pasted_cb, &texture);
  while (!texture && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  if (!texture)
    return 1;
  g_print ("%d %d\n", gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  g_object_unref (texture);
  return 0;
}
