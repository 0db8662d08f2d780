/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-download-file.c - see the header
 *
 * libsoup speaks HTTP; here it is decided what to believe: the status, the range that was asked
 * for, the length that was promised, and in the end only the checksum. What was received stays in
 * the .part unless it is known to be wrong.
 */

#include "lab-download-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include "lab-archive.h"
#include "lab-data-sum.h"
#include "lab-error.h"

enum { MOST_REDIRECTS = 5, BLOCK = 1 << 16, MOST_UNPACKED = 1 << 30, MOST_OPENINGS = 5 };

/* clang-format off */
typedef struct {
  const LabDownloadFile *file;
  char *part;                     /* path.part                                             */
  int descriptor;                 /* of it, locked; -1: not open                           */
  goffset had;                    /* bytes of it from before                               */
  SoupSession *session;
  GCancellable *cancellable;
  LabDownloadFileProgress progress;
  gpointer data;
} Transfer;
/* clang-format on */

static void
transfer_clear (Transfer *t)
{
  if (t->descriptor >= 0)
    close (t->descriptor);
  g_free (t->part);
  g_clear_object (&t->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transfer, transfer_clear)

static gboolean
refuse (const Transfer *t, const char *reason, GError **error)
{
  /* Translators: what went wrong and what to do, in sentences; then an address */
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA, _("%s (from %s)"), reason, t->file->url);
  return FALSE;
}

static gboolean
refuse_write (const Transfer *t, int code, GError **error)
{
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("“%s” could not be written: %s. Make room there and try again; the download then "
                 "goes on where it ended."),
               t->part, g_strerror (code));
  return FALSE;
}

/* --- The .part ------------------------------------------------------------------------------- */

/* Whether what was opened still goes by the name: who had it before may have renamed or removed it. */
static gboolean
is_still_there (const Transfer *t)
{
  struct stat opened, named;

  return fstat (t->descriptor, &opened) == 0 && lstat (t->part, &named) == 0
         && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/* Where a file system knows no locks, it is only open. */
static gboolean
lock (const Transfer *t, GError **error)
{
  if (flock (t->descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” is being downloaded by another window or program. Let it end, or cancel it "
                 "there."),
               t->file->path);
  return FALSE;
}

/* The .part for this transfer alone. FALSE without an error: it has become the file meanwhile. */
static gboolean
open_part (Transfer *t, GError **error)
{
  struct stat status;

  for (int i = 0; i < MOST_OPENINGS; i++)
    {
      t->descriptor
          = g_open (t->part, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
      if (t->descriptor < 0)
        return refuse_write (t, errno, error);
      if (!lock (t, error))
        return FALSE;
      if (is_still_there (t))
        break;
      close (t->descriptor);
      t->descriptor = -1;
      if (lab_download_file_is_here (t->file))
        return FALSE;
    }
  if (t->descriptor < 0 || fstat (t->descriptor, &status) != 0 || !S_ISREG (status.st_mode))
    return refuse_write (t, EBUSY, error);
  /* What is longer than the file is not its beginning. */
  t->had = status.st_size <= t->file->most_bytes ? status.st_size : 0;
  return TRUE;
}

/* Nobody needs one in which there is nothing. */
static void
close_part (Transfer *t)
{
  struct stat status;

  if (t->descriptor >= 0 && is_still_there (t) && fstat (t->descriptor, &status) == 0
      && status.st_size == 0)
    g_unlink (t->part);
}

/* --- Asking ---------------------------------------------------------------------------------- */

static gboolean
may_be_asked (const Transfer *t, GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return g_str_equal (scheme, "https") || (t->file->allows_http && g_str_equal (scheme, "http"));
}

static SoupMessage *
make_message (const Transfer *t, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);

  /* Redirects are followed by us, one by one, after a look at where they lead. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* Bytes as they lie there, or a range of them would make no sense. */
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept-Encoding",
                                "identity");
  if (t->had > 0)
    soup_message_headers_set_range (soup_message_get_request_headers (message), t->had, -1);
  return message;
}

