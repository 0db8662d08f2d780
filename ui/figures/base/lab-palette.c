/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lab-palette.c - see the header; two tables and their look-ups */

#include "lab-palette.h"

enum { BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, GREY, BROWN, N_HUES };

#define RGB(hex)                                                                                   \
  {                                                                                                \
    (hex) >> 16 & 0xff, (hex) >> 8 & 0xff, (hex) &0xff                                             \
  }

/* line and label on light, line on dark (bright enough for text as it is), pale line on either */
static const struct {
  LabColor light, light_label, dark, light_raw, dark_raw;
} hues[N_HUES] = {
  [BLUE] = { RGB (0x0072b2), RGB (0x0072b2), RGB (0x52a9e6), RGB (0xd0e6f3), RGB (0x2c516b) },
  [VERMILLION] = { RGB (0xd55e00), RGB (0xc25500), RGB (0xff8b4a), RGB (0xfae0cf), RGB (0x6e4227) },
  [GREEN] = { RGB (0x009e73), RGB (0x007d5b), RGB (0x33c79c), RGB (0xcdeee4), RGB (0x1f5a48) },
  [PURPLE] = { RGB (0xcc79a7), RGB (0xa94f80), RGB (0xe5a3c6), RGB (0xf6e2ec), RGB (0x654657) },
  [ORANGE] = { RGB (0xe69f00), RGB (0x9a6a00), RGB (0xf7bd4a), RGB (0xfaecca), RGB (0x6b5427) },
  [SKY] = { RGB (0x56b4e9), RGB (0x1f7fb5), RGB (0x98d6f8), RGB (0xddf0fb), RGB (0x43606f) },
  [GREY] = { RGB (0x5e5c64), RGB (0x5e5c64), RGB (0xc0bfbc), RGB (0xe4e3e5), RGB (0x55545a) },
  [BROWN] = { RGB (0x865e3c), RGB (0x865e3c), RGB (0xcdab8f), RGB (0xece2d9), RGB (0x5c4c3f) },
};

static const struct {
  int hue;
  int n_dashes;
  double dash[LAB_MAX_DASHES];
} curves[NN_N_ACTIVATIONS] = {
  [NN_ELU] = { BLUE, 0, { 0 } },
  [NN_RELU] = { VERMILLION, 2, { 10, 6 } },
  [NN_LEAKY_RELU] = { GREEN, 4, { 14, 4, 3, 4 } },
  [NN_SELU] = { PURPLE, 2, { 5, 4 } },
  [NN_CELU] = { ORANGE, 2, { 18, 5 } },
  [NN_SOFTPLUS] = { SKY, 2, { 2, 5 } },
  [NN_GELU] = { GREEN, 2, { 7, 3 } },
  [NN_GELU_TANH] = { PURPLE, 4, { 9, 3, 2, 3 } },
  [NN_SILU] = { BROWN, 2, { 22, 4 } },
  [NN_MISH] = { PURPLE, 2, { 16, 4 } },
  [NN_HARDSWISH] = { BROWN, 2, { 6, 3 } },
  [NN_TANH] = { GREY, 4, { 12, 3, 6, 3 } },
  [NN_SIGMOID] = { GREY, 2, { 8, 4 } },
  [NN_SHIFTED_RELU] = { VERMILLION, 2, { 3, 4 } },
  [NN_PELU] = { GREEN, 6, { 12, 3, 3, 3, 3, 3 } },
};

/* Second and later contestants with the same function: other hue, other dash. */
static const struct {
  int hue;
  int n_dashes;
  double dash[LAB_MAX_DASHES];
} variants[] = {
  { GREEN, 4, { 14, 4, 3, 4 } }, { PURPLE, 2, { 5, 4 } }, { ORANGE, 2, { 18, 5 } },
  { SKY, 2, { 2, 5 } },          { GREY, 2, { 8, 4 } },
};

