/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loopback-server.h - a web server on this computer, in a thread of its own, for tests of downloads
 *
 * With or without TLS. Its certificate is for "localhost", signed by itself, and nobody trusts it
 * until a test says so.
 */

#pragma once

#include <libsoup/soup.h>

typedef struct {
  SoupServer *server;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  char *url;                   /* its root, with a final slash; for TLS by the name "localhost" */
} LoopbackServer;

/* callback is called in the server's thread. */
void       loopback_server_start    (LoopbackServer *self, gboolean tls,
                                     SoupServerCallback callback, gpointer data);
void       loopback_server_stop     (LoopbackServer *self);

/* Lets everything in this program trust the certificate, or again only those of the system. */
void       loopback_server_trust    (gboolean trust);

/* What no library would send: a head of its own, n bytes, and nothing more while the stream is
 * open.                                                                                          */
GIOStream *loopback_server_send_raw (SoupServerMessage *message, const char *head,
                                     const guint8 *bytes, gsize n);

/* Where the client asks to go on: -1 if it asks for all. */
goffset    loopback_server_asked_from (SoupServerMessage *message);
