#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write activation-references.h: f, f', f'', parameter gradients and gain of every activation.

The formulas are those of the literature as they stand, with no rearrangement that the C code might
share; 750 digits make their cancellations harmless. At a kink the convention of nn-activation.h
holds: the left piece, for Hardswish at 3 the right one. Needs mpmath.

    ./make-activation-references.py > activation-references.h
"""

from mpmath import mp, mpf, erfc, exp, log, npdf, nstr, pi, quad, sqrt, tanh, workdps

mp.dps = 750

POINTS = [0.0]
for magnitude in (1e-300, 1e-8, 1e-3, 0.1, 0.5, 1.0, 1.2, 2.0, 3.0, 5.0, 20.0, 36.7, 100.0, 700.0):
    POINTS += [-magnitude, magnitude]
POINTS.sort()

SELU_ALPHA = mpf("1.6732632423543772848170429916717")
SELU_LAMBDA = mpf("1.0507009873554804934193349852946")


def logistic(x):
    return 1 / (1 + exp(-x))


def line(slope):
    return lambda x: (slope * x, slope, 0)


def exponential(amplitude, length):
    return lambda x: (amplitude * (exp(x / length) - 1), amplitude / length * exp(x / length),
                      amplitude / length**2 * exp(x / length))


def branches(left, right, kink=0):
    return lambda x: left(x) if x <= kink else right(x)


def elu(a):
    return branches(exponential(a, 1), line(1))


def elu_gradient(x, a):
    return (exp(x) - 1 if x <= 0 else 0,)


def leaky_relu(c):
    return branches(line(c), line(1))


def leaky_relu_gradient(x, c):
    return (min(x, mpf(0)),)


def celu(a):
    return branches(exponential(a, a), line(1))


def celu_gradient(x, a):
    return (exp(x / a) * (1 - x / a) - 1 if x <= 0 else 0,)


def softplus(b):
    def f(x):
        s = logistic(b * x)
        return log(1 + exp(b * x)) / b, s, b * s * (1 - s)
    return f


def softplus_gradient(x, b):
    return (x * logistic(b * x) / b - log(1 + exp(b * x)) / b**2,)


def gelu():
    def f(x):
        P, p = erfc(-x / sqrt(mpf(2))) / 2, exp(-x * x / 2) / sqrt(2 * pi)
        return x * P, P + x * p, p * (2 - x * x)
    return f


def gelu_tanh():
    def f(x):
        A, B = sqrt(2 / pi), mpf("0.044715")
        t, du, d2u = tanh(A * (x + B * x**3)), A * (1 + 3 * B * x**2), 6 * A * B * x
        q = 1 - t * t
        return (x * (1 + t) / 2, (1 + t) / 2 + x * q * du / 2,
                q * du + x * (q * d2u - 2 * t * q * du**2) / 2)
    return f


def silu(b):
    def f(x):
        s = logistic(b * x)
        return (x * s, s + b * x * s * (1 - s), b * s * (1 - s) * (2 + b * x * (1 - 2 * s)))
    return f


def silu_gradient(x, b):
    s = logistic(b * x)
    return (x * x * s * (1 - s),)


def mish():
    def f(x):
        T, s = tanh(log(1 + exp(x))), logistic(x)
        q = 1 - T * T
        return x * T, T + x * q * s, q * (2 * s + x * (s * (1 - s) - 2 * T * s * s))
    return f


def hardswish():
    def f(x):
        if x <= -3:
            return 0, 0, 0
        if x >= 3:
            return x, 1, 0
        return x * (x + 3) / 6, (2 * x + 3) / 6, mpf(1) / 3
    return f


def hyperbolic_tangent():
    def f(x):
        t = tanh(x)
        return t, 1 - t * t, -2 * t * (1 - t * t)
    return f


def sigmoid():
    def f(x):
        s = logistic(x)
        return s, s * (1 - s), s * (1 - s) * (1 - 2 * s)
    return f


def pelu(a, b):
    return branches(exponential(a, b), line(a / b))


def pelu_gradient(x, a, b):
    if x > 0:
        return x / b, -a * x / b**2
    return exp(x / b) - 1, -a * x / b**2 * exp(x / b)


def no_gradient(x, *parameters):
    return ()


# id, function of its parameters, gradient, the parameters to try
FUNCTIONS = (
    ("NN_ELU", elu, elu_gradient, [(a,) for a in (0.0, 0.1, 0.3, 0.5, 1.0, 1.6732632, 3.0, 100.0)]),
    ("NN_RELU", lambda: branches(line(0), line(1)), no_gradient, [()]),
    ("NN_LEAKY_RELU", leaky_relu, leaky_relu_gradient, [(0.0,), (0.01,), (0.3,), (2.0,)]),
    ("NN_SELU", lambda: branches(exponential(SELU_LAMBDA * SELU_ALPHA, 1), line(SELU_LAMBDA)),
     no_gradient, [()]),
    ("NN_CELU", celu, celu_gradient, [(0.3,), (1.0,), (2.0,)]),
    ("NN_SOFTPLUS", softplus, softplus_gradient, [(0.3,), (1.0,), (10.0,)]),
    ("NN_GELU", gelu, no_gradient, [()]),
    ("NN_GELU_TANH", gelu_tanh, no_gradient, [()]),
    ("NN_SILU", silu, silu_gradient, [(0.3,), (1.0,), (1.702,)]),
    ("NN_MISH", mish, no_gradient, [()]),
    ("NN_HARDSWISH", hardswish, no_gradient, [()]),
    ("NN_TANH", hyperbolic_tangent, no_gradient, [()]),
    ("NN_SIGMOID", sigmoid, no_gradient, [()]),
    ("NN_SHIFTED_RELU", lambda: branches(lambda x: (-1, 0, 0), line(1), -1), no_gradient, [()]),
    ("NN_PELU", pelu, pelu_gradient, [(1.0, 1.0), (0.7, 2.0), (3.0, 0.3)]),
)


def literal(value):
    """17 significant digits; what no double can hold is 0."""
    value = mpf(value)
    if abs(value) < mpf(2) ** -1075:
        return "0"
    return nstr(value, 17, min_fixed=-3, max_fixed=6, strip_zeros=True)


def row(name, function, gradient, parameters, point):
    exact, x = [mpf(p) for p in parameters], mpf(point)
    lists = (parameters or (0,), function(*exact)(x), gradient(x, *exact) or (0,))
    p, f, g = ("{ " + ", ".join(literal(v) for v in values) + " }" for values in lists)
    return f"  {{ {{ {name}, {p} }}, {literal(x)}, {f}, {g} }},"


def gain(function, parameters):
    """1 / sqrt (E f(z)^2) for z ~ N(0, 1)."""
    splits = [-15, -8, -5, -3, -2, -1, -0.5, -0.2, 0, 0.2, 0.5, 1, 2, 3, 5, 8, 15]
    with workdps(30):
        f = function(*(mpf(p) for p in parameters))
        return 1 / sqrt(quad(lambda z: mpf(f(z)[0]) ** 2 * npdf(z), splits))


def gain_row(name, function, parameters):
    p = ", ".join(literal(v) for v in parameters or (0,))
    return f"  {{ {{ {name}, {{ {p} }} }}, {literal(gain(function, parameters))} }},"


print("""/* SPDX-License-Identifier: GPL-3.0-or-later */
/* activation-references.h - activation functions to 17 digits, from 750-digit arithmetic
 *
 * Written by make-activation-references.py; do not edit. A row: the function, x, its value and
 * first two derivatives, its parameter gradients. Then the gains, from 30-digit quadrature.
 */

#pragma once

#include "nn-activation.h"

static const struct {
  nn_activation f;
  double x, derivative[3], gradient[NN_MAX_PARAMETERS];
} activation_references[] = {""")
for name, function, gradient, tries in FUNCTIONS:
    for parameters in tries:
        for point in POINTS:
            print(row(name, function, gradient, parameters, point))
print("};")
print("""
static const struct {
  nn_activation f;
  double gain;
} gain_references[] = {""")
for name, function, gradient, tries in FUNCTIONS:
    for parameters in tries:
        print(gain_row(name, function, parameters))
print("};")
