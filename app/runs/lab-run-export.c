/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-export.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-figure-file.h"
#include "lab-run-folder.h"
#include "lab-run-metrics.h"
#include "lab-training-figure.h"

/* --- Numbers --------------------------------------------------------------------------------- */

static gboolean
copy_file (const char *id, const char *file, const char *path, GError **error)
{
  int from = lab_run_folder_open (id, file, error);
  gboolean copied = from >= 0 && lab_disk_copy (from, path, error);

  if (from >= 0)
    close (from);
  return copied;
}

/* "run-diagnostics.csv" for "run.csv". */
static char *
diagnostics_path (const char *path)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".csv"));

  return g_strconcat (stem, "-diagnostics.csv", NULL);
}

/* Nobody was asked whether this file may be replaced: only one of the same kind is. */
static gboolean
may_replace (const char *path)
{
  char start[8] = "";
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize n = fd >= 0 ? read (fd, start, sizeof start - 1) : 0;

  if (fd < 0)
    return errno == ENOENT;
  close (fd);
  return n > 0 && g_str_has_prefix (start, "# probe");
}

static gboolean
export_diagnostics (const char *id, const char *path, char **diagnostics, GError **error)
{
  g_autofree char *place = diagnostics_path (path);
  g_autofree char *shown = g_filename_display_name (place);
  int fd = lab_run_folder_open (id, LAB_RUN_DIAGNOSTICS, NULL);

  if (fd < 0)
    return TRUE;
  close (fd);
  if (!may_replace (place))
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
                   _("The diagnostics would go into “%s”, but there is another file of that name. "
                     "Choose another name."),
                   shown);
      return FALSE;
    }
  if (!copy_file (id, LAB_RUN_DIAGNOSTICS, place, error))
    return FALSE;
  *diagnostics = g_steal_pointer (&place);
  return TRUE;
}

gboolean
lab_run_export_numbers (const char *id, const char *path, char **diagnostics, GError **error)
{
  *diagnostics = NULL;
  return export_diagnostics (id, path, diagnostics, error)
         && copy_file (id, LAB_RUN_METRICS, path, error);
}

typedef struct {
  char *id, *path;
} Numbers;

static void
free_numbers (gpointer data)
{
  Numbers *numbers = data;

  g_free (numbers->id);
  g_free (numbers->path);
  g_free (numbers);
}

static void
export_numbers_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Numbers *numbers = data;
  g_autofree char *diagnostics = NULL;
  GError *error = NULL;

  if (lab_run_export_numbers (numbers->id, numbers->path, &diagnostics, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
lab_run_export_numbers_async (const char *id, const char *path, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Numbers *numbers = g_new (Numbers, 1);

  *numbers = (Numbers){ g_strdup (id), g_strdup (path) };
  g_task_set_source_tag (task, lab_run_export_numbers_async);
  g_task_set_task_data (task, numbers, free_numbers);
  g_task_run_in_thread (task, export_numbers_in_thread);
}

gboolean
lab_run_export_numbers_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Picture --------------------------------------------------------------------------------- */

enum { WIDTH = 1280, HEIGHT = 800 };

/* Pixels of a PNG for each of the design: sharp on paper and on any screen. */
static const double png_density = 2;

static void
draw (cairo_t *cr, double width, double height, gpointer model)
{
  LabTrainingLayout layout;

  lab_training_layout_init (&layout, model, width, height, 1, FALSE);
  lab_color_set_source (lab_palette_theme (FALSE)->ground, cr);
  cairo_paint (cr);
  lab_training_figure_draw (cr, model, &layout, FALSE, NULL, 1);
}

gboolean
lab_run_export_picture (const LabRunRecord *record, LabRunCurves *curves, const char *path,
                        GError **error)
{
  g_autoptr (LabTrainingModel) model = lab_training_model_new ();
  g_autofree char *quoted = g_shell_quote (record->id);
  g_autofree char *command = g_strconcat ("elu-lab runs export ", quoted, NULL);
  g_autofree char *ascii = g_str_to_ascii (command, "C");

  lab_run_load_model (model, record, curves);
  return lab_figure_file_write (path, WIDTH, HEIGHT, png_density, ascii, draw, model, error);
}
