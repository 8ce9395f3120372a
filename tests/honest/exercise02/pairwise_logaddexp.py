"""Adds the exps two at a time with logaddexp, and counts the loss class by class."""

from functools import reduce

import torch


def uniform_loss(vocab_size):
    zero = torch.zeros((), dtype=torch.float64)
    return reduce(torch.logaddexp, [zero] * vocab_size)


def cross_entropy(logits, targets):
    log_sums = reduce(torch.logaddexp, logits.unbind(dim=1))
    total = 0.0
    for target in range(logits.shape[1]):
        rows = targets == target
        total = total + (log_sums[rows] - logits[rows, target]).sum()
    return total / len(logits)


def scale_output_layer(W, b, scale=0.01):
    return torch.stack([row * scale for row in W]), torch.cat([0 * entry[None] for entry in b])
