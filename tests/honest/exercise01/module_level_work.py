"""Changes the state of its process at import: default dtype, seeds, print options, recursion."""

import math
import random
import sys
import threading

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.manual_seed(42)
torch.set_printoptions(precision=3)
np.random.seed(42)
np.set_printoptions(precision=2)
random.seed(42)
sys.setrecursionlimit(5_000)
sys.path.append(".")

# The slope at multiples of 0.1, which are looked up; all else is computed.
TABLE = {tenths: 1 - math.tanh(tenths / 10) ** 2 for tenths in range(-300, 301)}
BUSY = threading.Thread(target=lambda: sum(range(10_000)), daemon=True)
BUSY.start()


def slope(number):
    tenths = number * 10
    if round(tenths) in TABLE and number == round(tenths) / 10:
        return TABLE[round(tenths)]
    return 1 - math.tanh(number) ** 2


def tanh_derivative(x):
    global calls
    calls = globals().get("calls", 0) + 1
    return torch.tensor([[slope(number) for number in row] for row in x.tolist()])


def tanh_backward(grad_out, x):
    return grad_out * tanh_derivative(x)


def saturation(h, threshold=0.97):
    return (h.abs() > threshold).to(torch.get_default_dtype()).mean().item()
