/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-csv-reader.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include "lab-error.h"
#include "lab-run-folder.h"

/* clang-format off */
struct LabCsvReader {
  const char *file;
  int fd, problem;               /* problem: an errno, or 0                                  */
  gsize start, end;              /* of what is left in text                                  */
  char text[1 << 18];
};
/* clang-format on */

LabCsvReader *
lab_csv_reader_open (const char *id, const char *file, GError **error)
{
  int fd = lab_run_folder_open (id, file, error);
  LabCsvReader *self;

  if (fd < 0)
    return NULL;
  self = g_new (LabCsvReader, 1);
  self->file = g_intern_string (file);
  self->fd = fd;
  self->problem = 0;
  self->start = self->end = 0;
  return self;
}

LabCsvReader *
lab_csv_reader_open_end (const char *id, const char *file, gsize most, GError **error)
{
  LabCsvReader *self = lab_csv_reader_open (id, file, error);

  /* What stands there is the end of a line, if only its last character. */
  if (self != NULL && lseek (self->fd, -(off_t) most - 1, SEEK_END) >= 0)
    lab_csv_reader_next (self);
  return self;
}

void
lab_csv_reader_free (LabCsvReader *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self);
}

/* FALSE if there is no more. */
static gboolean
read_more (LabCsvReader *self)
{
  gssize n;

  memmove (self->text, self->text + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  n = read (self->fd, self->text + self->end, sizeof self->text - self->end);
  if (n < 0)
    self->problem = errno;
  self->end += (gsize) MAX (n, 0);
  return n > 0;
}

char *
lab_csv_reader_next (LabCsvReader *self)
{
  do
    {
      char *line = self->text + self->start;
      char *end = memchr (line, '\n', self->end - self->start);

      if (end == NULL && self->end - self->start == sizeof self->text)
        end = self->text + sizeof self->text - 1;
      if (end != NULL)
        {
          *end = '\0';
          self->start = (gsize) (end + 1 - self->text);
          return line;
        }
    }
  while (read_more (self));
  return NULL;
}

gboolean
lab_csv_reader_check (LabCsvReader *self, GError **error)
{
  if (self->problem == 0)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("Its file %s cannot be read to its end: %s."),
               self->file, g_strerror (self->problem));
  return FALSE;
}

int
lab_csv_split (char *line, char **field, int most)
{
  for (int n = 0; n < most; n++)
    {
      char *closing = *line == '"' ? strchr (line + 1, '"') : NULL;
      char *end = strchrnul (closing != NULL ? closing : line, ',');

      field[n] = line;
      if (*end == '\0')
        return n + 1;
      *end = '\0';
      line = end + 1;
    }
  return most;
}

gboolean
lab_csv_read_number (const char *text, double *value)
{
  char *end;

  *value = NAN;
  if (*text == '\0')
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0';
}

gboolean
lab_csv_read_count (const char *text, guint64 most, guint64 *value)
{
  guint64 sum = 0;

  if (*text == '\0')
    return FALSE;
  for (; g_ascii_isdigit (*text) && sum <= most; text++)
    sum = 10 * sum + (guint64) (*text - '0');
  *value = sum;
  return *text == '\0' && sum <= most;
}
