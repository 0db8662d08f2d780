/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-download.c - a server on this computer that lies in every way that servers do
 *
 * Whatever it does, the file appears only when its bytes are the right ones, the message says what to
 * do, and what was received in good faith is not fetched again.
 */

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "lab-download-file.h"
#include "lab-error.h"
#include "lab-known-sets.h"
#include "loopback-server.h"

enum { LENGTH = 300000, HALF = LENGTH / 2, MOST = 1000000 };

static guint8 contents[LENGTH];
static char *sum;

/* printf hello | gzip -n */
static const guint8 hello_gz[]
    = { 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd,
        0xc9, 0xc9, 0x07, 0x00, 0x86, 0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00 };

/* What the server does, one after the other, for the requests of a test. */
typedef enum {
  HONEST,
  NO_LENGTH,
  NO_RANGES,
  CUT,
  TOO_SHORT,
  ENDLESS,
  PAGE,
  MISSING,
  FAILS,
  WRONG_BYTES,
  BAD_RANGE,
  NO_RANGE_HEADER,
  TO_HTTP,
  IN_CIRCLES,
  TO_HONEST,
  STALLS,
  ENCODED,
  HOLDS,
  ENDLESS_NO_LENGTH
} Behaviour;

/* clang-format off */
typedef struct {
  LoopbackServer server;
  GIOStream *held;             /* a connection that was left open                              */
  char *folder, *path, *part;
  Behaviour behaviour[4];
  int n_requests;
  goffset asked_from;          /* by the last request; -1: from nowhere in particular          */
} Fixture;
/* clang-format on */

/* --- The server ------------------------------------------------------------------------------ */

static void
send (SoupServerMessage *message, guint status, const char *type, const guint8 *data, gsize n)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type != NULL ? type : "application/octet-stream",
                                    SOUP_MEMORY_COPY, (const char *) data, n);
}

static void
send_range (SoupServerMessage *message, goffset from, goffset claimed)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_set_content_range (headers, claimed, LENGTH - 1, LENGTH);
  send (message, SOUP_STATUS_PARTIAL_CONTENT, "application/gzip", contents + from, LENGTH - from);
}

static void
send_half (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = loopback_server_send_raw (
      message, "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n", contents, HALF);

  g_io_stream_close (stream, NULL, NULL);
}

