#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write optimizer-references.h: 20 steps of every optimiser, with and without weight decay.

What PyTorch's own optimisers (torch.optim) make of 64 parameters in double precision. Starts and
gradients are whole numbers over powers of two, so that the C test computes the same ones exactly;
the gradients span ten powers of ten, down to where epsilon counts. The first 48 start near 1 and
are pushed both ways. The others are not subject to weight decay, start at 0 and are pushed one way,
so that what is compared is the sum of their steps. After 10 steps the learning rate is
halved. Needs PyTorch.

    ./make-optimizer-references.py > optimizer-references.h
"""

import textwrap

import torch

N, N_DECAYED, N_STEPS, HALVED_AFTER = 64, 48, 20, 10
SHOWN = (1, 2, 10, 11, 20)


def start(i):
    return (-1) ** i * (1 + i * 37 % 64 / 64) if i < N_DECAYED else 0.0


def gradient(step, i):
    """step counts from 1."""
    value = (i * 73 + step * 151 + i * step * 11) % 257
    return (value - 128 if i < N_DECAYED else value + 1) / 64 / 2 ** (5 * (i % 7))


# id, class of torch.optim, its settings
METHODS = (
    ("NN_SGD", torch.optim.SGD, {"lr": 0.01}),
    ("NN_MOMENTUM", torch.optim.SGD, {"lr": 0.01, "momentum": 0.9}),
    ("NN_NESTEROV", torch.optim.SGD, {"lr": 0.01, "momentum": 0.9, "nesterov": True}),
    ("NN_ADAM", torch.optim.Adam, {"lr": 0.001}),
    ("NN_ADAMW", torch.optim.AdamW, {"lr": 0.001}),
    ("NN_RMSPROP", torch.optim.RMSprop, {"lr": 0.001}),
)
WEIGHT_DECAYS = (0, 0.01, 0.5)


def run(method, settings, weight_decay, dtype):
    """The parameters after each step that is shown."""
    values = torch.tensor([start(i) for i in range(N)], dtype=dtype)
    parts = [values[:N_DECAYED].clone(), values[N_DECAYED:].clone()]
    optimizer = method([{"params": parts[:1], "weight_decay": weight_decay},
                        {"params": parts[1:], "weight_decay": 0}], **settings)
    shown = []
    for step in range(1, N_STEPS + 1):
        gradients = torch.tensor([gradient(step, i) for i in range(N)], dtype=dtype)
        parts[0].grad, parts[1].grad = gradients[:N_DECAYED], gradients[N_DECAYED:]
        if step == HALVED_AFTER + 1:
            for group in optimizer.param_groups:
                group["lr"] /= 2
        optimizer.step()
        if step in SHOWN:
            shown.append(torch.cat(parts).clone())
    return shown


def literal(value):
    return f"{value:.12g}"


def table(values):
    text = ", ".join(literal(value) for value in values)
    return textwrap.fill("{ " + text + " },", 100, break_on_hyphens=False,
                         initial_indent=" " * 4, subsequent_indent=" " * 6)


version = torch.__version__.split("+")[0]
print(f"""/* SPDX-License-Identifier: GPL-3.0-or-later */
/* optimizer-references.h - 20 steps of every optimiser, computed in double by PyTorch
 *
 * Written by make-optimizer-references.py (torch {version}); do not edit. A row: the method
 * with its usual settings, its weight decay, and all parameters after each step of shown_steps.
 * Where they start and what the gradients are, the script and the test say alike.
 */

#pragma once

#include "nn-optimizer.h"

enum {{
  REFERENCE_PARAMETERS = {N},
  REFERENCE_DECAYED = {N_DECAYED},
  REFERENCE_STEPS = {N_STEPS},
  REFERENCE_HALVED_AFTER = {HALVED_AFTER}, /* the learning rate, after so many steps */
  REFERENCE_SHOWN = {len(SHOWN)},
}};

static const int shown_steps[REFERENCE_SHOWN] = {{ {", ".join(map(str, SHOWN))} }};

static const struct {{
  nn_optimizer_id id;
  double weight_decay, parameters[REFERENCE_SHOWN][REFERENCE_PARAMETERS];
}} optimizer_references[] = {{""")
for name, method, settings in METHODS:
    for weight_decay in WEIGHT_DECAYS:
        print(f"  {{ {name}, {weight_decay}, {{")
        for values in run(method, settings, weight_decay, torch.float64):
            print(table(values.tolist()))
        print("  } },")
print("};")
