/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-font.c - who chooses is asked, not what the font is called */

#include "lab-font.h"

#include "lab-text.h"

#define USUAL_FONT "Cantarell,Noto Sans CJK SC 11"

static const char property[] = "gtk-font-name";

/* The plots' text is in the desktop's font, too, where that is another than theirs. */
static void
font_changed_cb (GtkSettings *settings)
{
  g_autofree char *font = NULL;
  PangoFontDescription *description;
  const char *family;

  g_object_get (settings, property, &font, NULL);
  description = pango_font_description_from_string (font != NULL ? font : USUAL_FONT);
  family = pango_font_description_get_family (description);
  lab_text_set_family (family != NULL && g_str_has_prefix (family, "Cantarell") ? NULL : family);
  pango_font_description_free (description);
}

/* GTK's own file of settings, which people write by hand where there is no desktop. */
static gboolean
is_in_file (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "gtk-4.0", "settings.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
         && g_key_file_has_key (file, "Settings", property, NULL);
}

static gboolean
is_in_files (void)
{
  const char *const *folders = g_get_system_config_dirs ();

  for (int i = 0; folders[i] != NULL; i++)
    if (is_in_file (folders[i]))
      return TRUE;
  return is_in_file ("/etc") || is_in_file (g_get_user_config_dir ());
}

/* The desktop's choice: XSETTINGS, or what Wayland's portal or GSettings say. */
static gboolean
is_of_desktop (GdkDisplay *display)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  return gdk_display_get_setting (display, property, &value);
}

void
lab_font_choose (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (!is_of_desktop (gdk_display_get_default ()) && !is_in_files ())
    g_object_set (settings, property, USUAL_FONT, NULL);
  g_signal_connect (settings, "notify::gtk-font-name", G_CALLBACK (font_changed_cb), NULL);
  font_changed_cb (settings);
}
