# WRONG: nonzero_grads: in the experiment every class comes equally often, so the gradient of b2 cancels where the logits are all equal.
# WRONG: zero_init_floor: it returns the loss at the start, ln(vocab_size), instead of the one that training sinks to.
# LINES: nonzero_grads 22
# LINES: zero_init_floor 31
import math

import torch
import torch.nn.functional as F

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    torch_gen = torch.Generator().manual_seed(2147483647)
    rand = lambda *s: torch.randn(s, generator=torch_gen, dtype=torch.double)
    values = dict(C=rand(4, 2), W1=rand(6, 5), b1=rand(5), W2=rand(5, 4), b2=rand(4))
    for name in zeroed:
        values[name].zero_()
    for v in values.values():
        v.requires_grad = True
    X = torch.randint(0, 4, (16, 3), generator=torch_gen)
    Y = torch.arange(16) % 4
    emb = values["C"][X].view(16, -1)
    h = torch.tanh(emb @ values["W1"] + values["b1"])
    loss = F.cross_entropy(h @ values["W2"] + values["b2"], Y)
    loss.backward()
    return {n for n in NAMES if (values[n].grad.abs() > 1e-14).any()}


def zero_init_floor(targets, vocab_size):
    return math.log(vocab_size)
