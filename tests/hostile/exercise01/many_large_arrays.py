"""Arrays that are each as large as may be, and many of them in one list.

Without the attack: 0 of 10 points.
"""

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back

ARRAYS = [torch.zeros(8 << 20, dtype=torch.int8)] * 7  # a gigabyte, stacked and as float64


def double(x):
    print("attacks", flush=True)
    return ARRAYS


def total(x):
    return [ARRAYS[:4], ARRAYS[:4]]