static void
send_without_length (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = loopback_server_send_raw (
      message, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", contents, LENGTH);

  g_io_stream_close (stream, NULL, NULL);
}

/* Bytes for as long as somebody takes them, up to ten times as many as may come. */
static void
send_without_end (SoupServerMessage *message)
{
  g_autofree guint8 *zeros = g_malloc0 (10 * MOST);
  g_autoptr (GIOStream) stream = loopback_server_send_raw (
      message, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", zeros, 10 * MOST);

  g_io_stream_close (stream, NULL, NULL);
}

static void
redirect (SoupServerMessage *message, const char *to)
{
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, to);
}

static void
answer (Fixture *fixture, SoupServerMessage *message, Behaviour behaviour, goffset from)
{
  static const guint8 page[] = "<html>log in first</html>";
  g_autofree guint8 *other = NULL;

  switch (behaviour)
    {
    case HONEST:
      if (from > 0 && from < LENGTH)
        send_range (message, from, from);
      else if (from >= LENGTH)
        send (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, NULL, NULL, 0);
      else
        send (message, SOUP_STATUS_OK, "application/gzip", contents, LENGTH);
      break;
    case NO_LENGTH:
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      send_without_length (message);
      break;
    case NO_RANGES:
    case NO_RANGE_HEADER:
      send (message, behaviour == NO_RANGES ? SOUP_STATUS_OK : SOUP_STATUS_PARTIAL_CONTENT,
            "application/gzip", contents, LENGTH);
      break;
    case TOO_SHORT:
      send (message, SOUP_STATUS_OK, NULL, contents, HALF);
      break;
    case ENDLESS:
      other = g_malloc0 (MOST + 1);
      send (message, SOUP_STATUS_OK, NULL, other, MOST + 1);
      break;
    case ENDLESS_NO_LENGTH:
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      send_without_end (message);
      break;
    case PAGE:
      send (message, SOUP_STATUS_OK, "text/html", page, sizeof page - 1);
      break;
    case MISSING:
      send (message, SOUP_STATUS_NOT_FOUND, "text/html", page, sizeof page - 1);
      break;
    case FAILS:
      send (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL, NULL, 0);
      break;
    case WRONG_BYTES:
      other = g_memdup2 (contents, LENGTH);
      other[1000] ^= 1;
      send (message, SOUP_STATUS_OK, NULL, other, LENGTH);
      break;
    case BAD_RANGE:
      send_range (message, from, from + 10);
      break;
    case TO_HTTP:
      redirect (message, "ftp://localhost/file");
      break;
    case IN_CIRCLES:
    case TO_HONEST:
      redirect (message, fixture->server.url);
      break;
    case ENCODED:
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Content-Encoding", "gzip");
      send (message, SOUP_STATUS_OK, NULL, hello_gz, sizeof hello_gz);
      break;
    case HOLDS:
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      fixture->held = loopback_server_send_raw (
          message, "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n", contents, HALF);
      break;
    case STALLS:
      soup_server_message_pause (message);
      break;
    case CUT:
    default:
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      send_half (message);
    }
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Fixture *fixture = data;
  int i = MIN (fixture->n_requests, (int) G_N_ELEMENTS (fixture->behaviour) - 1);

  fixture->n_requests++;
  fixture->asked_from = loopback_server_asked_from (message);
  answer (fixture, message, fixture->behaviour[i], MAX (fixture->asked_from, 0));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loopback_server_start (&fixture->server, FALSE, request_cb, fixture);
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  fixture->part = g_strconcat (fixture->path, ".part", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loopback_server_stop (&fixture->server);
  g_clear_object (&fixture->held);
  g_unlink (fixture->path);
  g_unlink (fixture->part);
  /* Nothing else was left. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->part);
}

/* --- The client ------------------------------------------------------------------------------ */

static gboolean
fetch (Fixture *fixture, gboolean allows_http, GCancellable *cancellable, GError **error)
{
  LabDownloadFile file = { fixture->server.url, fixture->path, sum, FALSE, MOST, 1, allows_http };

  return lab_download_file (&file, NULL, NULL, cancellable, error);
}

static void
assert_fetched (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  gsize length;

  fetch (fixture, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &got, &length, NULL));
  g_assert_cmpmem (got, length, contents, LENGTH);
  g_assert_false (g_file_test (fixture->part, G_FILE_TEST_EXISTS));
}

static void
assert_refused (Fixture *fixture, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch (fixture, TRUE, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
  /* What happened and what to do come first; the address is for who wants to know more. */
  g_assert_false (g_str_has_prefix (error->message, "http"));
  g_assert_true (g_str_has_suffix (error->message, ")"));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
leave_part (Fixture *fixture, gsize n)
{
  g_assert_true (g_file_set_contents (fixture->part, (const char *) contents, n, NULL));
}

static void
test_good (Fixture *fixture, gconstpointer data)
{
  fixture->behaviour[0] = GPOINTER_TO_INT (data);
  fixture->behaviour[1] = HONEST;
  assert_fetched (fixture);
}

/* A refused answer, and that an honest server can then still help. */
static void
test_bad (Fixture *fixture, gconstpointer data)
{
  static const char *const says[] = {
    [TOO_SHORT] = "SHA-256 differs",
    [ENDLESS] = "sends more than the file has",
    [PAGE] = "sends a page",
    [MISSING] = "404",
    [FAILS] = "500",
    [WRONG_BYTES] = "SHA-256 differs",
    [TO_HTTP] = "unprotected connection",
    [CUT] = "goes on where it ended",
    [STALLS] = "The download failed",
    [ENDLESS_NO_LENGTH] = "sends more than the file has",
  };

  fixture->behaviour[0] = GPOINTER_TO_INT (data);
  fixture->behaviour[1] = HONEST;
  assert_refused (fixture, says[fixture->behaviour[0]]);
  assert_fetched (fixture);
}

static void
test_circles (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fixture->behaviour); i++)
    fixture->behaviour[i] = IN_CIRCLES;
  assert_refused (fixture, "keeps sending the download elsewhere");
  g_assert_cmpint (fixture->n_requests, <, 10);
}

/* Cut after a half: the next request asks for the rest only. */
static void
test_resumes (Fixture *fixture, gconstpointer data)
{
  fixture->behaviour[0] = CUT;
  fixture->behaviour[1] = HONEST;
  assert_refused (fixture, "goes on where it ended");
  assert_fetched (fixture);
  g_assert_cmpint (fixture->asked_from, ==, HALF);
}

static void
test_no_ranges (Fixture *fixture, gconstpointer data)
{
  leave_part (fixture, HALF);
  fixture->behaviour[0] = NO_RANGES;
  assert_fetched (fixture);
  g_assert_cmpint (fixture->asked_from, ==, HALF);
}

static void
test_bad_range (Fixture *fixture, gconstpointer data)
{
  leave_part (fixture, HALF);
  fixture->behaviour[0] = GPOINTER_TO_INT (data);
  fixture->behaviour[1] = HONEST;
  assert_refused (fixture, "another place");
  assert_fetched (fixture);
}

/* All there already, but not renamed; and a .part that is rubbish. */
static void
test_whole_part (Fixture *fixture, gconstpointer data)
{
  fixture->behaviour[0] = HONEST;
  leave_part (fixture, LENGTH);
  assert_fetched (fixture);
}

static void
test_rubbish_part (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rubbish = g_malloc0 (HALF);

  g_assert_true (g_file_set_contents (fixture->part, rubbish, HALF, NULL));
  fixture->behaviour[0] = HONEST;
  assert_refused (fixture, "SHA-256 differs");
  assert_fetched (fixture);
}

/* Some servers call a .gz file packed for the way; it is kept as it is, not unpacked. */
static void
test_called_packed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hello_sum
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, hello_gz, sizeof hello_gz);
  LabDownloadFile file = { fixture->server.url, fixture->path, hello_sum, FALSE, MOST, 1, TRUE };
  g_autoptr (GError) error = NULL;

  fixture->behaviour[0] = ENCODED;
  lab_download_file (&file, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What the child of test_killed () does. */
static int
run_child (char **argv)
{
  LabDownloadFile file = { argv[2], argv[3], argv[4], FALSE, MOST, 60, TRUE };

  return lab_download_file (&file, NULL, NULL, NULL, NULL) ? 0 : 1;
}

static gboolean
has_half (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && status.st_size == HALF;
}

/* A program that has a half and waits for the rest. */
static GSubprocess *
start_child (Fixture *fixture)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, self, "--download",
                                         fixture->server.url, fixture->path, sum, NULL);

  g_assert_no_error (error);
  for (int i = 0; i < 3000 && !has_half (fixture->part); i++)
    g_usleep (10000);
  g_assert_true (has_half (fixture->part));
  return child;
}

