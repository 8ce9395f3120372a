# WRONG: uniform_loss: it computes ln(V + 1) because log1p was taken for log.
# WRONG: scale_output_layer: the weights are divided by the root of fan_in as well.
# LINES: uniform_loss 11
# LINES: scale_output_layer 23 24
import math

import torch


def uniform_loss(vocab_size):
    return math.log1p(vocab_size)


def cross_entropy(logits, targets):
    losses = []
    for row, t in zip(logits, targets):
        m = row.max()
        losses.append(m + (row - m).exp().sum().log() - row[t])
    return torch.stack(losses).mean()


def scale_output_layer(W, b, scale=0.01):
    fan_in = W.shape[0]
    return W * scale / fan_in**0.5, torch.zeros_like(b)
