/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"
#include "lab-sweep-file.h"

#include <math.h>
#include <string.h>
#include "lab-disk.h"
#include "lab-figure-file.h"
#include "lab-number.h"
#include "lab-setup-words.h"
#include "lab-sweep-figure.h"

/* Pixels of a PNG for each of the window: sharp on paper and on any screen. */
static const double png_density = 2;

char *
lab_sweep_file_format_command (const LabSweepFile *self)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self->model);
  GString *line = g_string_new ("elu-lab sweep --alphas=");
  g_autofree char *options = lab_setup_format (self->setup);
  char number[LAB_NUMBER_SIZE];

  for (int a = 0; a < shown->n_alphas; a++)
    g_string_append_printf (line, "%s%s", a > 0 ? "," : "",
                            lab_number_format_shortest (number, shown->alpha[a]));
  g_string_append_printf (line, " --seeds=%d --metric=%s %s", shown->n_seeds,
                          lab_metric_get_info (shown->metric)->name, options);
  return g_string_free (line, FALSE);
}

static void
add_run (GString *text, const LabSweepFile *self, int alpha, int seed)
{
  static const char *const states[] = {
    [LAB_POINT_WAITING] = "waiting", [LAB_POINT_DONE] = "done", [LAB_POINT_DIVERGED] = "diverged"
  };
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self->model);
  const LabSweepPoint *point = lab_sweep_model_get_point (self->model, alpha, seed);
  char number[LAB_NUMBER_SIZE], value[LAB_NUMBER_SIZE];

  g_string_append_printf (text, "%s,%" G_GUINT64_FORMAT ",%s,%s\n",
                          lab_number_format_shortest (number, shown->alpha[alpha]),
                          shown->first_seed + (guint64) seed, states[point->state],
                          isnan (point->value) ? ""
                                               : lab_number_format_shortest (value, point->value));
}

static char *
format_csv (const LabSweepFile *self, const char *command)
{
  const LabSweepSetup *shown = lab_sweep_model_get_shown (self->model);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "# %s\nalpha,seed,state,%s\n", command,
                          lab_metric_get_info (shown->metric)->name);
  for (int a = 0; a < shown->n_alphas; a++)
    for (int s = 0; s < shown->n_seeds; s++)
      add_run (text, self, a, s);
  return g_string_free (text, FALSE);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const LabSweepFile *self = data;

  lab_sweep_figure_draw_export (cr, self->model, width, height, self->text_scale, self->dark);
}

gboolean
lab_sweep_file_write (const LabSweepFile *self, const char *path, GError **error)
{
  g_autofree char *command = lab_sweep_file_format_command (self);
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *csv = NULL;

  if (!g_str_has_suffix (lower, ".csv"))
    return lab_figure_file_write (path,
                                  CLAMP (self->width, LAB_FIGURE_MIN_SIDE, LAB_FIGURE_MAX_SIDE),
                                  CLAMP (self->height, LAB_FIGURE_MIN_SIDE, LAB_FIGURE_MAX_SIDE),
                                  png_density, command, draw, (gpointer) self, error);
  csv = format_csv (self, command);
  return lab_disk_replace (path, csv, strlen (csv), error);
}
