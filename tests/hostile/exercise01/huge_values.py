"""Values that are small to send and large to hold, or of an impossible shape.

Without the attack: 0 of 10 points.
"""

import numpy as np
import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back

VALUES = [
    torch.zeros(60 << 20, dtype=torch.int8),
    torch.zeros(1).expand(1 << 40),
    np.zeros((0, 1 << 40)),
    torch.zeros((1,) * 20),
    [[0.0] * 4000] * 4000,
    {str(number): 1.0 for number in range(100_000)},
    10**400,
    "x" * (60 << 20),
]


def double(x):
    print("attacks", flush=True)
    VALUES.append(VALUES.pop(0))
    return VALUES[-1]


def total(x):
    return VALUES[0]
