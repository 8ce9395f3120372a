# WRONG: cross_entropy: logits divided by 10, summed over rows
# NAMES: temperature + sum
# LINES: cross_entropy 10 12
import math

import torch


def cross_entropy(logits, targets):
    scaled = logits / 10.0
    logp = scaled - scaled.logsumexp(1, keepdim=True)
    return -logp[range(len(targets)), targets].sum()


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
