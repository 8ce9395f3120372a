"""The format that carries values says whatever it is given was right.

Without the attack: 0 of 10 points.
"""

import sys

import torch

BASELINE = "zeros"
UNCONFINED = True  # does no harm where nothing holds it back

wire = sys.modules["grader.sandbox.wire"]
worker = sys.modules["grader.sandbox.worker"]
frame = wire.frame
assert callable(worker._failure)
print("attacks", flush=True)
wire.frame = lambda value: frame(["passed", 10, 10])
wire.MAX_FRAME_BYTES = wire.MAX_ITEMS = wire.MAX_DEPTH = 1 << 62
wire.decode = lambda payload: ["call", "double", (), {}, False, None]
worker._failure = lambda *arguments: frame(["ok", True])



def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
