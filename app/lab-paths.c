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

/* How deep below the build tree's top an executable lies: app/elu-lab, tests/app/test-... */
enum { MAX_DEPTH = 3 };

/* The build tree that the executable lies in, or NULL if it is an installed one. */
static char *
find_build_tree (void)
{
  g_autofree char *place = g_file_read_link ("/proc/self/exe", NULL);

  for (int depth = 0; place != NULL && depth < MAX_DEPTH; depth++)
    {
      char *folder = g_path_get_dirname (place);
      g_autofree char *schema = g_build_filename (folder, "resources", "gschemas.compiled", NULL);

      g_free (place);
      place = folder;
      if (g_file_test (schema, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&place);
    }
  return NULL;
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

static void
use_build_tree (const char *tree)
{
  g_autofree char *resources = g_build_filename (tree, "resources", NULL);

  locale_dir = g_build_filename (tree, "po", NULL);
  samples_dir = g_build_filename (resources, "samples", NULL);
  prepend_schema_dir (resources);
}

void
lab_paths_init (void)
{
  g_autofree char *tree = find_build_tree ();

  if (tree != NULL)
    use_build_tree (tree);
  lab_locale_init ();
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
