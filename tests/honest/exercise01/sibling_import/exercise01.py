"""Keeps part of the work in a second file beside this one."""

from pathlib import Path

import gates
from gates import Tanh

assert Path(__file__).resolve().with_name("gates.py").is_file()

TANH = Tanh()
tanh_derivative = TANH.slope


def tanh_backward(grad_out, x):
    return grad_out * gates.Tanh().slope(x)


def saturation(h, threshold=gates.Tanh.flat):
    return h.abs().gt(threshold).double().mean().item()
