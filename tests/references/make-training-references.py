#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write training-references.h: the losses of 50 steps of the article MLP and the article CNN.

What PyTorch makes of both in double precision, with Adam, from weights and batches that follow from
a hash of whole numbers; the C test computes the same ones by the same rule (weights_of, batch_of
and mix below). They are rounded to float once, as there. The dropout of the CNN is left out. An image of
class c is noise with the c-th pattern in it, weak enough that 50 steps do not learn it by heart.

The CNN learns with ELU alone, and at a learning rate of 1e-4: with ReLU, whose gradient jumps, or
at 1e-3 PyTorch's own float32 parts from its float64 by more than 1e-4 within 50 steps of 16 images.
Takes half a minute. Needs PyTorch.

    ./make-training-references.py > training-references.h
"""

import math
import textwrap

import torch
from torch.nn import functional

N_STEPS, N_CLASSES, PIXELS, PATTERN = 50, 10, 216, 40
LIMIT_OF_BIASES = 0.1

# Streams of numbers: which of them what is made of. A step counts from 0.
LABELS, PATTERNS, WEIGHTS, BIASES = 1000, 2000, 3000, 4000


def mix(x):
    """A hash of 32 bits, each bit of x changing about half of them; x is a tensor of int64."""
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = ((x ^ (x >> shift)) * factor) & 0xFFFFFFFF
    return x ^ (x >> 16)


def numbers(stream, n):
    """The first n numbers of a stream."""
    start = mix(torch.tensor(stream, dtype=torch.int64))
    return mix((start + torch.arange(n, dtype=torch.int64)) & 0xFFFFFFFF)


def uniform(stream, n, limit):
    """Floats in [-limit, limit), of 24 bits."""
    signed = (numbers(stream, n) >> 8) - 2 ** 23
    return signed.float() / 2 ** 23 * torch.tensor(limit, dtype=torch.float32)


def weights_of(layer, shape):
    """LeCun's variance, 1 / fan_in; shape as in the engine's memory, a convolution's has 4 sides."""
    fan_in = math.prod(shape[1:]) if len(shape) == 4 else shape[0]
    values = uniform(WEIGHTS + layer, math.prod(shape), math.sqrt(3 / fan_in))
    return values.double().reshape(shape).requires_grad_()


def biases_of(layer, n):
    return uniform(BIASES + layer, n, LIMIT_OF_BIASES).double().requires_grad_()


def batch_of(step, rows, n_pixels):
    """Pixels as the data have them: channel, height, width."""
    labels = numbers(LABELS + step, rows) % N_CLASSES
    noise = numbers(step, rows * n_pixels).reshape(rows, n_pixels) % PIXELS
    pattern = torch.stack([numbers(PATTERNS + int(label), n_pixels // 4).repeat_interleave(4) & 1 for label in labels])
    pixels = noise + PATTERN * pattern.reshape(rows, n_pixels)
    return (pixels.float() * (torch.tensor(1.0) / 255)).double(), labels


# A layer: its number in the model and the shape of its weights; pooling is a layer without any
MLP = ((0, (784, 256)), (1, (256, 128)), (2, (128, 64)), (3, (64, 10)))
CNN = ((0, (32, 3, 3, 3)), (1, (32, 32, 3, 3)), (2, None), (3, (64, 32, 3, 3)),
       (4, (64, 64, 3, 3)), (5, None), (6, (64 * 8 * 8, 512)), (7, (512, 10)))

IMAGES = {MLP: (1, 28, 28), CNN: (3, 32, 32)}


def elu(alpha, x):
    return torch.where(x > 0, x, alpha * torch.expm1(torch.clamp(x, max=0)))


def forward(model, parameters, alphas, activation, x):
    for layer, shape in model:
        if shape is None:
            x = functional.max_pool2d(x, 2)
            continue
        weights, biases = parameters[layer]
        if len(shape) == 4:
            x = functional.conv2d(x, weights, biases, padding=1)
        else:
            # The engine's rows are pixel by pixel, and its weights inputs x outputs.
            x = x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x
            x = x @ weights + biases
        if layer < model[-1][0]:
            x = activation(alphas[layer], x)
    return x


def run(model, rows, learning_rate, activation, learned):
    image = IMAGES[model]
    parameters = {layer: (weights_of(layer, shape),
                          biases_of(layer, shape[0] if len(shape) == 4 else shape[1]))
                  for layer, shape in model if shape is not None}
    alphas = {layer: torch.tensor(1.0, dtype=torch.float64, requires_grad=learned)
              for layer in parameters}
    learned_alphas = list(alphas.values())[:-1] if learned else []
    optimizer = torch.optim.Adam([p for pair in parameters.values() for p in pair] + learned_alphas,
                                 lr=learning_rate)
    losses = []
    for step in range(N_STEPS):
        pixels, labels = batch_of(step, rows, math.prod(image))
        x = pixels.reshape(rows, *image) if model is CNN else pixels
        loss = functional.cross_entropy(forward(model, parameters, alphas, activation, x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def relu(_alpha, x):
    return torch.relu(x)


# As a path of the test, layers, rows of a batch, learning rate, function, is its alpha learned
RUNS = (("mlp/elu", MLP, 128, 1e-3, elu, False),
        ("mlp/relu", MLP, 128, 1e-3, relu, False),
        ("mlp/learned-elu", MLP, 128, 1e-3, elu, True),
        ("cnn/elu", CNN, 16, 1e-4, elu, False),
        ("cnn/learned-elu", CNN, 16, 1e-4, elu, True))


def main():
    version = torch.__version__.split("+")[0]
    print(f"""/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training-references.h - the losses of 50 steps of the article's networks, by PyTorch
 *
 * Written by make-training-references.py (torch {version}) in double; do not edit. How weights and
 * batches are made, the script and the test say alike.
 */

#pragma once

#include <stdbool.h>

#include "nn-activation.h"

enum {{
  REFERENCE_STEPS = {N_STEPS},
  REFERENCE_CLASSES = {N_CLASSES},
  REFERENCE_PIXELS = {PIXELS},  /* noise is below                */
  REFERENCE_PATTERN = {PATTERN},  /* what a pattern adds to it     */
  REFERENCE_LABELS = {LABELS},
  REFERENCE_PATTERNS = {PATTERNS},
  REFERENCE_WEIGHTS = {WEIGHTS},
  REFERENCE_BIASES = {BIASES},
}};

#define REFERENCE_LIMIT_OF_BIASES {LIMIT_OF_BIASES}f

static const struct {{
  const char *name;
  bool is_cnn;
  int rows;                       /* of a batch                                      */
  double learning_rate;
  nn_activation_id activation;    /* ELU: alpha 1, at first where it is learned      */
  bool learns_parameters;
  double loss[REFERENCE_STEPS];
}} training_references[] = {{""")
    for name, model, rows, learning_rate, activation, learned in RUNS:
        losses = run(model, rows, learning_rate, activation, learned)
        print(f'  {{ "{name}", {str(model is CNN).lower()}, {rows}, {learning_rate:g}, '
              f"NN_{activation.__name__.upper()}, {str(learned).lower()},")
        text = ", ".join(f"{loss:.12g}" for loss in losses)
        print(textwrap.fill("{ " + text + " } },", 100, initial_indent=" " * 4,
                            subsequent_indent=" " * 6))
    print("};")


main()
