#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare_pytorch.py - the engine against PyTorch on the same processor, in turn

usage: tests/bench/compare_pytorch.py ELU_LAB [mlp] [mlp-noise] [cnn] [--threads N] [--rounds N]

Trains the article's models, batch 128, Adam: the MLP on the digits of MNIST's sample and on noise, the
CNN on noise. PyTorch with every setting that may be its best (memory format, the variants of Adam,
digits as a sparse matrix too, dropout as in the model) and `ELU_LAB bench`, round by round. Prints
the median step of each setting, and the ratio of PyTorch's best to ours.
Needs PyTorch. For the fairest figure set OPENBLAS_NUM_THREADS=1 and ATEN_CPU_CAPABILITY=avx512
where the processor has it, and unset OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE.
"""

import argparse
import gzip
import json
import pathlib
import statistics
import subprocess
import time

import torch
from torch import nn

BATCH = 128
STEPS = {"mlp": 40, "mlp-noise": 40, "cnn": 3}
DIGITS = (pathlib.Path(__file__).parents[2] / "resources/samples/mnist/train-images-idx3-ubyte.gz")


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ELU(inplace=True),
                         nn.Linear(256, 128), nn.ELU(inplace=True),
                         nn.Linear(128, 64), nn.ELU(inplace=True), nn.Linear(64, 10))


def block(inputs, filters):
    return [nn.Conv2d(inputs, filters, 3, padding=1), nn.ELU(inplace=True),
            nn.Conv2d(filters, filters, 3, padding=1), nn.ELU(inplace=True),
            nn.MaxPool2d(2), nn.Dropout(0.25)]


def cnn():
    return nn.Sequential(*block(3, 32), *block(32, 64), nn.Flatten(),
                         nn.Linear(4096, 512), nn.ELU(inplace=True), nn.Dropout(0.5),
                         nn.Linear(512, 10))


class SparseLinear(nn.Linear):
    """A first layer that is given its input as a sparse matrix, weights inputs x outputs."""

    def __init__(self, inputs, outputs):
        super().__init__(outputs, inputs)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return torch.sparse.mm(x.to_sparse_csr(), self.weight) + self.bias


def sparse_mlp():
    return nn.Sequential(SparseLinear(784, 256), *list(mlp())[1:])


def digits(shape):
    pixels = gzip.decompress(DIGITS.read_bytes())[16:16 + shape[0] * shape[1]]
    return torch.frombuffer(bytearray(pixels), dtype=torch.uint8).reshape(shape) / 255


MODELS = {"mlp": (mlp, digits, (BATCH, 784), ["contiguous", "sparse"]),
          "mlp-noise": (mlp, torch.rand, (BATCH, 784), ["contiguous"]),
          "cnn": (cnn, torch.rand, (BATCH, 3, 32, 32), ["contiguous", "channels_last"])}
ADAMS = {"loop": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}


class Setting:
    """A model with one choice of PyTorch's settings, ready to take steps."""

    def __init__(self, name, memory, adam):
        make, images, shape, _ = MODELS[name]
        self.title = f"{memory}, Adam {adam}"
        self.model = sparse_mlp() if memory == "sparse" else make()
        self.x = images(shape)
        self.y = torch.randint(0, 10, (BATCH,))
        if memory == "channels_last":
            self.model = self.model.to(memory_format=torch.channels_last)
            self.x = self.x.to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(self.model.parameters(), 1e-3, **ADAMS[adam])
        self.rounds = []
        self.step()

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(self.model(self.x), self.y).backward()
        self.optimizer.step()

    def run(self, steps):
        times = []
        for _ in range(steps):
            start = time.perf_counter()
            self.step()
            times.append((time.perf_counter() - start) * 1e6)
        self.rounds.append(statistics.median(times))


def ours(program, name, threads):
    output = subprocess.run([program, "bench", name.split("-")[0], "--json", "--threads", str(threads)],
                            check=True, capture_output=True, text=True).stdout
    return next(line for line in map(json.loads, output.splitlines()) if line["name"] == name)


def settings_of(name):
    for memory in MODELS[name][3]:
        for adam in ADAMS:
            try:
                yield Setting(name, memory, adam)
            except (RuntimeError, TypeError, ValueError) as error:
                print(f"{name}: {memory}, Adam {adam}: not in this PyTorch ({error})")


def compare(program, name, threads, rounds):
    settings, figures = list(settings_of(name)), []
    for _ in range(rounds):
        for setting in settings:
            setting.run(STEPS[name])
        figures.append(ours(program, name, threads))
    for setting in settings:
        print(f"{name}, {threads} threads: PyTorch {setting.title}: "
              f"{statistics.median(setting.rounds):.0f} us a step")
    best = min(statistics.median(setting.rounds) for setting in settings)
    step = statistics.median(figure["step_us_median"] for figure in figures)
    share = statistics.median(figure["share_of_fma_peak"] or 0 for figure in figures)
    print(f"{name}, {threads} threads: ELU Lab {step:.0f} us a step, {share:.0%} of the FMA peak")
    print(f"{name}, {threads} threads: {best / step:.2f} times PyTorch {torch.__version__} at its best")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("models", nargs="*", metavar="mlp|mlp-noise|cnn")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_intermixed_args()
    torch.set_num_threads(options.threads)
    for name in options.models or MODELS:
        compare(options.program, name, options.threads, options.rounds)


if __name__ == "__main__":
    main()