/* Where a redirect leads; NULL if message is none, or leads nowhere. */
static GUri *
redirect_of (SoupMessage *message)
{
  const char *location
      = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");

  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)) || location == NULL)
    return NULL;
  return g_uri_parse_relative (soup_message_get_uri (message), location, SOUP_HTTP_URI_FLAGS, NULL);
}

static gboolean
explain_failure (const Transfer *t, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;
  g_autofree char *reason = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&owned));
      return FALSE;
    }
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return refuse (
        t,
        _("The server cannot prove that it is the one that was asked for: its "
          "certificate is not trusted. Nothing was received. Check this computer's date; "
          "or somebody reads along in this network: try another one, or import the "
          "file from elsewhere."),
        error);
  reason
      = g_strdup_printf (_("The download failed (%s). Check the connection and try again; it then "
                           "goes on where it ended."),
                         cause->message);
  return refuse (t, reason, error);
}

/* The answer after all redirects, its body still to be read. */
static GInputStream *
ask (const Transfer *t, SoupMessage **answer, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (t->file->url, SOUP_HTTP_URI_FLAGS, NULL);

  for (int i = 0; i <= MOST_REDIRECTS && uri != NULL; i++)
    {
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (GInputStream) body = NULL;
      g_autoptr (GUri) next = NULL;
      GError *cause = NULL;

      if (!may_be_asked (t, uri))
        return refuse (t,
                       _("The server sends the download over an unprotected connection, which is "
                         "never used. Fetch the file by other means and import it."),
                       error),
               NULL;
      message = make_message (t, uri);
      body = soup_session_send (t->session, message, t->cancellable, &cause);
      if (body == NULL)
        return explain_failure (t, cause, error), NULL;
      next = redirect_of (message);
      if (next == NULL)
        {
          *answer = g_steal_pointer (&message);
          return g_steal_pointer (&body);
        }
      g_clear_pointer (&uri, g_uri_unref);
      uri = g_steal_pointer (&next);
    }
  return refuse (t, _("The server keeps sending the download elsewhere. Try again later."), error),
         NULL;
}

/* --- Believing ------------------------------------------------------------------------------- */

/* Whether the body continues the .part or begins anew; what cannot be either is refused. */
static gboolean
check_answer (const Transfer *t, SoupMessage *answer, gboolean *continues, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (answer);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  guint status = soup_message_get_status (answer);
  goffset start = 0, end = 0, total = 0;
  g_autofree char *reason = NULL;

  *continues = status == SOUP_STATUS_PARTIAL_CONTENT;
  if (status != SOUP_STATUS_OK && !*continues)
    reason
        = g_strdup_printf (_("The server answers “%u %s”. Try again later, or import the file from "
                             "elsewhere."),
                           status, soup_status_get_phrase (status));
  else if (type != NULL && g_str_has_prefix (type, "text/html"))
    reason
        = g_strdup (_("The server sends a page instead of the file. A log-in page of this network "
                      "may be in between; open a browser, then try again."));
  else if (*continues
           && (!soup_message_headers_get_content_range (headers, &start, &end, &total)
               || start != t->had))
    reason = g_strdup (_("The server continues at another place than was asked for. Try again."));
  return reason == NULL || refuse (t, reason, error);
}

/* The length of the whole file by the headers, 0 if they don't say. */
static goffset
whole_length (const Transfer *t, SoupMessage *answer, gboolean continues)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (answer);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return 0;
  return soup_message_headers_get_content_length (headers) + (continues ? t->had : 0);
}

/* --- Receiving ------------------------------------------------------------------------------- */

static gboolean
write_all (const Transfer *t, const guint8 *block, gsize n, GError **error)
{
  while (n > 0)
    {
      ssize_t written = write (t->descriptor, block, n);

      if (written < 0 && errno != EINTR)
        return refuse_write (t, errno, error);
      if (written > 0)
        {
          block += written;
          n -= written;
        }
    }
  return TRUE;
}

/* It can't be the beginning of the file. */
static gboolean
refuse_length (const Transfer *t, GError **error)
{
  g_unlink (t->part);
  return refuse (t,
                 _("The server sends more than the file has. Try again later, or import the file "
                   "from elsewhere."),
                 error);
}

