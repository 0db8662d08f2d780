/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-locale.c - the language of the program and how it writes numbers; see the header
 *
 * gettext () translates for a locale that could be set, and never for "C" or, since glibc 2.41, for
 * "C.UTF-8". Many containers and servers have no other. There C.UTF-8 is set under the name of the
 * language asked for: the C library looks for a locale in the folders of LOCPATH, and there a link of
 * that name leads to C.UTF-8. Where even this can't be done the program speaks English.
 */

#include "lab-locale.h"

#include <locale.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#define ANY_LANGUAGE "/usr/lib/locale/C.utf8"

static gboolean
is_untranslated (const char *locale)
{
  return locale == NULL || strcmp (locale, "POSIX") == 0 || strcmp (locale, "C") == 0
         || g_str_has_prefix (locale, "C.");
}

/* The language of "zh_CN.UTF-8@x" or "zh_CN:en" is zh_CN; NULL if this names none. */
static char *
language_of (const char *value)
{
  size_t length
      = value != NULL ? strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;

  if (length < 2 || (value[length] != '\0' && strchr (":.@", value[length]) == NULL)
      || is_untranslated (value))
    return NULL;
  return g_strndup (value, length);
}

static char *
wanted_language (void)
{
  static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (size_t i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);

      if (value != NULL && *value != '\0')
        return language_of (value);
    }
  return NULL;
}

/* The locale found below folder is loaded and kept, so LOCPATH is needed for the call alone. */
static void
set_from_folder (const char *folder, const char *locale)
{
  g_autofree char *before = g_strdup (g_getenv ("LOCPATH"));

  g_setenv ("LOCPATH", folder, TRUE);
  setlocale (LC_MESSAGES, locale);
  setlocale (LC_CTYPE, locale);
  if (before != NULL)
    g_setenv ("LOCPATH", before, TRUE);
  else
    g_unsetenv ("LOCPATH");
}

static void
set_language_without_locale (const char *language)
{
  g_autofree char *locale = g_strconcat (language, ".UTF-8", NULL);
  g_autofree char *folder = g_dir_make_tmp ("elu-lab-locale-XXXXXX", NULL);
  g_autofree char *link = folder != NULL ? g_build_filename (folder, locale, NULL) : NULL;

  if (folder == NULL)
    return;
  if (symlink (ANY_LANGUAGE, link) == 0)
    {
      set_from_folder (folder, locale);
      g_unlink (link);
    }
  g_rmdir (folder);
}

static void
set_language (void)
{
  g_autofree char *language = wanted_language ();

  if (!is_untranslated (setlocale (LC_MESSAGES, NULL)))
    return;
  /* Always there; knows every letter, other than "C". */
  setlocale (LC_CTYPE, "C.UTF-8");
  setlocale (LC_MESSAGES, "C.UTF-8");
  if (language != NULL && strcmp (language, "en") != 0 && !g_str_has_prefix (language, "en_"))
    set_language_without_locale (language);
}

void
lab_locale_init (void)
{
  setlocale (LC_ALL, "");
  set_language ();

  /* printf () and strtod () inside PLplot and cairo take the decimal mark from LC_NUMERIC: a comma
   * there breaks tick labels, SVG and PDF. Nothing of ours shows numbers by the locale either. */
  setlocale (LC_NUMERIC, "C");
}
