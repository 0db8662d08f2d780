/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation-loops.c - every function over float arrays: one source, compiled once for each
 * instruction set
 *
 * Plain loops that the compiler turns into vectors. Every element goes through the same operations
 * wherever it stands, so an array may be split anywhere and gives the same bits. ELU and SELU are
 * computed in float where the processor fuses multiply-adds, the rest in double, rounded once. No
 * intrinsics, no table, no call of libm.
 *
 * NaN fails every comparison, so each select ends in a branch that hands NaN on.
 */

#include "nn-activation-kernels.h"

#include "nn-activation-math.h"
#include "nn-elu-single.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_ (a, b)
#define TEXT_(a)    #a
#define TEXT(a)     TEXT_ (a)

/* Klambauer et al. 2017, eq. 14. */
static const double SELU_LAMBDA = 1.0507009873554804934;
static const double SELU_LAMBDA_ALPHA = 1.7580993408473768599;

static const scaling times_1 = { 1.0, 1.0, 700.0f };

/* --- Shapes of loops: what is given is a function of x = z[i] and of the constants ------------- */

/* Before a loop, since compilers don't always take what doesn't change out of it. */
#define CONSTANTS                                                                                  \
  const double a = p[0], b = p[1];                                                                 \
  const scaling times_a = scale_by (a), over_a = scale_by (1.0 / a), over_b = scale_by (1.0 / b);  \
  (void) a, (void) b, (void) times_a, (void) over_a, (void) over_b;

#define FORWARD(name, value)                                                                       \
  static void forward_##name (const double *p, size_t n, const float *z, float *y)                 \
  {                                                                                                \
    CONSTANTS                                                                                      \
    _Pragma ("omp simd") for (size_t i = 0; i < n; i++)                                            \
    {                                                                                              \
      float x = z[i];                                                                              \
      y[i] = (float) (value);                                                                      \
    }                                                                                              \
  }

/* From the input: the derivative at x. */
#define BACKWARD(name, slope)                                                                      \
  static void backward_##name (const double *p, size_t n, const float *z, const float *y,          \
                               const float *dy, float *dz)                                         \
  {                                                                                                \
    CONSTANTS                                                                                      \
    _Pragma ("omp simd") for (size_t i = 0; i < n; i++)                                            \
    {                                                                                              \
      float x = z[i];                                                                              \
      dz[i] = (float) (dy[i] * (slope));                                                           \
    }                                                                                              \
  }

/* From the output v = y[i], in float; a saturated unit gets exactly 0. */
#define BACKWARD_FROM_OUTPUT(name, slope)                                                          \
  static void backward_##name (const double *p, size_t n, const float *z, const float *y,          \
                               const float *dy, float *dz)                                         \
  {                                                                                                \
    CONSTANTS                                                                                      \
    _Pragma ("omp simd") for (size_t i = 0; i < n; i++)                                            \
    {                                                                                              \
      float v = y[i];                                                                              \
      dz[i] = dy[i] * (slope);                                                                     \
    }                                                                                              \
  }

/* The sum of dy[i] times the gradient at x, in double: value i goes to lane i mod 16, and the lanes
 * are added in pairs. So the order depends on n alone, not on the width of a vector.            */
enum { LANES = 16 };

static double
add_lanes (double *lane)
{
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int j = 0; j < half; j++)
      lane[j] += lane[j + half];
  return lane[0];
}

#define SUM(name, gradient)                                                                        \
  static double sum_##name (const double *p, size_t n, const float *z, const float *dy)            \
  {                                                                                                \
    double lane[LANES] = { 0.0 };                                                                  \
    CONSTANTS                                                                                      \
    for (; n >= LANES; n -= LANES, z += LANES, dy += LANES)                                        \
      _Pragma ("omp simd") for (int j = 0; j < LANES; j++)                                         \
      {                                                                                            \
        float x = z[j];                                                                            \
        lane[j] += dy[j] * (gradient);                                                             \
      }                                                                                            \
    for (size_t j = 0; j < n; j++)                                                                 \
      {                                                                                            \
        float x = z[j];                                                                            \
        lane[j] += dy[j] * (gradient);                                                             \
      }                                                                                            \
    return add_lanes (lane);                                                                       \
  }

