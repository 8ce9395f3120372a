"""Perfect replies with the points in them, on every descriptor.

Without the attack: 0 of 10 points.
"""

import os
import sys

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back

wire = sys.modules["grader.sandbox.wire"]
CLAIMS = (
    ["ok", {"points": 10, "max_points": 10, "status": "passed"}],
    ["ok", ["double", "total"]],
    ["ok", [True, None, None]],
    ["passed"],
)
print("attacks", flush=True)
for claim in CLAIMS:
    for descriptor in range(256):
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, wire.frame(claim))
        except OSError:
            continue


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
