/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recorded-commands.h - runs that elu-lab train --record leaves behind, looked at from outside
 *
 * In a data folder of the test's own, with at most one run at a time.
 */

#pragma once

#include <glib/gstdio.h>
#include <string.h>
#include "command-runner.h"
#include "own-folder.h"
#include "remove-tree.h"

static char *data_home, *runs;

static inline void
use_own_data_home (char *folder)
{
  data_home = folder;
  runs = g_build_filename (data_home, "elu-lab", "runs", NULL);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
}

/* The lines with what the training ended with. */
static inline char *
ends_of (const char *out)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  GString *ends = g_string_new (NULL);

  for (int i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "{\"event\":\"end\""))
      g_string_append_printf (ends, "%s\n", lines[i]);
  return g_string_free (ends, FALSE);
}

/* The id of the only run. */
static inline char *
find_run (void)
{
  g_autoptr (GDir) dir = g_dir_open (runs, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;

  return g_strdup (name);
}

static inline void
remove_runs (void)
{
  remove_tree (runs);
}

static inline Ran
resume_run (const char *id)
{
  g_autofree char *command = g_strconcat ("train --json --resume ", id, NULL);

  return run_command (command, NULL);
}

static inline int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in folder, in their order. */
static inline GPtrArray *
names_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_texts);
  return names;
}

static inline void
add_files (GChecksum *sum, const char *folder)
{
  g_autoptr (GPtrArray) names = names_in (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL), *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_checksum_update (sum, names->pdata[i], -1);
      g_checksum_update (sum, (const guchar *) bytes, (gssize) length);
    }
}

/* All lines, without the seconds that they came at. */
static inline void
add_metrics (GChecksum *sum, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "metrics.csv", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", 4);

      for (int k = 0; fields[0] != NULL && fields[1] != NULL && k < 4; k++)
        if (k != 2)
          g_checksum_update (sum, (const guchar *) fields[k], -1);
    }
}

/* Of all that a run that has ended must leave behind: that it is finished, one checkpoint with its last
 * weights, its curves, and nothing half-written.                                                */
static inline char *
fingerprint (const char *id)
{
  g_autofree char *folder = g_build_filename (runs, id, NULL), *record = NULL, *text = NULL;
  g_autofree char *checkpoint = NULL;
  g_autoptr (GPtrArray) names = names_in (folder);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_assert_cmpuint (names->len, ==, 3);
  g_assert_true (g_str_has_prefix (names->pdata[0], "checkpoint-"));
  g_assert_cmpstr (names->pdata[1], ==, "metrics.csv");
  g_assert_cmpstr (names->pdata[2], ==, "run.json");
  record = g_build_filename (folder, "run.json", NULL);
  g_assert_true (g_file_get_contents (record, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"state\":\"finished\""));
  checkpoint = g_build_filename (folder, names->pdata[0], NULL);
  add_files (sum, checkpoint);
  add_metrics (sum, folder);
  return g_strdup (g_checksum_get_string (sum));
}

/* A training with all that a state has, not interrupted: what it printed at its end, what it left
 * behind, and its microseconds.                                                                 */
typedef struct {
  char *ends, *fingerprint;
  gulong life;
} Whole;

static inline Whole
run_whole (const char *command)
{
  gint64 start = g_get_monotonic_time ();
  g_auto (Ran) ran = run_command (command, NULL);
  Whole whole = { .life = (gulong) (g_get_monotonic_time () - start) };
  g_autofree char *id = find_run ();

  g_assert_cmpint (ran.status, ==, 0);
  whole.ends = ends_of (ran.out);
  whole.fingerprint = fingerprint (id);
  remove_runs ();
  return whole;
}

static inline void
whole_clear (Whole *whole)
{
  g_free (whole->ends);
  g_free (whole->fingerprint);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

typedef enum { TOO_EARLY, RESUMED, FINISHED, N_FATES } Fate;

/* The only run is gone on with: it ends as the whole one. Where it says that it is finished, it has all
 * that the whole one has. TOO_EARLY: it was cut off before there was a record.                   */
static inline Fate
assert_comes_out (const Whole *whole)
{
  g_autofree char *id = find_run (), *ends = NULL, *left = NULL;
  g_auto (Ran) ran = { 0 };

  if (id == NULL)
    return TOO_EARLY;
  ran = resume_run (id);
  if (ran.status != 0 && strstr (ran.err, "run.json is missing") != NULL)
    return TOO_EARLY;
  if (ran.status != 0 && strstr (ran.err, "is finished") == NULL)
    g_error ("%s: %s", id, ran.err);
  left = fingerprint (id);
  g_assert_cmpstr (left, ==, whole->fingerprint);
  if (ran.status != 0)
    return FINISHED;
  ends = ends_of (ran.out);
  g_assert_cmpstr (ends, ==, whole->ends);
  return RESUMED;
}

static inline int
run_command_tests (void)
{
  int result = g_test_run ();

  remove_tree (data_home);
  return result;
}
