"""Complex numbers, bools, bytes, strings, dates and numbers with a unit of one bit.

Without the attack: 0 of 10 points.
"""

import numpy as np
import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back

VALUES = [
    torch.zeros(2, dtype=torch.complex128),
    torch.ones(2, dtype=torch.bool),
    torch.zeros(2, dtype=torch.uint8),
    np.array(["2.0", "4.0"]),
    np.array([b"2.0"]),
    np.array(["2020-01-01"], dtype="datetime64[D]"),
    torch.quantize_per_tensor(torch.zeros(2), 0.1, 10, torch.quint8),
    torch.zeros(2, device="meta"),
    torch.sparse_coo_tensor(size=(2,)),
    torch.nested.nested_tensor([torch.zeros(2)]),
]


def double(x):
    print("attacks", flush=True)
    VALUES.append(VALUES.pop(0))
    return VALUES[0]


def total(x):
    return VALUES[len(VALUES) // 2]
