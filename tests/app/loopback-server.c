/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "loopback-server.h"

#include <string.h>
#include <glib/gstdio.h>

/* Made with "openssl ca -selfsign -startdate 20000101000000Z -enddate 20991231235959Z". The key is
 * known to everybody: it is good for nothing but these tests.                                    */
static const char certificate[]
    = "-----BEGIN CERTIFICATE-----\n"
      "MIIBYDCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv\n"
      "c3QwIBcNMDAwMTAxMDAwMDAwWhgPMjA5OTEyMzEyMzU5NTlaMBQxEjAQBgNVBAMM\n"
      "CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLIDoeHg9jQHGoCi\n"
      "gk+jIcSshBb70LHeHkRNj0po/VcunVANYVlNK+AVYEsdh//RgKY/impS/G/4epIn\n"
      "6l9FNACjSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/\n"
      "MB0GA1UdDgQWBBQbajqNAdLtNCyw36gYwrYYmZbqvjAKBggqhkjOPQQDAgNHADBE\n"
      "AiACQUHc0tDaIlcBTQa+zLB3ltuf56W97H2L/oG0f5E+TAIgdKViztUrZ+Kar/dW\n"
      "c5hQVNNqA5Lw1aAmrwbzBK6pNsE=\n"
      "-----END CERTIFICATE-----\n";
static const char key[] = "-----BEGIN PRIVATE KEY-----\n"
                          "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgy1Vrb0UiBKRG4qap\n"
                          "vgxJLA2GcsndEimxHoKibPLBsF+hRANCAASyA6Hh4PY0BxqAooJPoyHErIQW+9Cx\n"
                          "3h5ETY9KaP1XLp1QDWFZTSvgFWBLHYf/0YCmP4pqUvxv+HqSJ+pfRTQA\n"
                          "-----END PRIVATE KEY-----\n";

static gpointer
run (gpointer data)
{
  LoopbackServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
listen_on_any_port (LoopbackServer *self, gboolean tls)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  soup_server_listen_local (
      self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (tls ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = tls ? g_strdup_printf ("https://localhost:%d/", g_uri_get_port (uris->data))
                  : g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

void
loopback_server_start (LoopbackServer *self, gboolean tls, SoupServerCallback callback,
                       gpointer data)
{
  g_autoptr (GTlsCertificate) own = NULL;

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  if (tls)
    {
      g_autofree char *both = g_strconcat (certificate, key, NULL);

      own = g_tls_certificate_new_from_pem (both, -1, NULL);
      g_assert_nonnull (own);
    }
  self->server = soup_server_new ("tls-certificate", own, NULL);
  soup_server_add_handler (self->server, NULL, callback, data, NULL);
  listen_on_any_port (self, tls);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("server", run, self);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* The loop is told from within: it may not even have begun to run. */
void
loopback_server_stop (LoopbackServer *self)
{
  GSource *source = g_idle_source_new ();

  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
  g_thread_join (self->thread);
  g_object_unref (self->server);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->url);
}

/* It is read when the first connection is made, so it stays while it is trusted. */
static char *anchor_file = NULL;

static GTlsDatabase *
make_anchors (void)
{
  g_autoptr (GError) error = NULL;
  GTlsDatabase *anchors;
  int file = g_file_open_tmp ("elu-lab-test-XXXXXX.pem", &anchor_file, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (anchor_file, certificate, -1, NULL));
  anchors = g_tls_file_database_new (anchor_file, &error);
  g_assert_no_error (error);
  return anchors;
}

void
loopback_server_trust (gboolean trust)
{
  g_autoptr (GTlsDatabase) anchors = NULL;

  if (anchor_file != NULL)
    g_unlink (anchor_file);
  g_clear_pointer (&anchor_file, g_free);
  anchors = trust ? make_anchors () : NULL;
  g_tls_backend_set_default_database (g_tls_backend_get_default (), anchors);
}

GIOStream *
loopback_server_send_raw (SoupServerMessage *message, const char *head, const guint8 *bytes,
                          gsize n)
{
  GIOStream *stream = soup_server_message_steal_connection (message);
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (out, bytes, n, NULL, NULL, NULL);
  return stream;
}

goffset
loopback_server_asked_from (SoupServerMessage *message)
{
  const char *range
      = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Range");

  return range != NULL ? g_ascii_strtoll (range + strlen ("bytes="), NULL, 10) : -1;
}