/* --- ELU and its relatives: a line for x > 0, amplitude (e^(x/length) - 1) for x <= 0 --------- */

static inline double
bent (float x, double slope, double amplitude, scaling u)
{
  double left = amplitude * exponential_minus_1 (u.factor * at_least (-u.limit, x));
  double right = slope * x;
  return x <= 0.0f ? left : right;
}

#ifdef __FMA__

static inline void
forward_elu_single (size_t n, float alpha, float alpha_rest, bool alpha_is_1, const float *z,
                    float *y)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    {
      float left = elu_single (z[i], alpha, alpha_rest, alpha_is_1);
      y[i] = z[i] <= 0.0f ? left : z[i];
    }
}

/* Two loops, since the usual alpha needs a tenth less arithmetic. */
static void
forward_elu (const double *p, size_t n, const float *z, float *y)
{
  float alpha = (float) p[0], alpha_rest = (float) (p[0] - alpha);

  if (p[0] == 1.0)
    forward_elu_single (n, 1.0f, 0.0f, true, z, y);
  else
    forward_elu_single (n, alpha, alpha_rest, false, z, y);
}

static void
forward_selu (const double *p, size_t n, const float *z, float *y)
{
  const float amplitude = (float) SELU_LAMBDA_ALPHA;
  const float rest = (float) (SELU_LAMBDA_ALPHA - amplitude);
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    {
      float left = elu_single (z[i], amplitude, rest, false);
      y[i] = z[i] <= 0.0f ? left : (float) (SELU_LAMBDA * z[i]);
    }
}

#else

FORWARD (elu, bent (x, 1.0, a, times_1))
FORWARD (selu, bent (x, SELU_LAMBDA, SELU_LAMBDA_ALPHA, times_1))

#endif

FORWARD (celu, bent (x, 1.0, a, over_a))
FORWARD (pelu, bent (x, a / b, a, over_b))

/* f' = (y + amplitude) / length on the left. The amplitude is rounded as y was, so that it goes to
 * exactly 0.                                                                                    */
static inline float
bent_slope (float y, float slope, float amplitude, float length)
{
  return y > 0.0f ? slope : (y + amplitude) / length;
}

BACKWARD_FROM_OUTPUT (elu, v > 0.0f ? 1.0f : v + (float) a)
BACKWARD_FROM_OUTPUT (selu, bent_slope (v, SELU_LAMBDA, SELU_LAMBDA_ALPHA, 1.0f))
BACKWARD_FROM_OUTPUT (celu, bent_slope (v, 1.0f, a, a))
BACKWARD_FROM_OUTPUT (pelu, bent_slope (v, a / b, a, b))

/* e^u (1 - u) - 1 with u = x/alpha <= 0. Near 0 its terms cancel: the series there. */
static inline double
celu_gradient (float x, scaling over_alpha)
{
  double u = scaled_within (over_alpha, x), e = exponential_minus_1 (u);
  double series = -u * u * FUSED (u, 1.0 / 3.0, 0.5);
  double left = u > -0x1p-12 ? series : e - FUSED (u, e, u);

  return x > 0.0f ? 0.0 : left;
}

/* u and, to the left, u e^u; at -inf its limit 0. */
static inline double
pelu_gradient_b (float x, double slope, scaling over_b)
{
  double u = scaled_within (over_b, x), left = u * exponential (u), right = over_b.factor * x;
  return -slope * (x <= 0.0f ? left : right);
}

SUM (elu, x > 0.0f ? 0.0 : bent (x, 1.0, 1.0, times_1))
SUM (celu, celu_gradient (x, over_a))
SUM (pelu_a, bent (x, over_b.factor, 1.0, over_b))
SUM (pelu_b, pelu_gradient_b (x, a / b, over_b))

