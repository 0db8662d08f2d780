/* lab-run-log.c - see the header */

#include "lab-run-log.h"

#include <string.h>
#include <unistd.h>
#include "lab-disk.h"

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

/* The number at the line's start, if there is one: headers have none. */
static gboolean
read_step (const char *line, const char *end, guint64 *step)
{
  const char *p = line;

  for (*step = 0; p < end && g_ascii_isdigit (*p); p++)
    *step = 10 * *step + (guint64) (*p - '0');
  return p > line;
}

static double
read_seconds (const char *line, const char *end)
{
  const char *epoch = memchr (line, ',', (gsize) (end - line));
  const char *field = epoch != NULL ? memchr (epoch + 1, ',', (gsize) (end - epoch - 1)) : NULL;

  return field != NULL ? g_ascii_strtod (field + 1, NULL) : 0;
}

gint64
lab_run_log_find_end (int fd, guint64 step, double *seconds)
{
  g_autoptr (GMappedFile) file = fd >= 0 ? g_mapped_file_new_from_fd (fd, FALSE, NULL) : NULL;
  const char *text = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  const char *line = text, *last = NULL, *limit, *end;
  guint64 of_line, highest = 0;

  *seconds = 0;
  if (text == NULL)
    return 0;
  limit = text + g_mapped_file_get_length (file);
  while (line < limit && (end = memchr (line, '\n', (gsize) (limit - line))) != NULL)
    {
      if (read_step (line, end, &of_line))
        {
          if (of_line > step)
            break;
          if (of_line >= highest)
            {
              highest = of_line;
              last = line;
            }
        }
      line = end + 1;
    }
  if (last != NULL)
    *seconds = read_seconds (last, memchr (last, '\n', (gsize) (limit - last)));
  return line - text;
}