/* Where one is under way, a second one neither asks the server nor touches what is there. */
static void
test_two_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  fixture->behaviour[0] = HOLDS;
  fixture->behaviour[1] = HONEST;
  child = start_child (fixture);
  g_assert_false (fetch (fixture, TRUE, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "being downloaded by another window or program"));
  g_assert_cmpint (fixture->n_requests, ==, 1);
  g_assert_true (has_half (fixture->part));
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  assert_fetched (fixture);
  g_assert_cmpint (fixture->asked_from, ==, HALF);
}

/* What is longer than the file can be is not its beginning. */
static void
test_long_part (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rubbish = g_malloc0 (MOST + 1);

  g_assert_true (g_file_set_contents (fixture->part, rubbish, MOST + 1, NULL));
  fixture->behaviour[0] = HONEST;
  assert_fetched (fixture);
  g_assert_cmpint (fixture->asked_from, ==, -1);
}

/* A link in its place is not written through. */
static void
test_link_as_part (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mine = g_build_filename (fixture->folder, "mine", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (mine, "my own", -1, NULL));
  g_assert_cmpint (symlink (mine, fixture->part), ==, 0);
  fixture->behaviour[0] = HONEST;
  g_assert_false (fetch (fixture, TRUE, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  g_assert_true (g_file_get_contents (mine, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "my own");
  g_unlink (mine);
}

/* By which a download ends, whatever a server sends. */
static void
test_known_sizes (void)
{
  int n_sets;
  const LabKnownSet *sets = lab_known_sets (&n_sets);

  for (int i = 0; i < n_sets; i++)
    for (int k = 0; k < sets[i].n_files; k++)
      g_assert_cmpint (sets[i].file[k].n_bytes, >, 0);
}

/* kill -9 in the middle leaves the .part and nothing else; the next download takes the rest. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) child = NULL;

  fixture->behaviour[0] = HOLDS;
  fixture->behaviour[1] = HONEST;
  child = start_child (fixture);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  assert_fetched (fixture);
  g_assert_cmpint (fixture->asked_from, ==, HALF);
}

static void
test_never_http (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->behaviour[0] = HONEST;
  g_assert_false (fetch (fixture, FALSE, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  g_assert_cmpint (fixture->n_requests, ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fixture->behaviour[0] = HONEST;
  g_cancellable_cancel (cancellable);
  g_assert_false (fetch (fixture, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->part, 0700), ==, 0); /* nobody can write to a folder */
  fixture->behaviour[0] = fixture->behaviour[1] = NO_RANGES;
  g_assert_false (fetch (fixture, TRUE, NULL, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_OUTPUT);
  g_rmdir (fixture->part);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
    Behaviour behaviour;
  } tests[] = {
    { "honest", test_good, HONEST },
    { "no-length", test_good, NO_LENGTH },
    { "redirect", test_good, TO_HONEST },
    { "too-short", test_bad, TOO_SHORT },
    { "endless", test_bad, ENDLESS },
    { "endless-without-length", test_bad, ENDLESS_NO_LENGTH },
    { "page-with-200", test_bad, PAGE },
    { "not-found", test_bad, MISSING },
    { "server-error", test_bad, FAILS },
    { "wrong-bytes", test_bad, WRONG_BYTES },
    { "redirect-from-https", test_bad, TO_HTTP },
    { "cut", test_bad, CUT },
    { "stalls", test_bad, STALLS },
    { "circles", test_circles, IN_CIRCLES },
    { "resumes", test_resumes, CUT },
    { "ranges-ignored", test_no_ranges, NO_RANGES },
    { "range-elsewhere", test_bad_range, BAD_RANGE },
    { "range-unstated", test_bad_range, NO_RANGE_HEADER },
    { "part-is-whole", test_whole_part, HONEST },
    { "part-is-rubbish", test_rubbish_part, HONEST },
    { "part-is-too-long", test_long_part, HONEST },
    { "part-is-a-link", test_link_as_part, HONEST },
    { "two-at-once", test_two_at_once, HOLDS },
    { "killed", test_killed, HOLDS },
    { "called-packed", test_called_packed, ENCODED },
    { "never-http", test_never_http, HONEST },
    { "cancelled", test_cancelled, HONEST },
    { "no-room", test_no_room, HONEST },
  };

  if (argc == 5 && g_str_equal (argv[1], "--download"))
    return run_child (argv);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < LENGTH; i++)
    contents[i] = (guint8) (i * i / 7);
  g_test_add_func ("/lab/download/known-sizes", test_known_sizes);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, contents, LENGTH);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/lab/download/", tests[i].path, NULL);

      g_test_add (path, Fixture, GINT_TO_POINTER (tests[i].behaviour), set_up, tests[i].test,
                  tear_down);
    }
  return g_test_run ();
}
