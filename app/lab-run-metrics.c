/* lab-run-metrics.c - see the header */

#include "lab-run-metrics.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-run-folder.h"
#include "lab-training-setup.h"

static const char header[] = "step,epoch,seconds,set,contestant,activation,loss,accuracy";

static const char *const sets[LAB_METRICS_N_SETS] = {
  [LAB_METRICS_TRAIN] = "train",
  [LAB_METRICS_VALIDATION] = "validation",
  [LAB_METRICS_TEST] = "test",
};

const char *
lab_run_metrics_set_name (LabMetricsSet set)
{
  return sets[set];
}

const char *
lab_run_metrics_header (void)
{
  return header;
}

/* In the order of the header. */
enum { STEP, EPOCH, SECONDS, SET, CONTESTANT, ACTIVATION, LOSS, ACCURACY, N_FIELDS };

/* Cuts line at its commas, those within quotation marks ("pelu:1,2") left alone. FALSE if it has
 * another number of fields.                                                                     */
static gboolean
split (char *line, char *field[N_FIELDS])
{
  for (int i = 0; i < N_FIELDS; i++)
    {
      char *end = *line == '"' ? strchr (line + 1, '"') : line;

      end = end != NULL ? strchrnul (end, ',') : NULL;
      if (end == NULL || (*end == '\0') != (i == N_FIELDS - 1))
        return FALSE;
      field[i] = line;
      *end = '\0';
      line = end + 1;
    }
  return TRUE;
}

/* Empty is NaN. */
static gboolean
read_number (const char *text, double *value)
{
  char *end;

  *value = NAN;
  if (*text == '\0')
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0';
}

static gboolean
read_count (const char *text, guint64 most, guint64 *value)
{
  guint64 sum = 0;

  if (*text == '\0')
    return FALSE;
  for (; g_ascii_isdigit (*text) && sum <= most; text++)
    sum = 10 * sum + (guint64) (*text - '0');
  *value = sum;
  return *text == '\0' && sum <= most;
}

static gboolean
read_set (const char *text, LabMetricsSet *set)
{
  for (int i = 0; i < LAB_METRICS_N_SETS; i++)
    if (strcmp (sets[i], text) == 0)
      {
        *set = (LabMetricsSet) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_row (char *line, LabMetricsRow *row)
{
  char *field[N_FIELDS];
  guint64 contestant;

  if (!split (line, field) || !read_count (field[STEP], G_MAXINT64 / 16, &row->step)
      || !read_number (field[EPOCH], &row->epoch) || !read_number (field[SECONDS], &row->seconds)
      || !read_set (field[SET], &row->set)
      || !read_count (field[CONTESTANT], LAB_MAX_CONTESTANTS - 1, &contestant)
      || !read_number (field[LOSS], &row->loss) || !read_number (field[ACCURACY], &row->accuracy))
    return FALSE;
  row->contestant = (int) contestant;
  return TRUE;
}

/* What has been read of the file and is not yet handed over. */
typedef struct {
  int fd;
  gsize start, end;              /* of what is left in text                                  */
  char text[1 << 18];
} Reader;

/* The next whole line, without its end; NULL at the end of the file, where errno is 0. A line longer
 * than the buffer comes in pieces, none of which makes sense.                                   */
static char *
next_line (Reader *reader)
{
  for (;;)
    {
      char *line = reader->text + reader->start;
      char *end = memchr (line, '\n', reader->end - reader->start);
      gssize n;

      if (end == NULL && reader->end - reader->start == sizeof reader->text)
        end = reader->text + sizeof reader->text - 1;
      if (end != NULL)
        {
          *end = '\0';
          reader->start = (gsize) (end + 1 - reader->text);
          return line;
        }
      memmove (reader->text, line, reader->end - reader->start);
      reader->end -= reader->start;
      reader->start = 0;
      errno = 0;
      n = read (reader->fd, reader->text + reader->end, sizeof reader->text - reader->end);
      if (n <= 0)
        return NULL;
      reader->end += (gsize) n;
    }
}

static gboolean
read_rows (Reader *reader, LabMetricsFunc func, gpointer data, guint64 *n_left_out, GError **error)
{
  char *line = next_line (reader);
  LabMetricsRow row;

  if (line == NULL || strcmp (line, header) != 0)
    {
      g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
                   _ ("Its file %s does not begin as a record of a training does."),
                   LAB_RUN_METRICS);
      return FALSE;
    }
  while ((line = next_line (reader)) != NULL)
    if (read_row (line, &row))
      func (&row, data);
    else
      (*n_left_out)++;
  if (errno == 0)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _ ("Its file %s cannot be read to its end: %s."),
               LAB_RUN_METRICS, g_strerror (errno));
  return FALSE;
}

gboolean
lab_run_metrics_read (const char *id, LabMetricsFunc func, gpointer data, guint64 *n_left_out,
                      GError **error)
{
  g_autofree Reader *reader = g_new (Reader, 1);
  gboolean success;

  *n_left_out = 0;
  reader->fd = lab_run_folder_open (id, LAB_RUN_METRICS, error);
  if (reader->fd < 0)
    return FALSE;
  reader->start = reader->end = 0;
  success = read_rows (reader, func, data, n_left_out, error);
  close (reader->fd);
  return success;
}
