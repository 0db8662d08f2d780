/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-figure-file.c - a row of a table per format, over cairo's surfaces */

#include "config.h"
#include "lab-figure-file.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>
#include <glib/gi18n.h>
#include "lab-disk.h"
#include "lab-error.h"

typedef struct {
  const char *extension;
  cairo_surface_t *(*create) (GByteArray *out, int width, int height, const char *settings);
  cairo_status_t (*finish) (cairo_surface_t *surface, GByteArray *out, const char *settings);
  gboolean dense; /* has pixels, and so may have several for each unit */
} Format;

static cairo_status_t
append (void *out, const unsigned char *data, unsigned length)
{
  g_byte_array_append (out, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
create_png (GByteArray *out, int width, int height, const char *settings)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
}

/* The checksum of PNG and zip (RFC 2083, section 15), bit by bit: a line of text has few. */
static guint32
crc (const guint8 *data, gsize length)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      sum ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        sum = sum & 1 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
    }
  return ~sum;
}

/* A tEXt chunk behind the header, which is 33 bytes long in every PNG. */
static void
insert_png_text (GByteArray *png, const char *keyword, const char *text)
{
  enum { HEADER = 33 };
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  gsize length = strlen (keyword) + 1 + strlen (text);
  guint32 big_endian = GUINT32_TO_BE ((guint32) length);

  g_byte_array_append (chunk, (const guint8 *) &big_endian, 4);
  g_byte_array_append (chunk, (const guint8 *) "tEXt", 4);
  g_byte_array_append (chunk, (const guint8 *) keyword, strlen (keyword) + 1);
  g_byte_array_append (chunk, (const guint8 *) text, strlen (text));
  big_endian = GUINT32_TO_BE (crc (chunk->data + 4, chunk->len - 4));
  g_byte_array_append (chunk, (const guint8 *) &big_endian, 4);

  g_byte_array_append (chunk, png->data + HEADER, png->len - HEADER);
  g_byte_array_set_size (png, HEADER);
  g_byte_array_append (png, chunk->data, chunk->len);
}

static cairo_status_t
finish_png (cairo_surface_t *surface, GByteArray *out, const char *settings)
{
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append, out);

  if (status != CAIRO_STATUS_SUCCESS)
    return status;
  insert_png_text (out, "Description", settings);
  insert_png_text (out, "Software", PACKAGE_NAME " " PACKAGE_VERSION);
  return status;
}

static cairo_surface_t *
create_svg (GByteArray *out, int width, int height, const char *settings)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append, out, width, height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  return surface;
}

/* <desc> right after the opening tag: what viewers show as the picture's description. */
static cairo_status_t
finish_svg (cairo_surface_t *surface, GByteArray *out, const char *settings)
{
  g_autofree char *element
      = g_markup_printf_escaped ("\n<title>ELU Lab</title>\n<desc>%s</desc>", settings);
  const char *tag, *end;
  gsize at;

  cairo_surface_finish (surface);
  g_byte_array_append (out, (const guint8 *) "", 1);
  tag = strstr ((const char *) out->data, "<svg");
  end = tag != NULL ? strchr (tag, '>') : NULL;
  at = end != NULL ? (gsize) (end + 1 - (const char *) out->data) : 0;
  if (at > 0)
    {
      g_autofree char *rest = g_strdup (end + 1);

      g_byte_array_set_size (out, at);
      g_byte_array_append (out, (const guint8 *) element, strlen (element));
      g_byte_array_append (out, (const guint8 *) rest, strlen (rest) + 1);
    }
  g_byte_array_set_size (out, out->len - 1);
  return cairo_surface_status (surface);
}

static cairo_surface_t *
create_pdf (GByteArray *out, int width, int height, const char *settings)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, out, width, height);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, "ELU Lab");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, settings);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR,
                                  PACKAGE_NAME " " PACKAGE_VERSION);
  return surface;
}

static cairo_status_t
finish_pdf (cairo_surface_t *surface, GByteArray *out, const char *settings)
{
  cairo_surface_finish (surface);
  return cairo_surface_status (surface);
}

static const Format formats[] = {
  { ".png", create_png, finish_png, TRUE },
  { ".svg", create_svg, finish_svg, FALSE },
  { ".pdf", create_pdf, finish_pdf, FALSE },
};

static const Format *
find_format (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *shown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].extension))
      return &formats[i];
  shown = g_filename_display_name (path);
  g_set_error (
      error, LAB_ERROR, LAB_ERROR_USAGE,
      _("“%s” does not say which kind of file it is to be. End the name with .png, .svg or "
        ".pdf for a picture, or with .csv for the numbers."),
      shown);
  return NULL;
}

static gboolean
render (const Format *format, GByteArray *out, int width, int height, double density,
        const char *settings, LabDrawFunc draw, gpointer data, GError **error)
{
  double pixels = format->dense ? density : 1;
  cairo_surface_t *surface
      = format->create (out, (int) ceil (width * pixels), (int) ceil (height * pixels), settings);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status = cairo_status (cr);

  if (status == CAIRO_STATUS_SUCCESS)
    {
      cairo_scale (cr, pixels, pixels);
      draw (cr, width, height, data);
      status = cairo_status (cr);
    }
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = format->finish (surface, out, settings);
  cairo_surface_destroy (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("The picture could not be drawn: %s. Try a smaller size."),
               cairo_status_to_string (status));
  return FALSE;
}

GBytes *
lab_figure_file_render (const char *extension, int width, int height, double density,
                        const char *settings, LabDrawFunc draw, gpointer data, GError **error)
{
  const Format *format = find_format (extension, error);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  if (format == NULL || !render (format, out, width, height, density, settings, draw, data, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

gboolean
lab_figure_file_write (const char *path, int width, int height, double density,
                       const char *settings, LabDrawFunc draw, gpointer data, GError **error)
{
  g_autoptr (GBytes) picture
      = lab_figure_file_render (path, width, height, density, settings, draw, data, error);

  return picture != NULL
         && lab_disk_replace (path, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture),
                              error);
}
