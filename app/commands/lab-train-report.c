/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-train-report.c - lines of text or JSON, and the progress bar */

#include "lab-train-report.h"

#include <math.h>
#include <glib/gi18n.h>
#include "lab-json-writer.h"
#include "lab-terminal.h"

void
lab_train_report_init (LabTrainReport *self, int epochs, gboolean json)
{
  *self = (LabTrainReport){ .json = json, .epochs = epochs };
  lab_progress_bar_init (&self->bar);
}

void
lab_train_report_progress (LabTrainReport *self, int epoch, double fraction)
{
  g_autofree char *text = NULL;

  if (!lab_progress_bar_is_due (&self->bar))
    return;
  text = g_strdup_printf (_("epoch %d of %d"), epoch, self->epochs);
  lab_progress_bar_draw (&self->bar, fraction, text);
}

void
lab_train_report_stopped (LabTrainReport *self, const char *contestant, guint64 step,
                          const char *reason)
{
  lab_progress_bar_clear (&self->bar);
  g_printerr (_("elu-lab train: %s stopped at step %llu: %s\n"), contestant,
              (unsigned long long) step, reason);
}

/* One call to write the line whole, so that whoever reads the pipe sees it at once and unbroken. */
static gboolean
put_line (LabTrainReport *self, const char *line, GError **error)
{
  lab_progress_bar_clear (&self->bar);
  g_print ("%s\n", line);
  return lab_terminal_flush (error);
}

gboolean
lab_train_report_note (LabTrainReport *self, const char *text, GError **error)
{
  return self->json || put_line (self, text, error);
}

/* An object that has begun by saying what it reports. */
static LabJsonWriter *
begin_event (const char *event)
{
  LabJsonWriter *json = lab_json_writer_new ();

  lab_json_writer_begin_object (json, NULL);
  lab_json_writer_add_text (json, "event", event);
  return json;
}

static char *
end_event (LabJsonWriter *json)
{
  lab_json_writer_end_object (json);
  return lab_json_writer_end (json);
}

static char *
run_json (const char *id, guint64 step)
{
  LabJsonWriter *json = begin_event ("run");

  lab_json_writer_add_text (json, "id", id);
  lab_json_writer_add_count (json, "step", step);
  return end_event (json);
}

static char *
run_text (const char *id, guint64 step)
{
  if (step == 0)
    return g_strdup_printf (_("Kept as run %s."), id);
  return g_strdup_printf (_("Run %s goes on from step %llu."), id, (unsigned long long) step);
}

gboolean
lab_train_report_run (LabTrainReport *self, const char *id, guint64 step, GError **error)
{
  g_autofree char *line = (self->json ? run_json : run_text) (id, step);

  return put_line (self, line, error);
}

static char *
epoch_json (int epoch, const char *contestant, const LabEpochMetrics *metrics)
{
  LabJsonWriter *json = begin_event ("epoch");

  lab_json_writer_add_integer (json, "epoch", epoch);
  lab_json_writer_add_text (json, "contestant", contestant);
  lab_json_writer_add_number (json, "train_loss", metrics->train_loss);
  lab_json_writer_add_number (json, "train_accuracy", metrics->train_accuracy);
  lab_json_writer_add_number (json, "validation_loss", metrics->validation_loss);
  lab_json_writer_add_number (json, "validation_accuracy", metrics->validation_accuracy);
  lab_json_writer_add_number (json, "seconds", metrics->seconds);
  return end_event (json);
}

static char *
epoch_text (const LabTrainReport *self, int epoch, const char *contestant,
            const LabEpochMetrics *metrics)
{
  if (isnan (metrics->train_loss))
    return g_strdup_printf (_("Epoch %d of %d  %-16s stopped"), epoch, self->epochs, contestant);
  return g_strdup_printf (_("Epoch %d of %d  %-16s training: loss %.4f, %.2f %% right   "
                            "validation: loss %.4f, %.2f %% right   %.1f s"),
                          epoch, self->epochs, contestant, metrics->train_loss,
                          100 * metrics->train_accuracy, metrics->validation_loss,
                          100 * metrics->validation_accuracy, metrics->seconds);
}

gboolean
lab_train_report_epoch (LabTrainReport *self, int epoch, const char *contestant,
                        const LabEpochMetrics *metrics, GError **error)
{
  g_autofree char *line = self->json ? epoch_json (epoch, contestant, metrics)
                                     : epoch_text (self, epoch, contestant, metrics);

  return put_line (self, line, error);
}

static char *
finished_json (const char *contestant, guint64 best_epoch)
{
  LabJsonWriter *json = begin_event ("finished");

  lab_json_writer_add_text (json, "contestant", contestant);
  lab_json_writer_add_count (json, "best_epoch", best_epoch);
  return end_event (json);
}

static char *
finished_text (const char *contestant, int patience, guint64 best_epoch)
{
  return g_strdup_printf (
      ngettext ("%s: no lower validation loss in %d epoch. Back to the weights "
                "of epoch %llu.",
                "%s: no lower validation loss in %d epochs. Back to the weights "
                "of epoch %llu.",
                patience),
      contestant, patience, (unsigned long long) best_epoch);
}

gboolean
lab_train_report_finished (LabTrainReport *self, const char *contestant, int patience,
                           guint64 best_epoch, GError **error)
{
  g_autofree char *line = self->json ? finished_json (contestant, best_epoch)
                                     : finished_text (contestant, patience, best_epoch);

  return put_line (self, line, error);
}

static char *
end_json (const char *contestant, double test_accuracy, const char *weights_sha256)
{
  LabJsonWriter *json = begin_event ("end");

  lab_json_writer_add_text (json, "contestant", contestant);
  lab_json_writer_add_number (json, "test_accuracy", test_accuracy);
  lab_json_writer_add_text (json, "weights_sha256", weights_sha256);
  return end_event (json);
}

static char *
end_text (const char *contestant, double test_accuracy)
{
  return isnan (test_accuracy) ? g_strdup_printf (_("Test          %-16s stopped"), contestant)
                               : g_strdup_printf (_("Test          %-16s %.2f %% right"),
                                                  contestant, 100 * test_accuracy);
}

gboolean
lab_train_report_end (LabTrainReport *self, const char *contestant, double test_accuracy,
                      const char *weights_sha256, GError **error)
{
  g_autofree char *line = self->json ? end_json (contestant, test_accuracy, weights_sha256)
                                     : end_text (contestant, test_accuracy);

  return put_line (self, line, error);
}