/* --- Straight lines ---------------------------------------------------------------------------- */

static void
forward_relu (const double *p, size_t n, const float *z, float *y)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    y[i] = z[i] <= 0.0f ? 0.0f : z[i];
}

BACKWARD_FROM_OUTPUT (relu, v > 0.0f ? 1.0f : v)

FORWARD (leaky_relu_sloped, x <= 0.0f ? (float) (a * x) : x)

/* 0 times -inf would be NaN. */
static void
forward_leaky_relu (const double *p, size_t n, const float *z, float *y)
{
  if (p[0] == 0.0)
    forward_relu (p, n, z, y);
  else
    forward_leaky_relu_sloped (p, n, z, y);
}

/* y > 0 tells the branch, also at c = 0 and where c z underflows. */
BACKWARD_FROM_OUTPUT (leaky_relu, v > 0.0f ? 1.0f : v <= 0.0f ? (float) a : v)

SUM (leaky_relu, x > 0.0f ? 0.0f : x)

static void
forward_shifted_relu (const double *p, size_t n, const float *z, float *y)
{
#pragma omp simd
  for (size_t i = 0; i < n; i++)
    y[i] = z[i] <= -1.0f ? -1.0f : z[i];
}

/* Where y is not above -1 it is -1 or NaN. */
BACKWARD_FROM_OUTPUT (shifted_relu, v > -1.0f ? 1.0f : v + 1.0f)

/* x clip (x + 3, 0, 6) / 6; the slope jumps at 3 and at -3. */
FORWARD (hardswish, x <= -3.0f ? 0.0f : x >= 3.0f ? x : (float) (x * (x + 3.0) * (1.0 / 6.0)))
BACKWARD (hardswish, x <= -3.0f ? 0.0 : x >= 3.0f ? 1.0 : FUSED (x, 1.0 / 3.0, 0.5))

/* --- Built on the logistic function s = 1 / (1 + e^-u) ----------------------------------------- */

static inline double
logistic (float x, scaling u)
{
  return 1.0 / (1.0 + exponential (-scaled_within (u, x)));
}

FORWARD (sigmoid, logistic (x, times_1))
BACKWARD_FROM_OUTPUT (sigmoid, v *(1.0f - v))

/* (e^2x - 1) / (e^2x + 1); 1 in float beyond 9.02. */
static inline double
tanh_of (float x)
{
  double e = exponential_minus_1 (2.0 * within (20.0f, x));
  return e / (e + 2.0);
}

FORWARD (tanh, tanh_of (x))
BACKWARD_FROM_OUTPUT (tanh, (1.0f - v) * (1.0f + v))

/* max (x, 0) + ln (1 + e^-|u|) / beta, u = beta x. */
static inline double
softplus (float x, scaling u)
{
  double tail = log_1_plus (exponential (-fabs (scaled_within (u, x))));
  return FUSED (tail, u.inverse, x <= 0.0f ? 0.0f : x);
}

/* (u s - ln (1 + e^u)) / beta^2, which is even in u. */
static inline double
softplus_gradient (float x, scaling beta)
{
  double u = -fabs (scaled_within (beta, x)), e = exponential (u);
  return (u * e / (1.0 + e) - log_1_plus (e)) * (beta.inverse * beta.inverse);
}

FORWARD (softplus, softplus (x, times_a))
BACKWARD (softplus, logistic (x, times_a))
SUM (softplus, softplus_gradient (x, times_a))

/* x s; at x = -inf the limit 0. */
static inline double
silu (float x, scaling u)
{
  return at_least (-u.limit, x) * logistic (x, u);
}

/* s (1 + u (1 - s)), 1 - s = e^-u s. */
static inline double
silu_slope (float x, scaling beta)
{
  double u = scaled_within (beta, x), e = exponential (-u), s = 1.0 / (1.0 + e);
  return s * FUSED (u, e * s, 1.0);
}

