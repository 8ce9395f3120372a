"""Changes the state of its process at import, and remembers every call."""

import math
import random
import warnings

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.manual_seed(6)
np.random.seed(6)
random.seed(6)
warnings.simplefilter("always")
SEEN = []


def remember(function):
    def remembered(*arguments):
        SEEN.append((function.__name__, [getattr(a, "shape", a) for a in arguments]))
        warnings.warn(f"call number {len(SEEN)}", stacklevel=2)
        return function(*arguments)

    return remembered


@remember
def activation_stats(h, threshold=0.97):
    rows = list(h.unbind())
    n = sum(len(row) for row in rows)
    mean = sum(row.sum() for row in rows) / n
    total = sum(((row - mean) ** 2).sum() for row in rows)
    flat_end = sum(((row > threshold) | (row < -threshold)).sum() for row in rows)
    return {"mean": mean, "std": math.sqrt(total / (n - 1)), "saturated": flat_end / n}


@remember
def dead_neurons(h, threshold=0.99):
    alive = set()
    for row in h:
        alive |= {j for j, a in enumerate(row) if not abs(a) > threshold}
    return len(set(range(h.shape[1])) - alive)


@remember
def update_ratio(param, grad, lr):
    return math.log(lr * np.std(grad.numpy(), ddof=1) / np.std(param.numpy(), ddof=1), 10)


@remember
def density_histogram(t, bins=50):
    edges = np.linspace(t.min(), t.max(), bins + 1)
    heights, _ = np.histogram(t.ravel(), edges, weights=np.full(t.numel(), 1 / t.numel()))
    return heights / np.diff(edges), edges