static const LabTheme themes[4] = {
  {
      .ground = RGB (0xffffff),
      .text = RGB (0x323232),
      .dim = RGB (0x6b6b6b),
      .grid = RGB (0xececec),
      .zero_axis = RGB (0xa8a8a8),
      .separator = RGB (0xe0e0e0),
      .cursor = RGB (0x323232),
      .gap = RGB (0xe6f1f8),
      .ghost = RGB (0x9cc6e0),
      .ghost_label = RGB (0x1f6fa3),
  },
  {
      .ground = RGB (0x1e1e1e),
      .text = RGB (0xffffff),
      .dim = RGB (0xa9a9a9),
      .grid = RGB (0x2d2d2d),
      .zero_axis = RGB (0x6e6e6e),
      .separator = RGB (0x3a3a3a),
      .cursor = RGB (0xffffff),
      .gap = RGB (0x20364a),
      .ghost = RGB (0x41779d),
      .ghost_label = RGB (0x8fc4ea),
  },
  {
      .ground = RGB (0xffffff),
      .text = RGB (0x000000),
      .dim = RGB (0x2c2c2c),
      .grid = RGB (0xb4b4b4),
      .zero_axis = RGB (0x3a3a3a),
      .separator = RGB (0x6b6b6b),
      .cursor = RGB (0x000000),
      .gap = RGB (0xcfe4f2),
      .ghost = RGB (0x3d86b4),
      .ghost_label = RGB (0x00476f),
  },
  {
      .ground = RGB (0x1e1e1e),
      .text = RGB (0xffffff),
      .dim = RGB (0xe4e4e4),
      .grid = RGB (0x6a6a6a),
      .zero_axis = RGB (0xd0d0d0),
      .separator = RGB (0xa0a0a0),
      .cursor = RGB (0xffffff),
      .gap = RGB (0x24486a),
      .ghost = RGB (0x79b8e2),
      .ghost_label = RGB (0xb4dcf7),
  },
};

static gboolean high_contrast;

void
lab_palette_set_high_contrast (gboolean wanted)
{
  high_contrast = wanted;
}

gboolean
lab_palette_get_high_contrast (void)
{
  return high_contrast;
}

const LabTheme *
lab_palette_theme (gboolean dark)
{
  return &themes[(high_contrast ? 2 : 0) + (dark ? 1 : 0)];
}

static LabStyle
make_style (int hue, int n_dashes, const double *dash, gboolean dark)
{
  LabStyle style = {
    .line = dark ? hues[hue].dark : hues[hue].light,
    .label = dark ? hues[hue].dark : hues[hue].light_label,
    .raw = dark ? hues[hue].dark_raw : hues[hue].light_raw,
    .n_dashes = n_dashes,
  };

  for (int i = 0; i < n_dashes; i++)
    style.dash[i] = dash[i];
  return style;
}

LabStyle
lab_palette_style (nn_activation_id id, gboolean dark)
{
  g_return_val_if_fail (id < NN_N_ACTIVATIONS, make_style (GREY, 0, NULL, dark));

  return make_style (curves[id].hue, curves[id].n_dashes, curves[id].dash, dark);
}

LabStyle
lab_palette_variant (nn_activation_id id, int n, gboolean dark)
{
  int row = (n - 1) % (int) G_N_ELEMENTS (variants);

  if (n < 1)
    return lab_palette_style (id, dark);

  /* Not the function's own hue again. */
  if (variants[row].hue == curves[id].hue)
    row = (int) G_N_ELEMENTS (variants) - 1;
  return make_style (variants[row].hue, variants[row].n_dashes, variants[row].dash, dark);
}

LabColor
lab_color_mix (LabColor a, LabColor b, double share_of_b)
{
  double s = CLAMP (share_of_b, 0, 1);

  return (LabColor){ (guint8) (a.red + s * (b.red - a.red) + 0.5),
                     (guint8) (a.green + s * (b.green - a.green) + 0.5),
                     (guint8) (a.blue + s * (b.blue - a.blue) + 0.5) };
}

void
lab_color_set_source (LabColor color, cairo_t *cr)
{
  cairo_set_source_rgb (cr, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

void
lab_color_to_hex (LabColor color, char hex[8])
{
  g_snprintf (hex, 8, "#%02x%02x%02x", color.red, color.green, color.blue);
}
