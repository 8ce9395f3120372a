"""Prints far more than a report keeps, to both streams, and warns and logs in every call."""

import logging
import sys
import warnings

import numpy as np
import torch

logging.basicConfig(level=logging.DEBUG)
warnings.simplefilter("always")
warnings.warn("This file is deprecated.", DeprecationWarning, stacklevel=1)
print("loading " * 10_000)


def tanh_derivative(x):
    print("x =", x, "\n" * 3, flush=True)
    warnings.warn("About to differentiate.", UserWarning, stacklevel=2)
    sys.stdout.write("\x1b[31mred\x1b[0m ∂tanh ☕ \x00 \r")
    with np.errstate(all="warn"):
        return 1 / np.cosh(x.numpy()) ** 2  # far out 1 / inf, which is the 0 that is wanted


def tanh_backward(grad_out, x):
    for name, value in locals().copy().items():
        print(name, "->", value.tolist(), sep="\t", end="\n\n", file=sys.stderr)
    logging.getLogger(__name__).warning("backward of %s numbers", x.numel())
    return grad_out * (1 - torch.tanh(x) ** 2)


def saturation(h, threshold=0.97):
    print("h", *h.flatten().tolist(), "=" * 20_000)
    warnings.warn(ResourceWarning("h is only counted"), stacklevel=1)
    print(result := (h.abs() > threshold).double().mean().item())
    return result
