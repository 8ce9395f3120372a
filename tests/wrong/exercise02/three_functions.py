# WRONG: uniform_loss: base 10
# WRONG: cross_entropy: the target is off by one
# WRONG: scale_output_layer: divides by scale
# NAMES: uniform_decimal + targets_from_one + scale_divides
# LINES: uniform_loss 14
# LINES: cross_entropy 18
# LINES: scale_output_layer 23
import math

import torch


def uniform_loss(vocab_size):
    return math.log10(vocab_size)


def cross_entropy(logits, targets):
    y = targets - 1
    return (logits.logsumexp(1) - logits[torch.arange(len(y)), y]).mean()


def scale_output_layer(W, b, scale=0.01):
    return W.div(scale), torch.zeros_like(b)
