"""A self-check with autograd at the bottom runs at import, and prints."""

import torch
import torch.nn.functional as F


def nonzero_grads(zeroed):
    ok = lambda name: name not in zeroed
    out = ["b2"]
    if ok("b1") or (ok("C") and ok("W1")):
        out.append("W2")
    if ok("W2"):
        out.append("b1")
        if ok("C"):
            out.append("W1")
        if ok("W1"):
            out.append("C")
    return set(out)


def zero_init_floor(targets, vocab_size):
    values, counts = targets.unique(return_counts=True)
    p = counts / counts.sum()
    return F.cross_entropy(p.log()[None], p[None]).item()


if True:
    x = torch.zeros(3, requires_grad=True)
    F.cross_entropy(x[None], torch.tensor([1])).backward()
    assert x.grad.any()
    print(sorted(nonzero_grads(frozenset())), zero_init_floor(torch.tensor([0, 1, 1]), 2))
