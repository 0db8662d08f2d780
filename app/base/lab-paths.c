/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-paths.c - the build tree or the installation */

#include "config.h"
#include "lab-paths.h"

#include <libintl.h>
#include <glib.h>

#include "lab-locale.h"

/* Set once by lab_paths_init () and kept while the process lives. */
static const char *locale_dir = LOCALE_DIR;
static const char *samples_dir = DATA_DIR G_DIR_SEPARATOR_S "samples";

const char *
lab_paths_samples (void)
{
  return samples_dir;
}

/* The compiled schema is in every folder that lab_paths_init () can choose, and nothing else is. */
static gboolean
has_schema (const char *folder)
{
  g_autofree char *schema = g_build_filename (folder, "gschemas.compiled", NULL);

  return g_file_test (schema, G_FILE_TEST_EXISTS);
}

static void
prepend_schema_dir (const char *folder)
{
  const char *others = g_getenv ("GSETTINGS_SCHEMA_DIR");
  g_autofree char *all = others != NULL && *others != '\0'
                             ? g_strconcat (folder, G_SEARCHPATH_SEPARATOR_S, others, NULL)
                             : g_strdup (folder);

  g_setenv ("GSETTINGS_SCHEMA_DIR", all, TRUE);
}

/* Both are taken over. data has the schema and the samples. */
static void
use (char *data, char *locale)
{
  prepend_schema_dir (data);
  samples_dir = g_build_filename (data, "samples", NULL);
  locale_dir = locale;
  g_free (data);
}

/* How deep below the build tree's top an executable lies: app/elu-lab, tests/app/test-... */
enum { MAX_DEPTH = 3 };

static gboolean
use_build_tree (const char *executable)
{
  g_autofree char *place = g_strdup (executable);

  for (int depth = 0; depth < MAX_DEPTH; depth++)
    {
      char *folder = g_path_get_dirname (place);
      g_autofree char *resources = g_build_filename (folder, "resources", NULL);

      g_free (place);
      place = folder;
      if (!has_schema (resources))
        continue;
      use (g_steal_pointer (&resources), g_build_filename (folder, "po", NULL));
      return TRUE;
    }
  return FALSE;
}

/* The folder that place is in an installation whose prefix is now root, or NULL if it was not to lie
 * below the prefix.                                                                             */
static char *
move (const char *place, const char *root)
{
  return g_str_has_prefix (place, PREFIX) ? g_build_filename (root, place + strlen (PREFIX), NULL)
                                          : NULL;
}

/* An installation is found from its executable, since its prefix may have been another one when it
 * was built: DESTDIR, an archive that was unpacked elsewhere, a folder that was moved.           */
static gboolean
use_moved_tree (const char *executable)
{
  g_autofree char *root = g_path_get_dirname (executable);
  g_autofree char *data = NULL;
  char *locale;

  if (!g_str_has_prefix (BIN_DIR, PREFIX) || !g_str_has_suffix (root, &BIN_DIR[strlen (PREFIX)]))
    return FALSE;
  root[strlen (root) - strlen (&BIN_DIR[strlen (PREFIX)])] = '\0';
  data = move (DATA_DIR, root);
  if (data == NULL || !has_schema (data))
    return FALSE;
  locale = move (LOCALE_DIR, root);
  use (g_steal_pointer (&data), locale != NULL ? locale : g_strdup (LOCALE_DIR));
  return TRUE;
}

static void
find_files (void)
{
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);

  if (executable == NULL || (!use_moved_tree (executable) && !use_build_tree (executable)))
    prepend_schema_dir (DATA_DIR);
}

void
lab_paths_init (void)
{
  find_files ();
  lab_locale_init ();
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
