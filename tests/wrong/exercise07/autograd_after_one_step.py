# WRONG: nonzero_grads: looks after one update
# LINES: nonzero_grads 17
import math

import torch


def nonzero_grads(zeroed):
    g = torch.Generator().manual_seed(7)
    shapes = {"C": (6, 2), "W1": (6, 5), "b1": (5,), "W2": (5, 6), "b2": (6,)}
    params = {}
    for n, s in shapes.items():
        value = torch.zeros(s) if n in zeroed else torch.randn(s, generator=g)
        params[n] = value.double().requires_grad_()
    X = torch.randint(0, 6, (12, 3), generator=g)
    Y = torch.tensor([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4])
    for step in range(2):
        for p in params.values():
            p.grad = None
        h = torch.tanh(params["C"][X].view(12, -1) @ params["W1"] + params["b1"])
        torch.nn.functional.cross_entropy(h @ params["W2"] + params["b2"], Y).backward()
        if step == 0:
            for p in params.values():
                p.data -= 0.1 * p.grad
    return {n for n, p in params.items() if p.grad.abs().max() > 1e-12}


def zero_init_floor(targets, vocab_size):
    total, n = 0.0, len(targets)
    for c in set(targets.tolist()):
        k = (targets == c).sum().item()
        total -= k / n * math.log(k / n)
    return total
