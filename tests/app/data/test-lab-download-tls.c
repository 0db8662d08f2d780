/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-download-tls.c - a download over https, from a server on this computer
 *
 * What has a certificate that is not trusted, or that is for another name, gets nothing and gives
 * nothing; what has a good one is used.
 */

#include <string.h>
#include <glib/gstdio.h>
#include "lab-download-file.h"
#include "lab-error.h"
#include "loopback-server.h"

static const char contents[] = "Sixty thousand digits";

typedef struct {
  LoopbackServer server;
  char *folder, *path, *sum;
  int n_requests;
} Fixture;

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Fixture *fixture = data;

  fixture->n_requests++;
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/gzip", SOUP_MEMORY_STATIC, contents,
                                    sizeof contents);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loopback_server_start (&fixture->server, TRUE, request_cb, fixture);
  fixture->folder = g_dir_make_tmp ("elu-lab-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  fixture->sum
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, sizeof contents);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loopback_server_stop (&fixture->server);
  loopback_server_trust (FALSE);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->sum);
}

static gboolean
fetch (Fixture *fixture, const char *url, GError **error)
{
  LabDownloadFile file = { url, fixture->path, fixture->sum, FALSE, 1000, 5, FALSE };

  return lab_download_file (&file, NULL, NULL, NULL, error);
}

static void
assert_refused (Fixture *fixture, const char *url)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch (fixture, url, &error));
  g_assert_error (error, LAB_ERROR, LAB_ERROR_DATA);
  if (strstr (error->message, "its certificate is not trusted") == NULL)
    g_error ("“%s” does not say what is wrong", error->message);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (fixture->n_requests, ==, 0); /* it was not even told what is wanted */
}

static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;

  loopback_server_trust (TRUE);
  fetch (fixture, fixture->server.url, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, contents);
}

static void
test_self_signed (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, fixture->server.url);
}

/* The same server and a trusted certificate, but not the name that it is for. */
static void
test_other_name (Fixture *fixture, gconstpointer data)
{
  const char *port = strrchr (fixture->server.url, ':');
  g_autofree char *url = g_strconcat ("https://127.0.0.1", port, NULL);

  loopback_server_trust (TRUE);
  assert_refused (fixture, url);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/lab/download/tls/trusted", Fixture, NULL, set_up, test_trusted, tear_down);
  g_test_add ("/lab/download/tls/self-signed", Fixture, NULL, set_up, test_self_signed, tear_down);
  g_test_add ("/lab/download/tls/other-name", Fixture, NULL, set_up, test_other_name, tear_down);
  return g_test_run ();
}
