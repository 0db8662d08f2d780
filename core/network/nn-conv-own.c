/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-conv-own.c - 3 x 3 convolutions by loops of our own (nn-conv-kernels.h); see nn-conv-pass.h
 *
 * The network's weights are filters x channels x 3 x 3; the loops want the filters side by side. For
 * the gradient by the images, a convolution of dz, each window is turned round and channels and filters
 * change places.
 */

#include <stdlib.h>
#include <string.h>

#include "nn-conv-way.h"
#include "nn-floats.h"

typedef struct {
  nn_conv base;
  const nn_conv_method *method;
  nn_conv_plan forward, images; /* images: of the gradient by them, where it is wanted         */
  bool needs_dx;
} own_conv;

typedef struct {
  nn_conv_pass base;
  const own_conv *conv;
  float *work;
  float *memory; /* what follows lies in it                                    */
  float *taps;   /* on the way to the weights, unless they are these           */
  float *weights, *turned, *bias;
  float *sums, *bias_sums;
  float *sums_of_call, *bias_of_call;
} own_pass;

/* --- Weights --------------------------------------------------------------------------------- */

static size_t
n_taps (const nn_conv_plan *plan)
{
  return NN_CONV_TAPS * plan->in.channels * plan->out_stride;
}

/* One filter's window of one channel, and where its place 0 is among the taps. */
typedef struct {
  size_t window, tap;
} place;

static place
place_of (const nn_conv_plan *plan, size_t channel, size_t filter)
{
  return (place){ (filter * plan->in.channels + channel) * NN_CONV_TAPS,
                  channel * plan->out_stride + filter };
}

static void
order (const nn_conv_plan *plan, const float *weights, float *taps)
{
  const size_t plane = plan->in.channels * plan->out_stride;

  for (size_t channel = 0; channel < (size_t) plan->in.channels; channel++)
    for (size_t filter = 0; filter < (size_t) plan->out.channels; filter++)
      {
        place p = place_of (plan, channel, filter);

        for (size_t t = 0; t < NN_CONV_TAPS; t++)
          taps[p.tap + t * plane] = weights[p.window + t];
      }
}

/* plan: that of the gradient by the images, whose filters are the channels. */
static void
order_turned (const nn_conv_plan *plan, const float *weights, float *taps)
{
  const size_t plane = plan->in.channels * plan->out_stride;

  for (size_t filter = 0; filter < (size_t) plan->in.channels; filter++)
    for (size_t channel = 0; channel < (size_t) plan->out.channels; channel++)
      {
        const float *window = weights + (filter * plan->out.channels + channel) * NN_CONV_TAPS;
        float *tap = taps + filter * plan->out_stride + channel;

        for (size_t t = 0; t < NN_CONV_TAPS; t++)
          tap[t * plane] = window[NN_CONV_TAPS - 1 - t];
      }
}

/* Back into the order of the network; added if wanted. */
static void
restore (const nn_conv_plan *plan, const float *taps, bool add, float *weights)
{
  const size_t plane = plan->in.channels * plan->out_stride;

  for (size_t filter = 0; filter < (size_t) plan->out.channels; filter++)
    for (size_t channel = 0; channel < (size_t) plan->in.channels; channel++)
      {
        place p = place_of (plan, channel, filter);

        for (size_t t = 0; t < NN_CONV_TAPS; t++)
          weights[p.window + t] = taps[p.tap + t * plane] + (add ? weights[p.window + t] : 0);
      }
}

/* --- Memory ---------------------------------------------------------------------------------- */

static void
free_conv (nn_conv *conv)
{
  free (conv);
}

static size_t
n_work (const nn_conv *base)
{
  const own_conv *conv = (const own_conv *) base;
  size_t forward = conv->method->n_work (&conv->forward);
  size_t images = conv->needs_dx ? conv->method->n_work (&conv->images) : 0;

  return forward > images ? forward : images;
}

static void
free_pass (nn_conv_pass *base)
{
  free (((own_pass *) base)->memory);
  free (base);
}

/* The pieces one after the other in memory; with none, how many floats they are. */
static size_t
place_pieces (own_pass *pass, float *memory)
{
  const own_conv *conv = pass->conv;
  const nn_conv_plan *forward = &conv->forward, *images = &conv->images;
  const size_t of_forward = n_taps (forward), of_images = conv->needs_dx ? n_taps (images) : 0;
  const struct {
    float **piece;
    size_t n;
  } pieces[] = {
    { &pass->taps, of_forward > of_images ? of_forward : of_images },
    { &pass->weights, conv->method->n_weights (forward) },
    { &pass->turned, conv->needs_dx ? conv->method->n_weights (images) : 0 },
    { &pass->bias, forward->out_stride },
    { &pass->sums, of_forward },
    { &pass->bias_sums, forward->out_stride },
    { &pass->sums_of_call, of_forward },
    { &pass->bias_of_call, forward->out_stride },
  };
  size_t n = 0;

  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
    {
      if (memory != NULL)
        *pieces[i].piece = memory + n;
      n += pieces[i].n;
    }
  return n;
}

