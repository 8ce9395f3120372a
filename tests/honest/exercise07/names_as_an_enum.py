"""An enumeration of strings, a match statement, lists that become sets at the end."""

from enum import Enum

import torch


class P(str, Enum):
    C = "C"
    W1 = "W1"
    B1 = "b1"
    W2 = "W2"
    B2 = "b2"


def moves(parameter, alive):
    match parameter:
        case P.B2:
            return True
        case P.W2:
            return P.B1 in alive or (P.C in alive and P.W1 in alive)
        case P.B1:
            return P.W2 in alive
        case P.W1:
            return P.W2 in alive and P.C in alive
        case P.C:
            return P.W2 in alive and P.W1 in alive


def nonzero_grads(zeroed):
    alive = [p for p in P if p.value not in zeroed]
    return set([p for p in P if moves(p, alive)])


def zero_init_floor(targets, vocab_size):
    counts = torch.stack([(targets == v).sum() for v in range(vocab_size)]).to(torch.float64)
    p = counts / counts.sum()
    return torch.where(p > 0, -p * torch.log(p.clamp(min=1e-300)), 0.0).sum().tolist()
