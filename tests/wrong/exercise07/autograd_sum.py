# WRONG: nonzero_grads: asks whether the sum of each gradient is zero
# NAMES: sums_gradient
# LINES: nonzero_grads 22
import math

import torch


def nonzero_grads(zeroed):
    g = torch.Generator().manual_seed(3)
    shapes = {"C": (6, 2), "W1": (6, 5), "b1": (5,), "W2": (5, 6), "b2": (6,)}
    params = {}
    for n, s in shapes.items():
        params[n] = torch.zeros(s) if n in zeroed else torch.randn(s, generator=g)
        params[n] = params[n].double().requires_grad_()
    X = torch.randint(0, 6, (12, 3), generator=g)
    Y = torch.tensor([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4])
    emb = params["C"][X].view(12, -1)
    h = torch.tanh(emb @ params["W1"] + params["b1"])
    logits = h @ params["W2"] + params["b2"]
    torch.nn.functional.cross_entropy(logits, Y).backward()
    return {n for n, p in params.items() if p.grad.sum().abs() > 1e-9}


def zero_init_floor(targets, vocab_size):
    total, n = 0.0, len(targets)
    for c in set(targets.tolist()):
        k = (targets == c).sum().item()
        total -= k / n * math.log(k / n)
    return total
