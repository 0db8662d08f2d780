/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-run-log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "lab-disk.h"

enum { PIECE = 1 << 20 };

void
lab_run_log_init (LabRunLog *log, const char *path, gint64 length)
{
  *log = (LabRunLog){ .path = g_strdup (path),
                      .fd = -1,
                      .length = length,
                      .ragged = TRUE,
                      .waiting = g_string_new (NULL) };
}

void
lab_run_log_clear (LabRunLog *log)
{
  if (log->fd >= 0)
    close (log->fd);
  g_free (log->path);
  g_string_free (log->waiting, TRUE);
}

void
lab_run_log_add (LabRunLog *log, const char *text, guint n_lines)
{
  g_string_append (log->waiting, text);
  log->n_waiting += n_lines;
}

static gboolean
write_waiting (LabRunLog *log, GError **error)
{
  if (log->ragged && !lab_disk_cut (log->fd, log->path, log->length, error))
    return FALSE;
  log->ragged = TRUE;
  if (!lab_disk_write (log->fd, log->path, log->waiting->str, log->waiting->len, error))
    return FALSE;
  log->ragged = FALSE;
  log->length += (gint64) log->waiting->len;
  log->n_waiting = 0;
  g_string_truncate (log->waiting, 0);
  return TRUE;
}

gboolean
lab_run_log_flush (LabRunLog *log, gboolean sync, GError **error)
{
  if (log->waiting->len > 0 || (log->ragged && log->length > 0))
    {
      if (log->fd < 0)
        log->fd = lab_disk_continue (log->path, error);
      if (log->fd < 0 || !write_waiting (log, error))
        return FALSE;
    }
  return !sync || log->fd < 0 || lab_disk_sync (log->fd, log->path, error);
}

static gboolean
read_piece (LabRunLog *log, int fd, gsize n, GError **error)
{
  gssize got;

  g_string_set_size (log->waiting, n);
  got = pread (fd, log->waiting->str, n, (off_t) log->length);
  if (got <= 0)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (got < 0 ? errno : EIO), "%s: %s",
                 log->path, g_strerror (got < 0 ? errno : EIO));
  g_string_set_size (log->waiting, (gsize) MAX (got, 0));
  return got > 0;
}

gboolean
lab_run_log_copy (LabRunLog *log, int fd, gint64 length, GError **error)
{
  while (log->length < length)
    if (!read_piece (log, fd, (gsize) MIN (PIECE, length - log->length), error)
        || !lab_run_log_flush (log, FALSE, error))
      return FALSE;
  return TRUE;
}

/* The number at the line's start, if there is one: headers have none. */
static gboolean
read_step (const char *line, const char *end, guint64 *step)
{
  const char *p = line;

  for (*step = 0; p < end && g_ascii_isdigit (*p); p++)
    *step = 10 * *step + (guint64) (*p - '0');
  return p > line;
}

/* The field behind so many commas, one or more; NULL if there are not so many. */
static const char *
find_field (const char *line, const char *end, int n_commas)
{
  for (const char *p = line; p < end; p++)
    if (*p == ',' && --n_commas == 0)
      return p + 1;
  return NULL;
}

static double
read_seconds (const char *line, const char *end)
{
  const char *field = find_field (line, end, 2);

  return field != NULL ? g_ascii_strtod (field, NULL) : 0;
}

static gboolean
is_closing (const char *line, const char *end, const char *closing)
{
  const char *field = closing != NULL ? find_field (line, end, 3) : NULL;
  gsize n = closing != NULL ? strlen (closing) : 0;

  return field != NULL && (gsize) (end - field) > n && memcmp (field, closing, n) == 0
         && field[n] == ',';
}

gint64
lab_run_log_find_end (int fd, guint64 step, const char *closing, double *seconds)
{
  g_autoptr (GMappedFile) file = fd >= 0 ? g_mapped_file_new_from_fd (fd, FALSE, NULL) : NULL;
  const char *text = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  const char *line = text, *stay = text, *last = NULL, *limit, *end;
  guint64 of_line, highest = 0;

  *seconds = 0;
  if (text == NULL)
    return 0;
  limit = text + g_mapped_file_get_length (file);
  while (line < limit && (end = memchr (line, '\n', (gsize) (limit - line))) != NULL)
    {
      gboolean numbered = read_step (line, end, &of_line);

      if (numbered && of_line > step)
        break;
      if (!is_closing (line, end, closing))
        {
          stay = end + 1;
          if (numbered && of_line >= highest)
            {
              highest = of_line;
              last = line;
            }
        }
      line = end + 1;
    }
  if (last != NULL)
    *seconds = read_seconds (last, memchr (last, '\n', (gsize) (limit - last)));
  return stay - text;
}
