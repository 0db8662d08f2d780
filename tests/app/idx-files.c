/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "idx-files.h"

/* clang-format off */
const char *const idx_file_names[IDX_N_FILES] = {
  "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",  "t10k-labels-idx1-ubyte",
};
/* clang-format on */

GByteArray *
idx_file_new (guint32 n, gboolean images)
{
  const guint32 dimensions[]
      = { GUINT32_TO_BE (n), GUINT32_TO_BE (IDX_SIDE), GUINT32_TO_BE (IDX_SIDE) };
  const guint8 magic[] = { 0, 0, 8, images ? 3 : 1 };
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, magic, sizeof magic);
  g_byte_array_append (file, (const guint8 *) dimensions, images ? 12 : 4);
  for (guint32 i = 0; i < n * (images ? IDX_SIDE * IDX_SIDE : 1); i++)
    {
      guint8 value = images ? i * 7 : i % 10;

      g_byte_array_append (file, &value, 1);
    }
  return file;
}

GByteArray *
idx_file_pack (const void *data, gsize length)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_output_stream_write_all (stream, data, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  return g_bytes_unref_to_array (g_steal_pointer (&bytes));
}