static nn_conv_pass *
new_pass (const nn_conv *conv, float *work, nn_status *status)
{
  own_pass *pass = calloc (1, sizeof *pass);

  *status = NN_ERROR_MEMORY;
  if (pass == NULL)
    return NULL;
  pass->base.way = conv->way;
  pass->conv = (const own_conv *) conv;
  pass->work = work;
  pass->memory = nn_floats_new (place_pieces (pass, NULL));
  if (pass->memory == NULL)
    {
      free_pass (&pass->base);
      return NULL;
    }
  place_pieces (pass, pass->memory);
  *status = NN_OK;
  return &pass->base;
}

/* --- Steps ----------------------------------------------------------------------------------- */

static nn_status
load (nn_conv_pass *base, const float *weights, const float *bias)
{
  own_pass *pass = (own_pass *) base;
  const own_conv *conv = pass->conv;
  bool expands = conv->method->expand != NULL;

  memcpy (pass->bias, bias, conv->forward.out.channels * sizeof *bias);
  order (&conv->forward, weights, expands ? pass->taps : pass->weights);
  if (expands)
    conv->method->expand (&conv->forward, pass->taps, pass->weights);
  return NN_OK;
}

static nn_status
forward (nn_conv_pass *base, size_t n_images, const float *x, float *z, const nn_conv_step *then)
{
  own_pass *pass = (own_pass *) base;

  pass->conv->method->forward (&pass->conv->forward, pass->weights, pass->bias, n_images, x, z,
                               then, pass->work);
  return NN_OK;
}

static nn_status
begin_backward (nn_conv_pass *base, const float *weights)
{
  own_pass *pass = (own_pass *) base;
  const own_conv *conv = pass->conv;
  bool expands = conv->method->expand != NULL;

  memset (pass->sums, 0, n_taps (&conv->forward) * sizeof (float));
  memset (pass->bias_sums, 0, conv->forward.out_stride * sizeof (float));
  if (!conv->needs_dx)
    return NN_OK;
  order_turned (&conv->images, weights, expands ? pass->taps : pass->turned);
  if (expands)
    conv->method->expand (&conv->images, pass->taps, pass->turned);
  return NN_OK;
}

static nn_status
backward (nn_conv_pass *base, size_t n_images, const float *x, float *dz,
          const nn_conv_step *before, float *dx)
{
  own_pass *pass = (own_pass *) base;
  const own_conv *conv = pass->conv;
  const size_t n_sums = n_taps (&conv->forward), n_bias = conv->forward.out_stride;

  /* Each call gets sums of its own first: a single one over all images would lose a digit. */
  memset (pass->sums_of_call, 0, n_sums * sizeof (float));
  memset (pass->bias_of_call, 0, n_bias * sizeof (float));
  conv->method->add_gradient (&conv->forward, n_images, x, dz, before, pass->sums_of_call,
                              pass->bias_of_call, pass->work);
  nn_floats_add (n_sums, pass->sums_of_call, pass->sums);
  nn_floats_add (n_bias, pass->bias_of_call, pass->bias_sums);
  if (dx != NULL)
    conv->method->forward (&conv->images, pass->turned, NULL, n_images, dz, dx, NULL, pass->work);
  return NN_OK;
}

static nn_status
end_backward (nn_conv_pass *base, bool add, float *dw, float *db)
{
  const own_pass *pass = (const own_pass *) base;
  const nn_conv_plan *plan = &pass->conv->forward;

  restore (plan, pass->sums, add, dw);
  for (int i = 0; i < plan->out.channels; i++)
    db[i] = pass->bias_sums[i] + (add ? db[i] : 0);
  return NN_OK;
}

static const nn_conv_way way = {
  free_conv, n_work, new_pass, free_pass, load, forward, begin_backward, backward, end_backward,
};

nn_conv *
nn_conv_own_new (const nn_conv_method *method, nn_shape in, nn_shape out, bool valid, bool needs_dx,
                 nn_status *status)
{
  own_conv *conv = calloc (1, sizeof *conv);
  int padding = valid ? 0 : 1;

  *status = NN_ERROR_MEMORY;
  if (conv == NULL)
    return NULL;
  conv->base.way = &way;
  conv->method = method;
  conv->needs_dx = needs_dx;
  conv->forward = nn_conv_plan_of (in, out, padding);
  conv->images = nn_conv_plan_of (out, in, 2 - padding);
  *status = NN_OK;
  return &conv->base;
}
