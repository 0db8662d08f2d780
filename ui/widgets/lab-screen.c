/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-screen.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>

/* In the coordinates of the monitors, which know of the scale. */
static GdkRectangle
place_on_screen (GtkWidget *widget, GdkSurface *surface)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  GtkNative *native = gtk_widget_get_native (widget);
  int scale = gdk_surface_get_scale_factor (surface), x, y;
  double shadow_x, shadow_y;
  graphene_rect_t bounds;
  Window child;

  XTranslateCoordinates (display, gdk_x11_surface_get_xid (surface), DefaultRootWindow (display), 0,
                         0, &x, &y, &child);
  gtk_native_get_surface_transform (native, &shadow_x, &shadow_y);
  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds))
    bounds = *graphene_rect_zero ();
  return (GdkRectangle){ (int) (x / scale + shadow_x + bounds.origin.x),
                         (int) (y / scale + shadow_y + bounds.origin.y),
                         MAX ((int) bounds.size.width, 1), MAX ((int) bounds.size.height, 1) };
}

static gboolean
is_shown (GdkDisplay *display, const GdkRectangle *place)
{
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle geometry;

      gdk_monitor_get_geometry (monitor, &geometry);
      if (gdk_rectangle_intersect (&geometry, place, NULL))
        return TRUE;
    }
  return FALSE;
}

gboolean
lab_widget_is_on_a_monitor (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  GdkRectangle place;

  if (!GDK_IS_X11_SURFACE (surface))
    return TRUE;
  place = place_on_screen (widget, surface);
  return is_shown (gdk_surface_get_display (surface), &place);
}
#else
gboolean
lab_widget_is_on_a_monitor (GtkWidget *widget)
{
  return TRUE;
}
#endif
