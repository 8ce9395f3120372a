# WRONG: zero_init_floor: classes not weighted by their frequency; last class left out
# LINES: zero_init_floor 28 31
import math

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    gen = torch.Generator().manual_seed(3)
    shapes = {"C": (4, 2), "W1": (4, 3), "b1": (3,), "W2": (3, 4), "b2": (4,)}
    p = {}
    for name, shape in shapes.items():
        value = torch.randn(shape, generator=gen, dtype=torch.float64)
        p[name] = (torch.zeros_like(value) if name in zeroed else value).requires_grad_()
    X = torch.tensor([[0, 1], [1, 2], [2, 3], [0, 3], [1, 1]])
    Y = torch.tensor([1, 1, 1, 2, 0])
    h = torch.tanh(p["C"][X].flatten(1) @ p["W1"] + p["b1"])
    loss = torch.nn.functional.cross_entropy(h @ p["W2"] + p["b2"], Y)
    grads = torch.autograd.grad(loss, list(p.values()))
    return {name for name, grad in zip(p, grads) if grad.any()}


def zero_init_floor(targets, vocab_size):
    everyone = targets.tolist()
    floor = 0.0
    for label in range(vocab_size - 1):
        share = everyone.count(label) / len(everyone)
        if share > 0:
            floor += math.log(1 / share)
    return floor
