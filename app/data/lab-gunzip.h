/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-gunzip.h - unpacking of a gzip file in memory, in bounded pieces
 *
 * GZlibDecompressor hands data out before it has seen the checksum and is content with whatever
 * follows it; lab_gunzip_finish () closes both gaps.
 */

#pragma once

#include <gio/gio.h>

typedef struct {
  GConverter *converter;
  const guint8 *input;    /* borrowed, and what is left of it */
  gsize n_input;
  gboolean ended;         /* the stream's end and its checksum have been seen */
} LabGunzip;

void     lab_gunzip_init   (LabGunzip *self, const guint8 *input, gsize n_input);
void     lab_gunzip_clear  (LabGunzip *self);

/* Unpacks up to room bytes; fewer only at the end of the stream. */
gboolean lab_gunzip_read   (LabGunzip *self, guint8 *out, gsize room, gsize *n_out, GError **error);

/* That nothing follows the stream in the file. Call it when the stream has ended. */
gboolean lab_gunzip_finish (LabGunzip *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LabGunzip, lab_gunzip_clear)
