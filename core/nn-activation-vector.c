/* nn-activation-vector.c - activation functions over float arrays, forward and backward
 *
 * A row for each function says how. ELU has its kernels, the cheap ones a loop of their own, and
 * the rest go through the scalar formula in double, rounded once: right rather than fast. Nothing
 * is allocated, and an array may be worked on in place.
 */

#include "nn-activation.h"

#include <assert.h>
#include <math.h>

#include "nn-elu.h"

typedef void (*forward_loop) (nn_activation f, size_t n, const float *z, float *y);
typedef void (*backward_loop) (nn_activation f, size_t n, const float *z, const float *y,
                               const float *dy, float *dz);

/* NaN fails every comparison, so each select below ends in a branch that hands NaN on. */

static void
forward_any (nn_activation f, size_t n, const float *z, float *y)
{
  for (size_t i = 0; i < n; i++)
    y[i] = (float) nn_activation_eval (f, 0, z[i]);
}

static void
backward_any (nn_activation f, size_t n, const float *z, const float *y, const float *dy, float *dz)
{
  for (size_t i = 0; i < n; i++)
    dz[i] = (float) (dy[i] * nn_activation_eval (f, 1, z[i]));
}

static void
forward_elu (nn_activation f, size_t n, const float *z, float *y)
{
  nn_elu_best ()->forward (n, f.parameter[0], z, y);
}

/* ReLU too: it is ELU at alpha 0, which is the parameter it does not have. */
static void
backward_elu (nn_activation f, size_t n, const float *z, const float *y, const float *dy, float *dz)
{
  double alpha = f.id == NN_ELU ? f.parameter[0] : 0.0;
  nn_elu_best ()->backward (n, alpha, y, dy, dz);
}

static void
forward_relu (nn_activation f, size_t n, const float *z, float *y)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    y[i] = z[i] <= 0.0f ? 0.0f : z[i];
}

static void
forward_leaky_relu (nn_activation f, size_t n, const float *z, float *y)
{
  const double c = f.parameter[0];

  if (c == 0.0) /* 0 times -inf would be NaN                                                     */
    {
      forward_relu (f, n, z, y);
      return;
    }
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    y[i] = z[i] <= 0.0f ? (float) (c * z[i]) : z[i];
}

/* y > 0 tells the branch, also at c = 0 and where c z underflows. */
static void
backward_leaky_relu (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
                     float *dz)
{
  const float c = (float) f.parameter[0];
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    dz[i] = dy[i] * (y[i] > 0.0f ? 1.0f : y[i] <= 0.0f ? c : y[i]);
}

static void
forward_shifted_relu (nn_activation f, size_t n, const float *z, float *y)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    y[i] = z[i] <= -1.0f ? -1.0f : z[i];
}

/* Where y is not above -1 it is -1 or NaN. */
static void
backward_shifted_relu (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
                       float *dz)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    dz[i] = dy[i] * (y[i] > -1.0f ? 1.0f : y[i] + 1.0f);
}

static void
forward_hardswish (nn_activation f, size_t n, const float *z, float *y)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    {
      double middle = z[i] * (z[i] + 3.0) / 6.0;
      y[i] = z[i] <= -3.0f ? 0.0f : z[i] >= 3.0f ? z[i] : (float) middle;
    }
}

static void
backward_hardswish (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
                    float *dz)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    {
      double middle = (2.0 * z[i] + 3.0) / 6.0;
      dz[i] = (float) (dy[i] * (z[i] <= -3.0f ? 0.0 : z[i] >= 3.0f ? 1.0 : middle));
    }
}

/* slope for y > 0, else f' = (y + amplitude) / length: SELU, CELU and PELU. The amplitude is a
 * float because y is one: so saturated units get exactly 0.                                      */
static void
backward_exponential (float slope, float amplitude, float length, size_t n, const float *y,
                      const float *dy, float *dz)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    dz[i] = dy[i] * (y[i] > 0.0f ? slope : (y[i] + amplitude) / length);
}

static void
backward_selu (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
               float *dz)
{
  double slope = nn_activation_eval_right (f, 1, 0.0), amplitude = nn_activation_eval (f, 1, 0.0);
  backward_exponential (slope, amplitude, 1.0f, n, y, dy, dz);
}

static void
backward_celu (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
               float *dz)
{
  backward_exponential (1.0f, f.parameter[0], f.parameter[0], n, y, dy, dz);
}

static void
backward_pelu (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
               float *dz)
{
  double a = f.parameter[0], b = f.parameter[1];
  backward_exponential (a / b, a, b, n, y, dy, dz);
}

static void
backward_tanh (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
               float *dz)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    dz[i] = dy[i] * ((1.0f - y[i]) * (1.0f + y[i]));
}

static void
backward_sigmoid (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
                  float *dz)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    dz[i] = dy[i] * (y[i] * (1.0f - y[i]));
}

static const struct {
  forward_loop forward;
  backward_loop backward;
  bool needs_input;
} rows[NN_N_ACTIVATIONS] = {
  [NN_ELU] = { forward_elu, backward_elu, false },
  [NN_RELU] = { forward_relu, backward_elu, false },
  [NN_LEAKY_RELU] = { forward_leaky_relu, backward_leaky_relu, false },
  [NN_SELU] = { forward_any, backward_selu, false },
  [NN_CELU] = { forward_any, backward_celu, false },
  [NN_SOFTPLUS] = { forward_any, backward_any, true },
  [NN_GELU] = { forward_any, backward_any, true },
  [NN_GELU_TANH] = { forward_any, backward_any, true },
  [NN_SILU] = { forward_any, backward_any, true },
  [NN_MISH] = { forward_any, backward_any, true },
  [NN_HARDSWISH] = { forward_hardswish, backward_hardswish, true },
  [NN_TANH] = { forward_any, backward_tanh, false },
  [NN_SIGMOID] = { forward_any, backward_sigmoid, false },
  [NN_SHIFTED_RELU] = { forward_shifted_relu, backward_shifted_relu, false },
  [NN_PELU] = { forward_any, backward_pelu, false },
};

void
nn_activation_forward (nn_activation f, size_t n, const float *z, float *y)
{
  assert (nn_activation_is_valid (f));
  rows[f.id].forward (f, n, z, y);
}

void
nn_activation_backward (nn_activation f, size_t n, const float *z, const float *y, const float *dy,
                        float *dz)
{
  assert (nn_activation_is_valid (f));
  assert (z != NULL || !rows[f.id].needs_input || n == 0);
  rows[f.id].backward (f, n, z, y, dy, dz);
}

bool
nn_activation_backward_needs_input (nn_activation f)
{
  assert (f.id < NN_N_ACTIVATIONS);
  return rows[f.id].needs_input;
}