static gboolean
receive (const Transfer *t, GInputStream *body, goffset done, goffset total, GError **error)
{
  guint8 block[BLOCK];

  if (total > t->file->most_bytes)
    return refuse_length (t, error);

  for (;;)
    {
      GError *cause = NULL;
      gssize n = g_input_stream_read (body, block, sizeof block, t->cancellable, &cause);

      if (n < 0)
        return explain_failure (t, cause, error);
      if (n == 0)
        break;
      if (done + n > t->file->most_bytes)
        return refuse_length (t, error);
      if (!write_all (t, block, n, error))
        return FALSE;
      done += n;
      if (t->progress != NULL)
        t->progress (done, total, t->data);
    }
  if (total == 0 || done == total)
    return TRUE;
  return refuse (t,
                 _("The connection ended before the file did. Try again; the download then goes on "
                   "where it ended."),
                 error);
}

static gboolean
receive_into_part (const Transfer *t, GInputStream *body, gboolean continues, goffset total,
                   GError **error)
{
  goffset done = continues ? t->had : 0;

  if (ftruncate (t->descriptor, done) != 0 || lseek (t->descriptor, done, SEEK_SET) < 0)
    return refuse_write (t, errno, error);
  return receive (t, body, done, total, error)
         && (fsync (t->descriptor) == 0 || refuse_write (t, errno, error));
}

/* --- Checking -------------------------------------------------------------------------------- */

static gboolean
is_right (const LabDownloadFile *file, const char *path)
{
  goffset n_bytes;
  g_autofree char *sum = file->packed ? lab_archive_sum_file (path, MOST_UNPACKED, NULL)
                                      : lab_data_sum_file (path, &n_bytes, NULL);

  return g_strcmp0 (sum, file->sha256) == 0;
}

gboolean
lab_download_file_is_here (const LabDownloadFile *file)
{
  return g_file_test (file->path, G_FILE_TEST_IS_REGULAR) && is_right (file, file->path);
}

/* A whole file that is the wrong one is of no use to anybody: it goes. */
static gboolean
accept (const Transfer *t, GError **error)
{
  if (!is_right (t->file, t->part))
    {
      g_unlink (t->part);
      return refuse (t,
                     _("What the server sent is not the file: its SHA-256 differs. It was deleted. "
                       "Try again later, or import the file from elsewhere."),
                     error);
    }
  return g_rename (t->part, t->file->path) == 0 || refuse_write (t, errno, error);
}

static gboolean
transfer (const Transfer *t, GError **error)
{
  g_autoptr (SoupMessage) answer = NULL;
  g_autoptr (GInputStream) body = ask (t, &answer, error);
  gboolean continues;

  if (body == NULL)
    return FALSE;
  /* The .part is longer than the file, or whole already: its checksum tells. */
  if (soup_message_get_status (answer) == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE && t->had > 0)
    return accept (t, error);
  return check_answer (t, answer, &continues, error)
         && receive_into_part (t, body, continues, whole_length (t, answer, continues), error)
         && accept (t, error);
}

gboolean
lab_download_file (const LabDownloadFile *file, LabDownloadFileProgress progress, gpointer data,
                   GCancellable *cancellable, GError **error)
{
  g_auto (Transfer) t = {
    .file = file, .descriptor = -1, .cancellable = cancellable, .progress = progress, .data = data
  };
  g_autoptr (GError) problem = NULL;
  gboolean done;

  t.part = g_strconcat (file->path, ".part", NULL);
  if (!open_part (&t, &problem))
    {
      done = problem == NULL;
      if (!done)
        g_propagate_error (error, g_steal_pointer (&problem));
      return done;
    }
  t.session
      = soup_session_new_with_options ("timeout", file->timeout, "user-agent", "elu-lab ", NULL);
  /* A server may call a .gz file packed for the way; it would then be unpacked while it arrives. */
  soup_session_remove_feature_by_type (t.session, SOUP_TYPE_CONTENT_DECODER);
  done = transfer (&t, error);
  close_part (&t);
  return done;
}
