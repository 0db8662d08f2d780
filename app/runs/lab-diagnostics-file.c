/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-diagnostics-file.h"

#include <math.h>
#include "lab-disk.h"
#include "lab-error.h"
#include "lab-number.h"

struct LabDiagnosticsFile {
  char *path;
  GString *text;
  nn_diagnostics *of[NN_MAX_CONTESTANTS];
  int n;
};

void
lab_diagnostics_append_header (GString *text, const char *set, gsize n_images)
{
  g_string_append_printf (
      text,
      "# probe: the first %zu %s images; network_median: over the units of all layers; "
      "dead: f' = 0 on all images; saturated: not dead and |f'| < 0.01 on all; histogram: "
      "pre-activations from -8 to 8, what lies outside at the ends\n"
      "step,contestant,activation,layer,units,mean,median,network_median,dead,saturated,born,"
      "revived,"
      "gradient_norm,weight_norm,update_ratio,parameter1,parameter2",
      n_images, set);
  for (int i = 0; i < NN_HISTOGRAM_BINS; i++)
    {
      char left[LAB_NUMBER_SIZE];

      lab_number_format_shortest (left,
                                  -NN_HISTOGRAM_END + i * 2 * NN_HISTOGRAM_END / NN_HISTOGRAM_BINS);
      g_string_append_printf (text, ",z_from_%s", left);
    }
  g_string_append_c (text, '\n');
}

LabDiagnosticsFile *
lab_diagnostics_file_new (const char *path, const nn_trainer *trainer, const nn_dataset *train,
                          GError **error)
{
  LabDiagnosticsFile *self = g_new0 (LabDiagnosticsFile, 1);
  nn_dataset probe = nn_dataset_slice (train, 0, MIN (train->n_images, LAB_PROBE_IMAGES));
  nn_status status = NN_OK;

  self->path = g_strdup (path);
  self->text = g_string_new (NULL);
  lab_diagnostics_append_header (self->text, "training", probe.n_images);
  for (; self->n < nn_trainer_get_config (trainer)->n_contestants && status == NN_OK; self->n++)
    self->of[self->n]
        = nn_diagnostics_new (nn_trainer_get_network (trainer, self->n), &probe, &status);
  if (status != NN_OK)
    lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  else if (lab_diagnostics_file_save (self, error))
    return self;
  lab_diagnostics_file_free (self);
  return NULL;
}

void
lab_diagnostics_file_free (LabDiagnosticsFile *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < self->n; i++)
    nn_diagnostics_free (self->of[i]);
  g_string_free (self->text, TRUE);
  g_free (self->path);
  g_free (self);
}

void
lab_diagnostics_file_note (LabDiagnosticsFile *self, const nn_trainer *trainer)
{
  for (int i = 0; i < self->n; i++)
    nn_diagnostics_note (self->of[i], nn_trainer_get_network (trainer, i));
}

static void
add_numbers (GString *text, const double *values, int n)
{
  for (int i = 0; i < n; i++)
    {
      char number[LAB_NUMBER_SIZE];

      g_string_append_printf (text, ",%s", lab_number_format (number, 9, values[i]));
    }
}

void
lab_diagnostics_append_line (GString *text, guint64 step, int contestant, const char *name,
                             const nn_layer_diagnostics *d, double network_median)
{
  const double means[] = { d->mean, d->median, network_median };
  const double rest[]
      = { d->gradient_norm, d->weight_norm, d->update_ratio, d->parameter[0], d->parameter[1] };

  g_string_append_printf (text, "%llu", (unsigned long long) step);
  if (contestant >= 0)
    g_string_append_printf (text, ",%d", contestant);
  /* "pelu:1,2" has a comma. */
  g_string_append_printf (text, ",\"%s\",%d,%zu", name, d->layer, d->n_units);
  add_numbers (text, means, G_N_ELEMENTS (means));
  g_string_append_printf (text, ",%zu,%zu,%zu,%zu", d->n_dead, d->n_saturated, d->n_born,
                          d->n_revived);
  add_numbers (text, rest, G_N_ELEMENTS (rest));
  for (int i = 0; i < NN_HISTOGRAM_BINS; i++)
    g_string_append_printf (text, ",%u", d->histogram[i]);
  g_string_append_c (text, '\n');
}

gboolean
lab_diagnostics_file_measure (LabDiagnosticsFile *self, const nn_trainer *trainer, int contestant,
                              const char *name, GError **error)
{
  nn_layer_diagnostics layer[NN_MAX_LAYERS];
  nn_diagnostics *d = self->of[contestant];
  nn_status status
      = nn_diagnostics_measure (d, nn_trainer_get_network (trainer, contestant), layer);

  if (status != NN_OK)
    return lab_error_set_status (error, LAB_ERROR_ENGINE, status);
  for (int i = 0; i < nn_diagnostics_n_layers (d); i++)
    lab_diagnostics_append_line (self->text, nn_trainer_get_step (trainer), contestant, name,
                                 &layer[i], nn_diagnostics_median (d));
  return TRUE;
}

gboolean
lab_diagnostics_file_save (LabDiagnosticsFile *self, GError **error)
{
  return lab_disk_replace (self->path, self->text->str, self->text->len, error);
}
