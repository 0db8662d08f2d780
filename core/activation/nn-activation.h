/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-activation.h - activation functions and their derivatives, scalar and vector
 *
 * One row of a table per function. The scalar forms are exact to the last digits of double and
 * serve plots, tables and tests; the vector forms are what training runs. No allocation, no state.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

/* In the order in which a list should show them: ELU first. */
typedef enum {
  NN_ELU,          /* x > 0: x;  x <= 0: alpha (e^x - 1)         Clevert et al. 2015, eq. 15      */
  NN_RELU,         /* max (0, x)                                 Nair and Hinton 2010             */
  NN_LEAKY_RELU,   /* x > 0: x;  x <= 0: c x                     Maas et al. 2013                 */
  NN_SELU,         /* lambda ELU_A (x)                           Klambauer et al. 2017            */
  NN_CELU,         /* x > 0: x;  x <= 0: alpha (e^(x/alpha) - 1) Barron 2017                      */
  NN_SOFTPLUS,     /* ln (1 + e^(beta x)) / beta                 Dugas et al. 2001                */
  NN_GELU,         /* x Phi (x), exact                           Hendrycks and Gimpel 2016        */
  NN_GELU_TANH,    /* its tanh approximation                     Hendrycks and Gimpel 2016        */
  NN_SILU,         /* x logistic (beta x), also called Swish     Ramachandran et al. 2017         */
  NN_MISH,         /* x tanh (softplus (x))                      Misra 2019                       */
  NN_HARDSWISH,    /* x clip (x + 3, 0, 6) / 6                   Howard et al. 2019               */
  NN_TANH,
  NN_SIGMOID,      /* the logistic function                                                       */
  NN_SHIFTED_RELU, /* max (-1, x)                                Clevert et al. 2015, sec. 4      */
  NN_PELU,         /* x > 0: (a/b) x;  x <= 0: a (e^(x/b) - 1)   Trottier et al. 2016             */
  NN_N_ACTIVATIONS
} nn_activation_id;

enum { NN_MAX_PARAMETERS = 2, NN_MAX_KINKS = 2 };

/* A function with its parameters; a plain value, copied freely. Parameters that the function does
 * not have are 0.                                                                                */
typedef struct {
  nn_activation_id id;
  double parameter[NN_MAX_PARAMETERS];
} nn_activation;

typedef struct {
  const char *symbol;       /* "alpha", "beta", "c": ASCII, not translated                       */
  double initial;           /* what the function's authors, or common use, take                  */
  double minimum, maximum;  /* allowed, both inclusive, unless ...                               */
  bool above_minimum;       /* ... the minimum itself is not allowed                             */
} nn_parameter_info;

/* What is known about one function: its row of the table. */
typedef struct {
  nn_activation_id id;
  const char *name;         /* as a command takes it: "leaky-relu"                               */
  const char *title;        /* as the literature writes it: "LeakyReLU"                          */
  int n_parameters;
  nn_parameter_info parameter[NN_MAX_PARAMETERS];
  int n_kinks;              /* points where f' or f'' jumps, for at least some parameter         */
  double kink[NN_MAX_KINKS];
} nn_activation_info;

/* The row of id; never NULL for an id below NN_N_ACTIVATIONS. */
const nn_activation_info *nn_activation_get_info (nn_activation_id id);

/* The function with its usual parameters: ELU 1, LeakyReLU 0.01, CELU 1, ... */
nn_activation nn_activation_default (nn_activation_id id);

/* True if every parameter is finite and within its range. The calls below need it.            */
bool nn_activation_is_valid (nn_activation f);

/* The same function with the same parameters. */
bool nn_activation_equal (nn_activation f, nn_activation g);

/* The value of the order-th derivative (0, 1 or 2) at x. At a kink: the left one (Hardswish: 0 at
 * -3 and 1 at 3). ELU: +inf gives +inf, -inf gives -alpha; NaN gives NaN for every function.
 * Within a few ULP of the true value in double precision, also where e^x - 1 or 1 - tanh^2 would
 * cancel; where the terms of a formula cross 0 (Mish' at -1.19), of their size.                 */
double nn_activation_eval (nn_activation f, int order, double x);

/* df/dp at x, p being the k-th parameter (ELU: e^x - 1 for x <= 0, else 0). */
double nn_activation_parameter_gradient (nn_activation f, int k, double x);

/* The one-sided limits of the order-th derivative at x, which differ only at a kink: what a plot
 * needs to draw a jump honestly. nn_activation_eval () takes the left one (Hardswish at 3: the
 * right one).                                                                                   */
double nn_activation_eval_left (nn_activation f, int order, double x);
double nn_activation_eval_right (nn_activation f, int order, double x);

/* The factor g for which weights of variance g^2 / fan_in keep the variance of the signal for
 * z ~ N(0, 1): g^2 = 1 / E f(z)^2. By quadrature to 10 digits; ReLU: sqrt (2), He et al. 2015.
 */
double nn_activation_gain (nn_activation f);

/* y[i] = f (z[i]) for n values; y may be z. Error <= 1 ULP for ELU and SELU, <= 0.6 ULP for the
 * others (measured: see tests/RESULTS.md). The result for one value does not depend on its place in
 * the array, so a split array gives the same bits. NaN stays NaN; a zero may lose its sign.     */
void nn_activation_forward (nn_activation f, size_t n, const float *z, float *y);

/* dz[i] = dy[i] f' (z[i]); dz may be dy. z may be NULL where f' follows from y = f (z)
 * (nn_activation_backward_needs_input () is false: ELU, ReLU, LeakyReLU, SELU, CELU, PELU, tanh,
 * sigmoid, shifted ReLU); a saturated unit then gets exactly 0.                                 */
void nn_activation_backward (nn_activation f, size_t n, const float *z, const float *y,
                             const float *dy, float *dz);

/* True if nn_activation_backward () reads z. */
bool nn_activation_backward_needs_input (nn_activation f);

/* Adds to sum[k] the sum over i of dy[i] df/dp (z[i]), p being the k-th parameter: what learning it
 * needs. In double and in an order that depends on n alone; right to 1e-7 of the sum of magnitudes.
 * A function without parameters leaves sum as it is.                                            */
void nn_activation_backward_parameters (nn_activation f, size_t n, const float *z, const float *dy,
                                        double sum[NN_MAX_PARAMETERS]);

/* The value nearest to value that the k-th parameter may have while it is learned: within its range
 * and, where the minimum itself is not allowed, at least 0.001 above it. NaN gives the lowest.  */
double nn_activation_clamp_parameter (nn_activation f, int k, double value);
