# WRONG: nonzero_grads: an experiment with perfectly balanced targets
# NAMES: balanced_targets
# LINES: nonzero_grads 17
import math

import torch


def nonzero_grads(zeroed):
    g = torch.Generator().manual_seed(5)
    shapes = {"C": (4, 2), "W1": (6, 5), "b1": (5,), "W2": (5, 4), "b2": (4,)}
    params = {}
    for n, s in shapes.items():
        value = torch.zeros(s) if n in zeroed else torch.randn(s, generator=g)
        params[n] = value.double().requires_grad_()
    X = torch.randint(0, 4, (8, 3), generator=g)
    Y = torch.tensor([0, 1, 2, 3, 0, 1, 2, 3])
    emb = params["C"][X].view(8, -1)
    h = torch.tanh(emb @ params["W1"] + params["b1"])
    logits = h @ params["W2"] + params["b2"]
    torch.nn.functional.cross_entropy(logits, Y).backward()
    return {n for n, p in params.items() if p.grad.abs().max() > 1e-12}


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item()
