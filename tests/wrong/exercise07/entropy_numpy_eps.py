# WRONG: zero_init_floor: a constant in the logarithm
# NAMES: floor_eps
# LINES: zero_init_floor 13
import math

import numpy as np
import torch


def zero_init_floor(targets, vocab_size):
    counts = np.bincount(targets.numpy(), minlength=vocab_size)
    p = counts / counts.sum()
    return float(-(p * np.log(p + 1e-4)).sum())


def nonzero_grads(zeroed):
    g = torch.Generator().manual_seed(1)
    sizes = {'C': (5, 2), 'W1': (6, 4), 'b1': (4,), 'W2': (4, 5), 'b2': (5,)}
    p = {}
    for name, size in sizes.items():
        value = torch.randn(size, generator=g, dtype=torch.float64) * 0.5
        p[name] = (value * 0 if name in zeroed else value).requires_grad_()
    X = torch.tensor([[0, 1, 2], [3, 4, 0], [1, 1, 3], [2, 0, 4], [0, 3, 3]])
    Y = torch.tensor([0, 0, 0, 1, 2])
    emb = p['C'][X].view(5, -1)
    h = torch.tanh(emb @ p['W1'] + p['b1'])
    logits = h @ p['W2'] + p['b2']
    torch.nn.functional.cross_entropy(logits, Y).backward()
    return {name for name, value in p.items() if value.grad.abs().max() > 1e-12}
