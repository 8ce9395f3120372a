# WRONG: cross_entropy: summed, and the sign is wrong
# NAMES: sign + sum
# LINES: cross_entropy 12 13
import math

import torch


def cross_entropy(logits, targets):
    total = torch.zeros((), dtype=logits.dtype)
    for row, t in zip(logits, targets):
        total = total + torch.log_softmax(row, 0)[t]
    return total


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
