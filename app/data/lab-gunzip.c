/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-gunzip.c - drives GZlibDecompressor by hand, so as to know where its input ended */

#include "lab-gunzip.h"

#include <glib/gi18n.h>
#include "lab-error.h"

void
lab_gunzip_init (LabGunzip *self, const guint8 *input, gsize n_input)
{
  *self = (LabGunzip){
    .converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP)),
    .input = input,
    .n_input = n_input,
  };
}

void
lab_gunzip_clear (LabGunzip *self)
{
  g_clear_object (&self->converter);
}

gboolean
lab_gunzip_read (LabGunzip *self, guint8 *out, gsize room, gsize *n_out, GError **error)
{
  *n_out = 0;
  while (*n_out < room && !self->ended)
    {
      gsize taken, given;
      GConverterResult result
          = g_converter_convert (self->converter, self->input, self->n_input, out + *n_out,
                                 room - *n_out, G_CONVERTER_INPUT_AT_END, &taken, &given, error);

      if (result == G_CONVERTER_ERROR)
        return FALSE;
      self->input += taken;
      self->n_input -= taken;
      *n_out += given;
      self->ended = result == G_CONVERTER_FINISHED;
    }
  return TRUE;
}

gboolean
lab_gunzip_finish (LabGunzip *self, GError **error)
{
  g_return_val_if_fail (self->ended, FALSE);

  if (self->n_input == 0)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_DATA,
               ngettext ("%zu byte follows the end of the compressed data.",
                         "%zu bytes follow the end of the compressed data.", self->n_input),
               self->n_input);
  return FALSE;
}
