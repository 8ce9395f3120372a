# WRONG: nonzero_grads: looks at the sum of a gradient instead of at its single entries, so b2 (and W2), whose entries cancel, seem dead
# LINES: nonzero_grads 25

import math
from collections import Counter

import torch
import torch.nn.functional as F

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    g = torch.Generator().manual_seed(0)
    V, E, H, N = 5, 2, 4, 12
    shapes = {"C": (V, E), "W1": (3 * E, H), "b1": (H,), "W2": (H, V), "b2": (V,)}
    P = {}
    for k, s in shapes.items():
        v = torch.randn(s, generator=g, dtype=torch.float64)
        P[k] = (v * 0 if k in zeroed else v).requires_grad_()
    X = torch.randint(0, V, (N, 3), generator=g)
    Y = torch.tensor([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4])
    h = torch.tanh(P["C"][X].view(N, -1) @ P["W1"] + P["b1"])
    F.cross_entropy(h @ P["W2"] + P["b2"], Y).backward()
    return {k for k in NAMES if abs(P[k].grad.sum().item()) > 1e-12}


def zero_init_floor(targets, vocab_size):
    n = len(targets)
    return sum(c / n * math.log(n / c) for c in Counter(targets.tolist()).values())
