# WRONG: cross_entropy: a hinge loss
# NAMES: hinge
# LINES: cross_entropy 12
import math

import torch


def cross_entropy(logits, targets):
    n = len(targets)
    correct = logits[torch.arange(n), targets].view(-1, 1)
    margins = torch.clamp(logits - correct + 1.0, min=0)
    margins[torch.arange(n), targets] = 0
    return margins.sum() / n


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