/* x^2 s (1 - s), even in x. */
static inline double
silu_gradient (float x, scaling beta)
{
  double c = within (beta.limit, x), e = exponential (-fabs (beta.factor * c)), s = 1.0 / (1.0 + e);
  return c * c * e * s * s;
}

FORWARD (silu, silu (x, times_a))
BACKWARD (silu, silu_slope (x, times_a))
SUM (silu, silu_gradient (x, times_a))

/* x s at u = x (A + B x^2): (1 + tanh) / 2 is logistic, A = 2 sqrt (2/pi), B = 0.044715 A. Beyond
 * |x| = 20 s is 0 or 1.                                                                         */
static const double GELU_A = 0x1.9884533d43651p+0, GELU_B = 0x1.2444f2a4d8b4bp-4;

static inline double
gelu_tanh (float x)
{
  double c = within (20.0f, x);
  return at_least (-20.0f, x) / (1.0 + exponential (-c * FUSED (GELU_B, c * c, GELU_A)));
}

static inline double
gelu_tanh_slope (float x)
{
  double c = within (20.0f, x), square = c * c;
  double e = exponential (-c * FUSED (GELU_B, square, GELU_A)), s = 1.0 / (1.0 + e);
  double du = FUSED (3.0 * GELU_B, square, GELU_A);
  return s * FUSED (c * du, e * s, 1.0);
}

FORWARD (gelu_tanh, gelu_tanh (x))
BACKWARD (gelu_tanh, gelu_tanh_slope (x))

/* --- GELU and Mish ----------------------------------------------------------------------------- */

/* x Phi (x); to the left of -15 nothing is left of it. */
static inline double
gelu (float x)
{
  return at_least (-15.0f, x) * normal_at (within (15.0f, x)).cdf;
}

static inline double
gelu_slope (float x)
{
  double c = within (15.0f, x);
  normal at = normal_at (c);
  return FUSED (0.39894228040143267794 * c, at.bell, at.cdf);
}

FORWARD (gelu, gelu (x))
BACKWARD (gelu, gelu_slope (x))

/* tanh (softplus (x)) = m / (m + 2) with m = w (w + 2), w = e^x: nothing cancels. 0 or 1 beyond
 * |x| = 120.                                                                                    */
static inline double
mish (float x)
{
  double w = exponential (within (120.0f, x)), m = w * (w + 2.0);
  return at_least (-120.0f, x) * m / (m + 2.0);
}

static inline double
mish_slope (float x)
{
  double c = within (120.0f, x), w = exponential (c), m = w * (w + 2.0), d = 1.0 / (m + 2.0);
  return d * FUSED (4.0 * c * d, FUSED (w, w, w), m);
}

FORWARD (mish, mish (x))
BACKWARD (mish, mish_slope (x))

#define ROW(name) .forward = forward_##name, .backward = backward_##name

const nn_activation_kernels JOIN (nn_activation_kernels_, NN_VARIANT) = {
  .name = TEXT (NN_VARIANT),
  .of = {
    [NN_ELU] = { ROW (elu), { sum_elu } },
    [NN_RELU] = { ROW (relu) },
    [NN_LEAKY_RELU] = { ROW (leaky_relu), { sum_leaky_relu } },
    [NN_SELU] = { ROW (selu) },
    [NN_CELU] = { ROW (celu), { sum_celu } },
    [NN_SOFTPLUS] = { ROW (softplus), { sum_softplus } },
    [NN_GELU] = { ROW (gelu) },
    [NN_GELU_TANH] = { ROW (gelu_tanh) },
    [NN_SILU] = { ROW (silu), { sum_silu } },
    [NN_MISH] = { ROW (mish) },
    [NN_HARDSWISH] = { ROW (hardswish) },
    [NN_TANH] = { ROW (tanh) },
    [NN_SIGMOID] = { ROW (sigmoid) },
    [NN_SHIFTED_RELU] = { ROW (shifted_relu) },
    [NN_PELU] = { ROW (pelu), { sum_pelu_a, sum_pelu_b } },
  },
};
