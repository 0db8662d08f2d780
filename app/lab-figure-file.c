/* lab-figure-file.c - a row of a table per format, over cairo's surfaces */

#include "lab-figure-file.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include "lab-error.h"

typedef struct {
  const char *extension;
  cairo_surface_t *(*create) (GByteArray *out, int width, int height);
  cairo_status_t (*finish) (cairo_surface_t *surface, GByteArray *out);
} Format;

static cairo_status_t
append (void *out, const unsigned char *data, unsigned length)
{
  g_byte_array_append (out, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
create_png (GByteArray *out, int width, int height)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
}

static cairo_status_t
finish_png (cairo_surface_t *surface, GByteArray *out)
{
  return cairo_surface_write_to_png_stream (surface, append, out);
}

static cairo_surface_t *
create_svg (GByteArray *out, int width, int height)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append, out, width, height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  return surface;
}

static cairo_surface_t *
create_pdf (GByteArray *out, int width, int height)
{
  return cairo_pdf_surface_create_for_stream (append, out, width, height);
}

static cairo_status_t
finish_vector (cairo_surface_t *surface, GByteArray *out)
{
  cairo_surface_finish (surface);
  return cairo_surface_status (surface);
}

static const Format formats[] = {
  { ".png", create_png, finish_png },
  { ".svg", create_svg, finish_vector },
  { ".pdf", create_pdf, finish_vector },
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
  g_set_error (error, LAB_ERROR, LAB_ERROR_USAGE,
               _("“%s” does not say which kind of picture it is. End the name with .png, .svg or "
                 ".pdf."),
               shown);
  return NULL;
}

static gboolean
render (const Format *format, GByteArray *out, int width, int height, LabDrawFunc draw,
        gpointer data, GError **error)
{
  cairo_surface_t *surface = format->create (out, width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status = cairo_status (cr);

  if (status == CAIRO_STATUS_SUCCESS)
    {
      draw (cr, width, height, data);
      status = cairo_status (cr);
    }
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = format->finish (surface, out);
  cairo_surface_destroy (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("The picture could not be drawn: %s. Try a smaller size."),
               cairo_status_to_string (status));
  return FALSE;
}

gboolean
lab_figure_file_write (const char *path, int width, int height, LabDrawFunc draw, gpointer data,
                       GError **error)
{
  const Format *format = find_format (path, error);
  g_autofree char *shown = NULL;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GError) cause = NULL;

  if (format == NULL || !render (format, out, width, height, draw, data, error))
    return FALSE;
  if (g_file_set_contents_full (path, (const char *) out->data, out->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &cause))
    return TRUE;
  shown = g_filename_display_name (path);
  g_set_error (error, LAB_ERROR, LAB_ERROR_OUTPUT,
               _("“%s” could not be written (%s). Choose a folder that exists, that you may write "
                 "to, and that has room."),
               shown, cause->message);
  return FALSE;
}
